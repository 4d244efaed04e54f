"""Who stays signed in while a forum day lasts."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager

from forum_app.accounts.models import Account
from forum_app.forums.models import Forum, ForumDay, StaffMember
from forum_app.kernel import clock
from forum_app.kernel.database import db
from forum_app.programme.services import instant
from forum_app.registration.models import Registration


def closing_of_the_day(account: Account, at: datetime) -> datetime | None:
    """When today's forum day closes for somebody who works or attends it, while it is open; else None.

    Nobody is signed out by idleness between the opening and the closing of the day on an enrolled device.
    """
    works = select(StaffMember.forum_id).where(
        StaffMember.person_id == account.person_id, StaffMember.ended_at.is_(None)
    )
    attends = select(Registration.forum_id).where(
        Registration.person_id == account.person_id, Registration.status == "approved"
    )
    query = (
        select(ForumDay)
        .join(ForumDay.forum)
        .options(contains_eager(ForumDay.forum))
        .where(ForumDay.day_on == clock.local_day(at), or_(Forum.id.in_(works), Forum.id.in_(attends)))
    )
    closings = []
    for day in db.session.scalars(query):
        closes = instant(day.forum, day.day_on, day.closes)
        if instant(day.forum, day.day_on, day.opens) <= at < closes:
            closings.append(closes)
    return max(closings, default=None)
