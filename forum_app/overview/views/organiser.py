"""The organiser's dashboard: who is here, what to do next, what is on today."""

from flask import session
from werkzeug.wrappers import Response

from forum_app.attendance import queries as attendance
from forum_app.forums import policy as forums_policy
from forum_app.forums.models import Forum
from forum_app.forums.queries import list_days
from forum_app.kernel import clock
from forum_app.kernel.access import allow
from forum_app.kernel.i18n import current_language
from forum_app.kernel.web.answers import answer
from forum_app.overview import queries, rules
from forum_app.overview.views.blueprint import blueprint
from forum_app.programme.queries import list_sessions
from forum_app.programme.rules import KIND_NAMES


@blueprint.get("/forums/<forum_code>/dashboard")
@allow(forums_policy.may_organise, forum=Forum)
def dashboard(forum: Forum) -> Response:
    """One page that always says what to do next."""
    session.pop("setup", None)
    at = clock.now()
    days = list_days(forum)
    day = queries.day_shown(days, at)
    slot = attendance.slot_by_clock(forum, at)
    half = slot.half if slot and slot.day_id == day.id else "morning"
    counts = attendance.day_counts(forum, day=day, half=half)
    facts = queries.day_facts(forum, days=days, counts=counts, lang=current_language(), at=at)
    return answer(
        page="overview/dashboard.html",
        days=days,
        day=day,
        half=half,
        counts=counts,
        facts=facts,
        todo=rules.todo(facts),
        sessions=list_sessions(forum, day=day),
        kinds=KIND_NAMES,
        at=at,
    )
