"""Check-ins and facts."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete

from forum_app.attendance import queries, services
from forum_app.attendance.rules import CheckInAnswer, Fact, Slot
from forum_app.forums.models import Forum, ForumDay
from forum_app.kernel.database import transaction
from forum_app.kernel.identifiers import uuid7
from forum_app.registration.models import Registration
from tests.factories.programme import at


def day_of(forum: Forum, number: int = 1) -> ForumDay:
    """A day of the forum by number."""
    found = queries.find_day(forum, number)
    assert found is not None
    return found


def make_check_in(
    registration: Registration, *, day: int = 1, half: str = "morning", clock_time: str = "07:52", **values: Any
) -> CheckInAnswer:
    """Somebody came to a half day."""
    forum = registration.forum
    return services.check_in(
        registration,
        **{
            "day": day_of(forum, day),
            "half": half,
            "source": "scan",
            "actor": None,
            "at": at(forum, day, clock_time),
            **values,
        },
    )


def make_fact(slot: Slot, kind: str, minutes: float, **values: Any) -> Fact:
    """A fact of a half day, so many minutes after its beginning."""
    moment: datetime = slot.starts_at + timedelta(minutes=minutes)
    place = {} if "forum_session_id" in values else {"day_id": slot.day_id, "half": slot.half}
    return Fact(**{"id": uuid7(), "kind": kind, "at": moment, "recorded_at": moment, **place, **values})


def without_days(forum: Forum) -> Forum:
    """The forum before anybody has set its days."""
    with transaction() as session:
        session.execute(delete(ForumDay).where(ForumDay.forum_id == forum.id))
    return forum
