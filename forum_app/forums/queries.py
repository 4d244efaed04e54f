"""Reads of forums and staff."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from forum_app.forums.models import Forum, ForumDay, StaffMember
from forum_app.kernel.database import db


def find_forum(code: str) -> Forum | None:
    """The forum with this code."""
    return db.session.scalar(select(Forum).where(Forum.code == code))


def list_forums_of(person_id: UUID) -> list[Forum]:
    """Forums in which the person works, newest first."""
    query = (
        select(Forum)
        .join(StaffMember, StaffMember.forum_id == Forum.id)
        .where(StaffMember.person_id == person_id, StaffMember.ended_at.is_(None))
        .options(selectinload(Forum.days))
        .order_by(Forum.starts_on.desc(), Forum.code)
        .distinct()
    )
    return list(db.session.scalars(query))


def roles_of(person_id: UUID, forum_id: UUID) -> frozenset[str]:
    """The staff roles a person holds in a forum now."""
    query = select(StaffMember.role).where(
        StaffMember.person_id == person_id, StaffMember.forum_id == forum_id, StaffMember.ended_at.is_(None)
    )
    return frozenset(db.session.scalars(query))


def list_staff(forum: Forum) -> list[StaffMember]:
    """Everybody who works in the forum, by role and name."""
    query = (
        select(StaffMember)
        .where(StaffMember.forum_id == forum.id, StaffMember.ended_at.is_(None))
        .options(selectinload(StaffMember.person))
    )
    return sorted(db.session.scalars(query), key=lambda member: (member.role, member.person.sort_key))


def list_days(forum: Forum) -> list[ForumDay]:
    """The days in order."""
    return list(db.session.scalars(select(ForumDay).where(ForumDay.forum_id == forum.id).order_by(ForumDay.number)))


def is_organiser_anywhere(person_id: UUID) -> bool:
    """True when the person organises at least one forum."""
    query = select(StaffMember.id).where(
        StaffMember.person_id == person_id, StaffMember.role == "organiser", StaffMember.ended_at.is_(None)
    )
    return db.session.scalar(query.limit(1)) is not None
