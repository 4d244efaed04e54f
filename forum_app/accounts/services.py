"""The verbs of people and sign-in."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import phonenumbers

from forum_app.accounts import rules
from forum_app.accounts.models import Account, Device, Person, SignIn
from forum_app.kernel import audit
from forum_app.kernel.audit import HasId
from forum_app.kernel.database import transaction
from forum_app.kernel.identifiers import new_badge_code, random_token, token_hash
from forum_app.kernel.khmer.digits import latin_digits
from forum_app.kernel.khmer.sorting import sort_key
from forum_app.kernel.khmer.text import canonical, search_key


@dataclass(frozen=True, slots=True)
class PersonData:
    """What a form or a list says about a person; everything else stays as it is."""

    family_name_km: str = ""
    given_name_km: str = ""
    family_name_latin: str = ""
    given_name_latin: str = ""
    sex: str | None = None
    phone: str | None = None
    officer_id: str | None = None
    birth_year: int | None = None
    email: str | None = None
    language: str = "km"
    honorific_id: UUID | None = None
    rank_id: UUID | None = None
    post_id: UUID | None = None
    unit_id: UUID | None = None
    province_id: UUID | None = None
    protocol_number: int | None = None
    more: dict[str, Any] = field(default_factory=dict)
    """Further columns by name, e.g. `position`."""


PLAIN_FIELDS = (
    "sex birth_year email language honorific_id rank_id post_id unit_id province_id protocol_number"
).split()


def phone_number(typed: str | None) -> str | None:
    """E.164 of a typed number (Khmer digits accepted, Cambodia assumed), None when nothing was typed.

    Raises PhoneNotUnderstood.
    """
    if not typed or not typed.strip():
        return None
    try:
        parsed = phonenumbers.parse(latin_digits(typed), "KH")
    except phonenumbers.NumberParseException as error:
        raise rules.PhoneNotUnderstood from error
    if not phonenumbers.is_possible_number(parsed):
        raise rules.PhoneNotUnderstood
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


def add_person(data: PersonData, *, actor: HasId | None, at: datetime, is_sample: bool = False) -> Person:
    """A new person with a badge code of their own. Raises NoName, PhoneNotUnderstood."""
    with transaction() as session:
        person = Person(badge_code=new_badge_code(), created_at=at, is_sample=is_sample)
        _write(person, data)
        session.add(person)
        session.flush()
        audit.record("accounts.add_person", person, actor=actor)
        return person


def change_person(person: Person, data: PersonData, *, actor: HasId | None) -> Person:
    """Overwrite what the form shows. Raises NoName, PhoneNotUnderstood."""
    with transaction():
        _write(person, data)
        audit.record("accounts.change_person", person, actor=actor)
        return person


def _write(person: Person, data: PersonData) -> None:
    if not (data.given_name_km or data.given_name_latin):
        raise rules.NoName
    person.family_name_km = canonical(data.family_name_km)
    person.given_name_km = canonical(data.given_name_km)
    person.family_name_latin = data.family_name_latin.strip()
    person.given_name_latin = data.given_name_latin.strip()
    for name in PLAIN_FIELDS:
        setattr(person, name, getattr(data, name))
    for name, value in data.more.items():
        setattr(person, name, value)
    person.set_phone(phone_number(data.phone))
    person.set_officer_id(latin_digits(data.officer_id).strip() if data.officer_id else None)
    name = person.name
    person.search_key = f"{search_key(name.km)} {search_key(name.en)}"
    person.sort_key = sort_key(name.km or name.en)


def open_account(
    person: Person, *, login: str | None = None, is_staff: bool = False, actor: HasId | None, at: datetime
) -> Account:
    """The account of a person, made when there is none."""
    with transaction() as session:
        account = Account(
            person_id=person.id,
            login=login.strip().lower() if login else None,
            is_staff=is_staff,
            language=person.language,
            is_sample=person.is_sample,
            created_at=at,
        )
        session.add(account)
        session.flush()
        audit.record("accounts.open_account", account, actor=actor)
        return account


def begin_sign_in(
    account: Account, *, device: Device | None = None, kept_until: datetime | None = None, at: datetime
) -> str:
    """Write a sign-in and return its token, which only the browser keeps."""
    token = random_token()
    with transaction() as session:
        session.add(
            SignIn(
                account_id=account.id,
                device_id=device.id if device else None,
                token_hash=token_hash(token),
                created_at=at,
                last_seen_at=at,
                expires_at=rules.sign_in_ends(is_staff=account.is_staff, at=at),
                kept_until=kept_until,
            )
        )
        audit.record("accounts.sign_in", account, actor=account)
    return token


def end_sign_in(token: str, *, at: datetime) -> None:
    """Sign out: the token never works again."""
    with transaction() as session:
        found = session.query(SignIn).filter_by(token_hash=token_hash(token)).one_or_none()
        if found is not None and found.ended_at is None:
            found.ended_at = at
            audit.record("accounts.sign_out", found.account, actor=found.account)


