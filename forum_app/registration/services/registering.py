"""Somebody joins a forum: by form, from a list, or at the door."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from forum_app.accounts import services as accounts
from forum_app.accounts.models import Person
from forum_app.accounts.queries import list_units
from forum_app.accounts.services import PersonData
from forum_app.forums.models import Forum
from forum_app.kernel import audit
from forum_app.kernel.audit import HasId
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.clock import local_day
from forum_app.kernel.database import transaction
from forum_app.kernel.identifiers import random_code
from forum_app.kernel.khmer.text import is_khmer
from forum_app.programme.models import Group
from forum_app.registration import queries, rules
from forum_app.registration.imports import matching
from forum_app.registration.imports.columns import key
from forum_app.registration.models import Registration
from forum_app.registration.rules import PERSON_FIELDS, REGISTRATION_FIELDS, RegistrationData
from forum_app.registration.services.deciding import give_what_is_due, lock, note_event


def register(
    forum: Forum,
    data: RegistrationData,
    *,
    person: Person | None = None,
    batch_id: UUID | None = None,
    actor: HasId | None,
    at: datetime,
) -> Registration:
    """A person in a forum, waiting for a decision or approved at once.

    `person` is somebody already known; otherwise officer id and name, or phone and name, find one, and a
    new person is added when nobody fits. Raises NoName, PhoneNotUnderstood, AlreadyRegistered, BadgeNumberTaken,
    BadgeNumberOutOfRange, BirthYearNotPossible, NotOfThisForum.
    """
    rules.require_badge_number(data.badge_number)
    rules.require_birth_year(data.birth_year, this_year=local_day(at).year)
    with transaction() as session:
        lock(session, forum)
        _require_group(forum, data.group_id)
        _require_free_badge(forum, data.badge_number)
        data = with_unit(data, actor=actor)
        known = person or _find_known(data)
        if known is not None and queries.find_of_person(forum, known.id):
            raise rules.AlreadyRegistered(name=known.name.km or known.name.en)
        person = _written(known, data, forum=forum, actor=actor, at=at)
        registration = Registration(
            forum_id=forum.id,
            person_id=person.id,
            status="approved" if data.approved else "pending",
            badge_number=data.badge_number,
            position=Bilingual(data.position_km, data.position_en),
            import_batch_id=batch_id,
            created_at=at,
            **{name: getattr(data, name) for name in REGISTRATION_FIELDS},
        )
        session.add(registration)
        session.flush()
        if data.approved:
            give_what_is_due(registration, actor=actor, at=at)
        note_event(registration, reason="", actor=actor, at=at)
        audit.record("registration.register", registration, actor=actor, status=registration.status)
        return registration


def admit_walk_in(forum: Forum, data: RegistrationData, *, actor: HasId | None, at: datetime) -> Registration:
    """Somebody at the door without a nomination: let in now, to be confirmed by the unit later.

    Raises what `register` raises.
    """
    with transaction():
        registration = register(forum, replace(data, approved=True), actor=actor, at=at)
        registration.is_walk_in = registration.needs_confirmation = True
        audit.record("registration.admit_walk_in", registration, actor=actor)
        return registration


def change(
    registration: Registration, data: RegistrationData, *, version: int | None = None, actor: HasId | None, at: datetime
) -> Registration:
    """Overwrite what the form shows, in the person and in this registration.

    `version` is the one the form was drawn with. Raises ChangedMeanwhile and what `register` raises.
    """
    rules.require_badge_number(data.badge_number)
    rules.require_birth_year(data.birth_year, this_year=local_day(at).year)
    with transaction() as session:
        lock(session, registration.forum)
        if version is not None and version != registration.version:
            raise rules.ChangedMeanwhile
        _require_group(registration.forum, data.group_id)
        if data.badge_number not in (None, registration.badge_number):
            _require_free_badge(registration.forum, data.badge_number)
        data = with_unit(data, actor=actor)
        person = registration.person
        accounts.change_person(person, _person_data(data, protocol=person.protocol_number), actor=actor)
        for name in REGISTRATION_FIELDS:
            setattr(registration, name, getattr(data, name))
        registration.position = Bilingual(data.position_km, data.position_en)
        registration.badge_number = data.badge_number or registration.badge_number
        audit.record("registration.change", registration, actor=actor)
        return registration


def assign_group(registration: Registration, group: Group | None, *, actor: HasId | None) -> Registration:
    """Put somebody into a group of this forum, or into none. Raises NotOfThisForum."""
    with transaction():
        if group is not None and group.forum_id != registration.forum_id:
            raise rules.NotOfThisForum
        registration.group_id = group.id if group else None
        audit.record("registration.assign_group", registration, actor=actor)
        return registration


def with_unit(data: RegistrationData, *, actor: HasId | None) -> RegistrationData:
    """The same with the id of the unit that was written by name, which is added where it is new.

    What somebody writes counts more than a choice that was there before.
    """
    if not data.new_unit:
        return data
    known = next((unit for unit in list_units() if key(data.new_unit) in map(key, (unit.name.km, unit.name.en))), None)
    if known is None:
        name = Bilingual(km=data.new_unit) if is_khmer(data.new_unit) else Bilingual(en=data.new_unit)
        values = {"code": f"unit-{random_code(6).lower()}", "name": name}
        return replace(data, unit_id=accounts.add_row("units", values, actor=actor).id, new_unit="")
    return replace(data, unit_id=known.id, new_unit="")


def _find_known(data: RegistrationData) -> Person | None:
    identity = matching.identity_of_data(_with_numbers(data))
    people = queries.list_people_by_index([identity])
    crowd = matching.Crowd((matching.identity_of_person(person), person) for person in people)
    return crowd.find_same(identity, elsewhere=True)


def _with_numbers(data: RegistrationData) -> RegistrationData:
    """The same with the phone number as it is stored. Raises PhoneNotUnderstood."""
    return replace(data, phone=accounts.phone_number(data.phone))


def _written(
    known: Person | None, data: RegistrationData, *, forum: Forum, actor: HasId | None, at: datetime
) -> Person:
    if known is None:
        wanted = _person_data(data, protocol=None)
        return accounts.add_person(wanted, actor=actor, at=at, is_sample=forum.is_sample)
    return accounts.change_person(known, _person_data(data, known=known, protocol=known.protocol_number), actor=actor)


def _person_data(data: RegistrationData, *, known: Person | None = None, protocol: int | None) -> PersonData:
    """The person's part. What another forum knows about the person is kept where the form says nothing."""
    values = {name: getattr(data, name) for name in PERSON_FIELDS}
    position = Bilingual(data.position_km, data.position_en)
    if known is not None:
        values = {name: value or getattr(known, name) for name, value in values.items()}
        position = position or known.position
    return PersonData(**values, protocol_number=protocol, more={"position": position})


def _require_group(forum: Forum, group_id: UUID | None) -> None:
    if group_id is not None and not queries.is_group_of(forum, group_id):
        raise rules.NotOfThisForum


def _require_free_badge(forum: Forum, number: int | None) -> None:
    if number is not None and queries.find_by_badge_number(forum, number):
        raise rules.BadgeNumberTaken(number=number)
