"""The officer's pages that join features: my day, my programme."""

from datetime import date

from werkzeug.wrappers import Response

from forum_app.attendance import queries as attendance
from forum_app.exercises import queries as exercises
from forum_app.forums.models import Forum
from forum_app.forums.queries import list_days
from forum_app.kernel import clock
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.refusal import NotFound
from forum_app.kernel.web.answers import answer
from forum_app.kernel.web.templating import show_date, show_time
from forum_app.messages.queries import list_unread
from forum_app.overview import queries, rules
from forum_app.overview.views.blueprint import blueprint
from forum_app.overview.views.next_things import certificate_line, material_line, slip_of, text_of
from forum_app.programme import queries as programme
from forum_app.programme.rules import KIND_NAMES
from forum_app.registration import policy as registration_policy
from forum_app.registration.models import Registration
from forum_app.registration.queries import find_of_person


def _own(forum: Forum) -> Registration:
    own = find_of_person(forum, current_actor().person_id)
    if own is None:
        raise NotFound
    return own


def _label(day: date) -> str:
    return show_date(day, "day_month")


@blueprint.get("/forums/<forum_code>/me")
@allow(registration_policy.may_attend, forum=Forum)
def my_day(forum: Forum) -> Response:
    """One big next thing; below it now and next, own attendance, materials, certificate."""
    at, own = clock.now(), _own(forum)
    sessions, presence = programme.list_sessions(forum), attendance.presence_of(own, at=at)
    return answer(
        page="overview/my_day.html",
        own=own,
        now_on=[s for s in sessions if s.starts_at <= at < s.ends_at][:1],
        next_up=[(s, clock.local_day(s.starts_at)) for s in sessions if s.starts_at > at][:2],
        presence=presence,
        half_day_table=rules.half_day_columns(presence.halves, _label, show_time),
        news=[text_of(one) for one in list_unread(own.person)[:3]],
        next_thing=slip_of(queries.next_thing(own, at=at), forum.code),
        certificate=certificate_line(queries.certificate_outlook(own)),
        materials=[material_line(one, forum.code) for one in queries.materials_today(own, at=at)],
        has_exhibits=exercises.has_runs(forum),
        today=clock.local_day(at),
    )


@blueprint.get("/forums/<forum_code>/me/programme")
@allow(registration_policy.may_attend, forum=Forum)
def my_programme(forum: Forum) -> Response:
    """All days; past, now and next told apart; each session leads to its materials."""
    days, sessions = list_days(forum), programme.list_sessions(forum)
    by_day = {day.id: [s for s in sessions if s.day_id == day.id] for day in days}
    at = clock.now()
    return answer(
        page="overview/my_programme.html", days=days, by_day=by_day, today=clock.local_day(at), at=at, kinds=KIND_NAMES
    )
