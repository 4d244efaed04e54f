"""Reads of the programme."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from forum_app.forums.models import Forum, ForumDay
from forum_app.kernel.database import db
from forum_app.programme.models import ForumSession, Group, Room


def list_sessions(forum: Forum, *, day: ForumDay | None = None) -> list[ForumSession]:
    """Sessions that are not cancelled, in order of time, with day, room and module loaded."""
    query = (
        select(ForumSession)
        .where(ForumSession.forum_id == forum.id, ForumSession.cancelled_at.is_(None))
        .options(selectinload(ForumSession.day), selectinload(ForumSession.room), selectinload(ForumSession.module))
        .order_by(ForumSession.starts_at, ForumSession.code)
    )
    if day is not None:
        query = query.where(ForumSession.day_id == day.id)
    return list(db.session.scalars(query))


def list_counted_sessions(forum: Forum) -> list[ForumSession]:
    """Sessions whose minutes count towards a certificate."""
    return [forum_session for forum_session in list_sessions(forum) if forum_session.counts]


def find_session(forum: Forum, code: str) -> ForumSession | None:
    """The session with this code, cancelled or not."""
    return db.session.scalar(select(ForumSession).where(ForumSession.forum_id == forum.id, ForumSession.code == code))


def list_rooms(forum: Forum) -> list[Room]:
    """Rooms in the organiser's order."""
    return list(db.session.scalars(select(Room).where(Room.forum_id == forum.id).order_by(Room.position, Room.code)))


def list_groups(forum: Forum) -> list[Group]:
    """Groups by number."""
    return list(db.session.scalars(select(Group).where(Group.forum_id == forum.id).order_by(Group.number)))


def list_cancelled(forum: Forum, day: ForumDay) -> list[ForumSession]:
    """Sessions of a day that will not take place."""
    query = (
        select(ForumSession)
        .where(ForumSession.forum_id == forum.id, ForumSession.day_id == day.id)
        .where(ForumSession.cancelled_at.is_not(None))
        .order_by(ForumSession.starts_at)
    )
    return list(db.session.scalars(query))
