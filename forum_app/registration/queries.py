"""Reads of registrations."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import contains_eager, selectinload

from forum_app.accounts.models import Account, Person, Unit
from forum_app.forums.models import Forum
from forum_app.kernel.database import db
from forum_app.kernel.khmer.text import search_key
from forum_app.programme.models import Group
from forum_app.registration.models import ImportBatch, Registration, RegistrationEvent


class HasIndexes(Protocol):
    """Somebody as a list or a form knows them: blind indexes of phone number and officer id."""

    @property
    def phone(self) -> str | None: ...
    @property
    def officer_id(self) -> str | None: ...


def with_people(forum: Forum) -> Select[Registration]:
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


def list_all(forum: Forum) -> list[Registration]:
    """Everybody, whatever the status, in dictionary order."""
    return list(db.session.scalars(with_people(forum)))


def list_people_by_index(wanted: Iterable[HasIndexes]) -> list[Person]:
    """People of any forum with one of these officer ids or phone numbers (blind indexes)."""
    found = list(wanted)
    officers = {one.officer_id for one in found if one.officer_id}
    phones = {one.phone for one in found if one.phone}
    query = select(Person).where(
        or_(Person.officer_id_index.in_(officers), Person.phone_index.in_(phones)), Person.merged_into_id.is_(None)
    )
    return list(db.session.scalars(query)) if officers or phones else []


def list_events(registration: Registration) -> list[RegistrationEvent]:
    """What happened to a registration, newest first."""
    query = select(RegistrationEvent).where(RegistrationEvent.registration_id == registration.id)
    return list(db.session.scalars(query.order_by(RegistrationEvent.at.desc(), RegistrationEvent.id.desc())))


def used_badge_numbers(forum: Forum) -> set[int]:
    """Every badge number that was ever given in the forum."""
    query = select(Registration.badge_number).where(Registration.forum_id == forum.id)
    return {number for number in db.session.scalars(query) if number is not None}


def is_group_of(forum: Forum, group_id: UUID) -> bool:
    """True when the group is one of this forum."""
    return db.session.scalar(select(Group.id).where(Group.id == group_id, Group.forum_id == forum.id)) is not None


def list_filtered(
    forum: Forum, *, typed: str = "", status: str = "", unit_id: UUID | None = None
) -> Select[Registration]:
    """The list as its filters narrow it."""
    query = with_people(forum)
    if status:
        query = query.where(Registration.status == status)
    if unit_id is not None:
        query = query.where(Registration.unit_id == unit_id)
    return search(query, typed) if typed else query


def list_shown(forum: Forum, *, typed: str = "", status: str = "", unit_id: UUID | None = None) -> list[Registration]:
    """Everybody the filters leave, on all pages, with the province that workbooks also print."""
    query = list_filtered(forum, typed=typed, status=status, unit_id=unit_id)
    return list(db.session.scalars(query.options(selectinload(Registration.province))))


def list_by_id(forum: Forum, ids: Iterable[UUID]) -> list[Registration]:
    """Those of this forum among the ids."""
    return list(db.session.scalars(with_people(forum).where(Registration.id.in_(list(ids)))))


def list_alike(registration: Registration) -> list[Registration]:
    """Others in the forum with the same name in both scripts or the same phone: perhaps the same person twice."""
    person = registration.person
    same = [Person.search_key == person.search_key]
    if person.phone_index:
        same.append(Person.phone_index == person.phone_index)
    query = with_people(registration.forum).where(or_(*same), Registration.id != registration.id)
    return list(db.session.scalars(query))


def in_order(registrations: list[Registration], order: str) -> list[Registration]:
    """By `unit` (then name), in `protocol` order, or by `badge` number; the list comes in order of names."""
    if order == "protocol":
        return in_protocol_order(registrations)
    if order == "badge":
        return sorted(registrations, key=lambda registration: registration.badge_number or 0)
    return sorted(registrations, key=lambda r: (r.unit.position, r.unit.code) if r.unit else (-1, ""))


def list_units_of(forum: Forum) -> list[tuple[Unit, int]]:
    """The units that send people to the forum, with how many, in the organiser's order."""
    query = (
        select(Unit, func.count(Registration.id))
        .join(Registration, Registration.unit_id == Unit.id)
        .where(Registration.forum_id == forum.id)
        .group_by(Unit.id)
        .order_by(Unit.position, Unit.code)
    )
    return [(unit, count) for unit, count in db.session.execute(query)]


def list_without_card(forum: Forum) -> list[Registration]:
    """Approved people whose account has neither a PIN nor a password: they have not used a card yet."""
    query = (
        with_people(forum)
        .outerjoin(Account, Account.person_id == Registration.person_id)
        .where(Registration.status == "approved", Account.pin_hash.is_(None), Account.password_hash.is_(None))
    )
    return list(db.session.scalars(query))


def list_batches(forum: Forum) -> list[ImportBatch]:
    """Lists of this forum that were not discarded, newest first."""
    query = select(ImportBatch).where(ImportBatch.forum_id == forum.id, ImportBatch.state != "discarded")
    return list(db.session.scalars(query.order_by(ImportBatch.created_at.desc(), ImportBatch.id.desc()).limit(20)))


def list_drafts_before(moment: datetime) -> list[ImportBatch]:
    """Lists of any forum that were read before this and never settled."""
    query = select(ImportBatch).where(ImportBatch.state == "draft", ImportBatch.created_at < moment)
    return list(db.session.scalars(query))


def list_of_batch(batch: ImportBatch) -> list[Registration]:
    """Whom a list brought into the forum."""
    query = select(Registration).where(Registration.import_batch_id == batch.id)
    return list(db.session.scalars(query.options(selectinload(Registration.person)).order_by(Registration.id)))


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


def search(query: Select[Registration], typed: str) -> Select[Registration]:
    """Narrow a list to names that contain what was typed, in either script, or to a badge number."""
    key = search_key(typed)
    if not key:
        return query
    if key.isdecimal() and len(key) <= 4:
        return query.where(Registration.badge_number == int(key))
    return query.where(Person.search_key.contains(key, autoescape=True))


def count_by_status(forum: Forum) -> dict[str, int]:
    """How many registrations there are in each status."""
    query = select(Registration.status, func.count()).where(Registration.forum_id == forum.id)
    return dict(row for row in db.session.execute(query.group_by(Registration.status)))


def count_participants(forum: Forum) -> int:
    """Approved participants, without guests of honour."""
    query = select(func.count()).select_from(Registration)
    is_expected = (Registration.status == "approved", Registration.kind == "participant")
    return db.session.scalar(query.where(Registration.forum_id == forum.id, *is_expected)) or 0
