"""What an organiser sees of attendance: the matrix in three views, and one person down to the scans."""

from typing import Any

from flask import flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from forum_app.attendance import forms, policy, queries, rules, services
from forum_app.attendance.views.blueprint import blueprint
from forum_app.forums import policy as forums_policy
from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.khmer.text import search_key
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.web.answers import answer
from forum_app.kernel.web.paging import Page
from forum_app.programme.queries import list_counted_sessions
from forum_app.registration.models import Registration

SHOWN = ("all", "waiting", "absent", "late", "women")
VIEWS = ("half", "session", "unit")
ROWS = 100


@blueprint.get("/forums/<forum_code>/attendance")
@allow(policy.may_check_in, forum=Forum)
def matrix(forum: Forum) -> Response:
    """Everybody by half day; `?by=session` with minutes, `?by=unit` as sums by unit and sex."""
    at = clock.now()
    everybody = queries.list_rows(forum, at=at)
    slots = queries.slots_of(forum)
    current = slots.index(now) if (now := rules.current_slot(slots, at)) else 0
    context: dict[str, Any] = {
        "slots": slots,
        "current": current,
        "is_running": bool(slots) and slots[current].starts_at <= at < slots[current].ends_at,
        "everybody": everybody,
        "counts": [rules.count_half(_pairs(everybody), index) for index in range(len(slots))],
        "states": rules.tally(row.presence for row in everybody),
        "may_organise": forums_policy.may_organise(current_actor(), forum),
        "by": request.args.get("by") if request.args.get("by") in VIEWS else "half",
    }
    if context["by"] == "unit":
        return answer(page="attendance/by_unit.html", units=_by_unit(everybody, len(slots)), **context)
    context |= _filtered(everybody, current)
    if context["by"] == "session":
        return answer(page="attendance/by_session.html", **context, **_sessions(forum, slots, current))
    return answer(page="attendance/matrix.html", **context)


def _pairs(rows: list[queries.Row]) -> list[tuple[str | None, rules.Presence]]:
    return [(row.registration.person.sex, row.presence) for row in rows]


def _filtered(everybody: list[queries.Row], current: int) -> dict[str, Any]:
    """The rows the filters leave, and how many each chip would."""
    key, unit = search_key(request.args.get("q", "")), request.args.get("unit", "")
    shown = request.args.get("show", "all").replace("missing", "waiting")  # the dashboard's word for it
    found = [row for row in everybody if _is_meant(row, key) and (not unit or _unit_code(row) == unit)]
    chips = {name: [row for row in found if _shows(row, name, current)] for name in SHOWN}
    return {
        "pages": _page(chips.get(shown, found)),
        "chips": {name: len(rows) for name, rows in chips.items()},
        "show": shown if shown in SHOWN else "all",
        "q": request.args.get("q", ""),
        "unit": unit,
        "unit_choices": _units(everybody),
    }


def _page(rows: list[queries.Row]) -> Page:
    """A hundred people a page: a whole forum on one, and no page that grows without end."""
    last = max(1, -(-len(rows) // ROWS))
    number = min(max(request.args.get("page", 1, type=int), 1), last)
    return Page(items=rows[(number - 1) * ROWS : number * ROWS], number=number, total=len(rows), per_page=ROWS)


def _is_meant(row: queries.Row, key: str) -> bool:
    if key.isdecimal():
        return row.registration.badge_number == int(key)
    return key in row.registration.person.search_key


def _unit_code(row: queries.Row) -> str:
    return row.registration.unit.code if row.registration.unit else ""


def _units(rows: list[queries.Row]) -> list[tuple[str, object, int]]:
    """(code, label, people) of each unit, in the organiser's order."""
    units = {row.registration.unit.code: row.registration.unit for row in rows if row.registration.unit}
    ordered = sorted(units.values(), key=lambda unit: (unit.position, unit.code))
    return [(unit.code, unit.label, sum(_unit_code(row) == unit.code for row in rows)) for unit in ordered]


def _shows(row: queries.Row, name: str, current: int) -> bool:
    halves = row.presence.halves
    if name == "waiting":
        return bool(halves) and halves[current].status in ("waiting", "coming")
    if name == "absent":
        return any(mark.status == "absent" for mark in halves)
    if name == "late":
        return any(mark.is_late for mark in halves)
    return name != "women" or row.registration.person.sex == "female"


def _sessions(forum: Forum, slots: tuple[rules.Slot, ...], current: int) -> dict[str, Any]:
    """The counted sessions of the chosen day, and where their marks stand in a presence."""
    days = sorted({slot.day_number for slot in slots})
    wanted = request.args.get("day", type=int)
    day = wanted if wanted in days else (slots[current].day_number if slots else 1)
    counted = list_counted_sessions(forum)
    return {"days": days, "day": day, "sessions": [one for one in counted if one.day.number == day]}


def _by_unit(everybody: list[queries.Row], halves: int) -> list[dict[str, Any]]:
    groups = [(label, [row for row in everybody if _unit_code(row) == code]) for code, label, _ in _units(everybody)]
    without = [row for row in everybody if not _unit_code(row)]
    if without:
        groups.append((None, without))
    return [
        {"label": label, "counts": [rules.count_half(_pairs(rows), index) for index in range(halves)]}
        for label, rows in groups
    ]


@blueprint.route("/forums/<forum_code>/attendance/<uuid:registration_id>", methods=["GET", "POST"])
@allow(policy.may_check_in, forum=Forum, registration=Registration)
def person(forum: Forum, registration: Registration) -> Response:
    """One person's record down to the scans; an organiser may correct it with a reason."""
    may_correct = policy.may_correct(current_actor(), registration)
    slots = queries.slots_of(forum)
    form = forms.CorrectionForm(data={"half_day": request.args.get("half_day", "")}).offer(slots)
    if may_correct and form.validate_on_submit():
        try:
            _correct(forum, registration, form)
        except Refusal as refusal:
            form.refuse(refusal, form.reason if isinstance(refusal, rules.ReasonMissing) else None)
        else:
            flash(gettext("The correction was kept beside the record."), "saved")
            return answer(to=url_for(".person", forum_code=forum.code, registration_id=registration.id))
    evidence = queries.list_evidence(registration)
    return answer(
        page="attendance/person.html",
        status=form.status if may_correct else 200,
        form=form,
        registration=registration,
        presence=queries.presence_of(registration),
        sessions={one.id: one for one in list_counted_sessions(forum)},
        evidence=evidence,
        voided={row.voids_id for row in evidence if row.voids_id},
        names=queries.names_of_accounts(row.actor_id for row in evidence),
        may_correct=may_correct,
        source_names=rules.SOURCE_NAMES,
    )


def _correct(forum: Forum, registration: Registration, form: forms.CorrectionForm) -> None:
    day = queries.find_day(forum, form.day_number)
    assert day is not None, "the form offers days of this forum"
    services.correct(
        registration,
        day=day,
        half=form.half,
        status=form.state.data,
        reason=form.reason.data or "",
        actor=current_actor(),
        at=clock.now(),
    )
