"""The desk: one field, one tap, one coloured answer. Phone first, works without JavaScript."""

from flask import flash, request, session, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from forum_app.attendance import forms, policy, queries, rules, services
from forum_app.attendance.models import Evidence
from forum_app.attendance.views.blueprint import blueprint
from forum_app.forums.models import Forum, ForumDay
from forum_app.kernel import clock
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.web.answers import answer
from forum_app.registration.models import Registration

TABLE = "desk_table"


def _chosen_slot(forum: Forum) -> rules.Slot | None:
    """The half day the desk chose (`?day=2&half=morning`, or the form's own fields), else what the clock says."""
    slots = queries.slots_of(forum)
    wanted = (request.values.get("day", type=int), request.values.get("half"))
    for slot in slots:
        if (slot.day_number, slot.half) == wanted:
            return slot
    return rules.current_slot(slots, clock.now())


def _day(forum: Forum, slot: rules.Slot) -> ForumDay:
    day = queries.find_day(forum, slot.day_number)
    assert day is not None, "a slot belongs to a day"
    return day


@blueprint.route("/forums/<forum_code>/desk", methods=["GET", "POST"])
@allow(policy.may_check_in, forum=Forum)
def desk(forum: Forum) -> Response:
    """Type or scan; one hit is checked in at once, several are offered."""
    slot = _chosen_slot(forum)
    form = forms.DeskForm()
    if slot is not None and form.validate_on_submit() and form.who.data:
        found = queries.look_up(forum, form.who.data)
        if len(found.people) == 1:
            return _check_in(forum, found.people[0], slot, source=found.source)
        if found.people:
            return answer(page="attendance/choose.html", slot=slot, people=found.people, typed=form.who.data)
        return _verdict_no(found.refusal, None, slot)
    return _desk_page(forum, slot, form)


def _desk_page(forum: Forum, slot: rules.Slot | None, form: forms.DeskForm) -> Response:
    form.who.data = "" if request.method == "GET" else form.who.data
    counts = queries.day_counts(forum, day=_day(forum, slot), half=slot.half) if slot else None
    return answer(
        page="attendance/desk.html",
        status=form.status,
        form=form,
        table_form=forms.TableForm(data={"table": session.get(TABLE, "")}).offer(),
        slot=slot,
        slots=queries.slots_of(forum),
        counts=counts,
        latest=queries.list_latest(forum, slot=slot) if slot else [],
        table=session.get(TABLE, ""),
    )


def _check_in(forum: Forum, registration: Registration, slot: rules.Slot, *, source: str) -> Response:
    try:
        given = services.check_in(
            registration,
            day=_day(forum, slot),
            half=slot.half,
            source=source,
            actor=current_actor(),
            at=clock.now(),
            device=session.get(TABLE, ""),
        )
    except Refusal as refusal:
        return _verdict_no(refusal, registration, slot)
    return answer(to=url_for(".verdict", forum_code=forum.code, evidence_id=given.evidence_id))


def _verdict_no(refusal: Refusal, registration: Registration | None, slot: rules.Slot) -> Response:
    return answer(
        page="attendance/verdict_no.html",
        status=refusal.status,
        refusal=refusal,
        registration=registration,
        slot=slot,
        form=forms.DeskForm(formdata=None),
    )


@blueprint.post("/forums/<forum_code>/desk/people/<uuid:registration_id>")
@allow(policy.may_check_in, forum=Forum, registration=Registration)
def check_in(forum: Forum, registration: Registration) -> Response:
    """One tap on a name that was offered."""
    slot = _chosen_slot(forum)
    assert slot is not None, "a form of this page names its half day"
    return _check_in(forum, registration, slot, source="search")


@blueprint.get("/forums/<forum_code>/desk/verdict/<uuid:evidence_id>")
@allow(policy.may_check_in, forum=Forum, evidence=Evidence)
def verdict(forum: Forum, evidence: Evidence) -> Response:
    """Green: recorded. Amber: already, since when and at which table."""
    day = evidence.day
    assert day is not None, "the desk records half days"
    slot = queries.slot_of(forum, day, evidence.half or "")
    first = rules.arrival(queries.facts_of_slot(evidence.registration_id, slot))
    is_late = rules.is_late(slot, evidence.at, queries.settings_of(forum).grace_minutes)
    return answer(
        page="attendance/verdict.html",
        evidence=evidence,
        registration=evidence.registration,
        first=first or evidence.fact,
        slot=slot,
        is_late=is_late,
        form=forms.DeskForm(formdata=None),
    )


@blueprint.post("/forums/<forum_code>/desk/verdict/<uuid:evidence_id>/undo")
@allow(policy.may_check_in, forum=Forum, evidence=Evidence)
def undo(forum: Forum, evidence: Evidence) -> Response:
    """Take a wrong check-in back, on its day."""
    day = evidence.day
    assert day is not None, "the desk records half days"
    name = evidence.registration.badge
    services.undo_check_in(
        evidence.registration, day=day, half=evidence.half or "", actor=current_actor(), at=clock.now()
    )
    flash(gettext("The check-in of badge %(badge)s was taken back.", badge=name), "saved")
    return answer(to=url_for(".desk", forum_code=forum.code))


@blueprint.route("/forums/<forum_code>/desk/list", methods=["GET", "POST"])
@allow(policy.may_check_in, forum=Forum)
def list_people(forum: Forum) -> Response:
    """Everybody by unit, with a tick each: roll call at the door, or the signed sheet entered afterwards."""
    slot = _chosen_slot(forum)
    if slot is None:
        return answer(to=url_for(".desk", forum_code=forum.code))
    form = forms.ListForm()
    if form.validate_on_submit():
        try:
            given = _check_in_ticked(forum, slot, form)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            new = sum(not one.already for one in given)
            flash(gettext("Checked in: %(count)s.", count=new), "saved")
            return answer(to=url_for(".list_people", forum_code=forum.code, day=slot.day_number, half=slot.half))
    groups = queries.list_by_unit(forum, slot=slot, at=clock.now())
    return answer(
        page="attendance/list.html",
        status=form.status,
        form=form,
        slot=slot,
        slots=queries.slots_of(forum),
        groups=groups,
        is_paper=_is_over(slot),
        ticked=set(form.people.data or ()),
    )


def _is_over(slot: rules.Slot) -> bool:
    return clock.now() >= slot.ends_at


def _check_in_ticked(forum: Forum, slot: rules.Slot, form: forms.ListForm) -> list[rules.CheckInAnswer]:
    return services.check_in_many(
        queries.list_of_ids(forum, form.people.data or []),
        day=_day(forum, slot),
        half=slot.half,
        source="paper" if _is_over(slot) else "list",
        actor=current_actor(),
        at=clock.now(),
        device=session.get(TABLE, ""),
    )


@blueprint.post("/forums/<forum_code>/desk/table")
@allow(policy.may_check_in, forum=Forum)
def choose_table(forum: Forum) -> Response:
    """Remember on this device which table it stands at."""
    form = forms.TableForm().offer()
    if form.validate_on_submit():
        session[TABLE] = form.table.data
    return answer(to=url_for(".desk", forum_code=forum.code))
