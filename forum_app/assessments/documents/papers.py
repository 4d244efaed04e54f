"""Papers of skill assessment in both languages: the sheet that is marked by hand, and the round plan."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext

from forum_app.assessments import queries, rules
from forum_app.assessments.models import Criterion, Practical, Station
from forum_app.assessments.queries import Plan
from forum_app.kernel import clock
from forum_app.kernel.document.pdf import render
from forum_app.kernel.i18n import in_language
from forum_app.kernel.khmer.digits import khmer_digits
from forum_app.kernel.refusal import N_
from forum_app.kernel.web.templating import template_folder
from forum_app.programme.models import ForumSession, Group
from forum_app.registration.models import Registration

SAMPLE = "គំរូ SAMPLE"
SHEET_TITLE = N_("Assessment sheet: %(skill)s")
CIRCLE = N_("Circle one level in each box; – means not observed. Rows are typed in by their badge number.")
TRAINER, SIGNED, WORDING = N_("Trainer"), N_("Signature"), N_("What is seen at each level")
HEADS = {"badge": N_("Badge"), "name": N_("Name"), "comment": N_("Comment")}


def both(message: str, *, has_code: bool = False, **values: Any) -> dict[str, str]:
    """A sentence in both languages; Khmer with Khmer digits, as papers write it, unless it holds a code."""
    with in_language("km"):
        khmer = gettext(message, **values)
        khmer = khmer if has_code else khmer_digits(khmer)
    with in_language("en"):
        return {"km": khmer, "en": gettext(message, **values)}


def rubric_sheets(practical: Practical, groups: Sequence[Group | None], *, lang: str) -> bytes:
    """A sheet for each group (None: everybody), then the wording of the levels once."""
    return render(template_folder("assessments") / "rubric.typ", _sheet_data(practical, groups, lang=lang))


def _sheet_data(practical: Practical, groups: Sequence[Group | None], *, lang: str) -> dict[str, Any]:
    people = [place.registration for place in queries.queue_of(practical)]
    criteria = queries.criteria_of(practical)
    forum, rubric = practical.forum, practical.rubric
    with in_language(lang):
        pages = gettext("Page {n} of {m}")
    titles = {one: both(SHEET_TITLE, skill=practical.title.in_language(one)) for one in ("km", "en")}
    return {
        "lang": lang,
        "title": {one: titles[one][one] for one in ("km", "en")},
        "code": f"{rubric.code} – {rubric.version}",
        "forum": forum.title.as_dict(),
        "circle": both(CIRCLE),
        "heads": {key: both(text) for key, text in HEADS.items()},
        "trainer": both(TRAINER),
        "signature": both(SIGNED),
        "wording": both(WORDING),
        "critical": both(N_("critical")),
        "criteria": [_criterion(one) for one in criteria],
        "level_names": [both(rules.LEVEL_NAMES[number]) for number in sorted(rules.LEVEL_NAMES)],
        "sheets": [_group_sheet(group, people) for group in groups],
        "foot": f"{forum.title.in_language(lang)} – {forum.code} – {rubric.code} – {rubric.version}",
        "pages": pages,
        "sample": SAMPLE if forum.is_sample else "",
    }


def _criterion(criterion: Criterion) -> dict[str, Any]:
    return {
        "name": criterion.name.as_dict(),
        "critical": criterion.critical,
        "levels": [level.text.as_dict() for level in criterion.levels],
    }


def _group_sheet(group: Group | None, people: Sequence[Registration]) -> dict[str, Any]:
    members = [one for one in people if group is None or one.group_id == group.id]
    return {
        "group": group.name.as_dict() if group else both(N_("Everybody")),
        "rows": [{"badge": one.badge, "name": one.name.as_dict()} for one in members],
    }


PLAN_TITLE = N_("Round plan: %(session)s")
ROUND, STATION = N_("Round"), N_("Station")


def round_plan(found: Plan, forum_session: ForumSession, *, lang: str) -> bytes:
    """The plan on one sheet: rounds down, stations across."""
    forum = forum_session.forum
    titles = {one: both(PLAN_TITLE, session=forum_session.title.in_language(one))[one] for one in ("km", "en")}
    data = {
        "lang": lang,
        "title": titles,
        "round": both(ROUND),
        "when": f"{clock.local(forum_session.starts_at):%d/%m/%Y}",
        "stations": [
            {"name": one.name.as_dict(), "room": one.room.name.as_dict() if one.room else None}
            for one in found.stations
        ],
        "turns": [
            {
                "number": turn.round.number,
                "time": f"{clock.local(turn.round.starts_at):%H:%M} – {clock.local(turn.round.ends_at):%H:%M}",
                "groups": [group.name.as_dict() if group else None for group in turn.groups],
            }
            for turn in found.turns
        ],
        "foot": f"{forum.title.in_language(lang)} – {forum.code} – {forum_session.code}",
        "sample": SAMPLE if forum.is_sample else "",
    }
    return render(template_folder("assessments") / "rounds.typ", data)


def _station(station: Station) -> dict[str, Any]:
    return {"name": station.name.as_dict(), "room": station.room.name.as_dict() if station.room else None}
