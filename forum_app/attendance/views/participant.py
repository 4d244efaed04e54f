"""What a participant sees of their own attendance."""

from typing import Any

from werkzeug.wrappers import Response

from forum_app.attendance import policy, queries
from forum_app.attendance.rules import HalfMark, Presence
from forum_app.attendance.views.blueprint import blueprint
from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.i18n import current_language
from forum_app.kernel.khmer.dates import format_date
from forum_app.kernel.web.answers import answer
from forum_app.programme.queries import list_counted_sessions
from forum_app.registration.queries import find_of_person

STATES = {"came": "present", "coming": "later"}
"""Names of our states where the component calls them differently."""


@blueprint.get("/forums/<forum_code>/me/attendance")
@allow(policy.may_see_own, forum=Forum)
def my_record(forum: Forum) -> Response:
    """My half days; minutes behind a tap; who else sees this."""
    registration = find_of_person(forum, current_actor().person_id)
    assert registration is not None, "the policy asks for it"
    presence = queries.presence_of(registration, at=clock.now())
    sessions = {one.id: one for one in list_counted_sessions(forum)}
    return answer(
        page="attendance/my_record.html",
        registration=registration,
        presence=presence,
        days=half_days(presence),
        sessions=sessions,
    )


def half_days(presence: Presence) -> list[dict[str, Any]]:
    """Days as the component `half_days` draws them."""
    days: dict[int, dict[str, Any]] = {}
    for mark in presence.halves:
        label = format_date(mark.day_on, current_language(), style="day_month")
        days.setdefault(mark.day_number, {"label": label})[mark.half] = _shown(mark)
    return list(days.values())


def _shown(mark: HalfMark) -> dict[str, Any]:
    time = clock.local(mark.at).strftime("%H:%M") if mark.at and mark.is_here else None
    return {"state": STATES.get(mark.status, mark.status), "time": time}
