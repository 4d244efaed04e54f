"""Reads of registrations."""

from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, selectinload

from forum_app.accounts.models import Person
from forum_app.forums.models import Forum
from forum_app.kernel.database import db
from forum_app.kernel.khmer.text import search_key
from forum_app.registration.models import Registration


def with_people(forum: Forum) -> Select[tuple[Registration]]:
    """Registrations of a forum with everything a list shows, in dictionary order of the names."""
    return (
        select(Registration)
        .join(Registration.person)
        .where(Registration.forum_id == forum.id)
        .options(
            contains_eager(Registration.person),
            selectinload(Registration.rank),
            selectinload(Registration.post),
            selectinload(Registration.unit),
            selectinload(Registration.group),
        )
        .order_by(Person.sort_key, Registration.id)
    )


def list_approved(forum: Forum) -> list[Registration]:
    """Everybody who is expected (participants and guests), in dictionary order."""
    return list(db.session.scalars(with_people(forum).where(Registration.status == "approved")))


def list_participants(forum: Forum) -> list[Registration]:
    """Approved participants, without guests of honour."""
    query = with_people(forum).where(Registration.status == "approved", Registration.kind == "participant")
    return list(db.session.scalars(query))


def in_protocol_order(registrations: list[Registration]) -> list[Registration]:
    """Post level, rank level, the organiser's number, name."""
    return sorted(registrations, key=lambda registration: registration.protocol_key)


def find_by_badge_code(forum: Forum, code: str) -> Registration | None:
    """The registration of the person with this badge code, whatever its status."""
    return db.session.scalar(with_people(forum).where(Person.badge_code == code))


def find_by_badge_number(forum: Forum, number: int) -> Registration | None:
    """The registration with this badge number."""
    return db.session.scalar(with_people(forum).where(Registration.badge_number == number))


def find_of_person(forum: Forum, person_id: UUID) -> Registration | None:
    """The person's own registration in this forum."""
    return db.session.scalar(with_people(forum).where(Registration.person_id == person_id))


def list_of_person(person_id: UUID) -> list[Registration]:
    """A person's approved registrations, newest forum first."""
    query = (
        select(Registration)
        .join(Registration.forum)
        .where(Registration.person_id == person_id, Registration.status == "approved")
        .options(contains_eager(Registration.forum), selectinload(Registration.person))
        .order_by(Forum.starts_on.desc())
    )
    return list(db.session.scalars(query))


def search(query: Select[tuple[Registration]], typed: str) -> Select[tuple[Registration]]:
    """Narrow a list to names that contain what was typed, in either script, or to a badge number."""
    key = search_key(typed)
    if not key:
        return query
    if key.isdecimal() and len(key) <= 3:
        return query.where(Registration.badge_number == int(key))
    return query.where(Person.search_key.contains(key, autoescape=True))


def count_by_status(forum: Forum) -> dict[str, int]:
    """How many registrations there are in each status."""
    query = select(Registration.status, func.count()).where(Registration.forum_id == forum.id)
    return dict(db.session.execute(query.group_by(Registration.status)).tuples().all())
