"""The verbs of people and their accounts."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import phonenumbers
from sqlalchemy.exc import IntegrityError

from forum_app.accounts import queries, rules
from forum_app.accounts.models import Account, Person
from forum_app.kernel import audit
from forum_app.kernel.audit import HasId
from forum_app.kernel.database import transaction, violated
from forum_app.kernel.identifiers import new_badge_code
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
    "sex",
    "birth_year",
    "email",
    "language",
    "honorific_id",
    "rank_id",
    "post_id",
    "unit_id",
    "province_id",
    "protocol_number",
)


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
    for column in PLAIN_FIELDS:
        setattr(person, column, getattr(data, column))
    for column, value in data.more.items():
        setattr(person, column, value)
    person.set_phone(phone_number(data.phone))
    person.set_officer_id(latin_digits(data.officer_id).strip() if data.officer_id else None)
    name = person.name
    person.search_key = f"{search_key(name.km)} {search_key(name.en)}"
    person.sort_key = sort_key(name.km or name.en)


def open_account(
    person: Person, *, login: str | None = None, is_staff: bool = False, actor: HasId | None, at: datetime
) -> Account:
    """The account of a person, made when there is none; becoming staff later keeps it.

    Raises LoginNotUsable and LoginTaken.
    """
    wanted = rules.check_login(login) if login else None
    try:
        with transaction() as session:
            account = queries.find_account_of(person)
            if account is None:
                account = Account(
                    person_id=person.id, language=person.language, is_sample=person.is_sample, created_at=at
                )
                session.add(account)
            account.login = wanted or account.login
            account.is_staff = account.is_staff or is_staff
            session.flush()
            audit.record("accounts.open_account", account, actor=actor)
            return account
    except IntegrityError as error:
        if violated(error) == "uq_accounts_login":
            raise rules.LoginTaken from error
        raise


def set_language(account: Account, language: str, *, actor: HasId) -> None:
    """The language in which the platform speaks to this person from now on."""
    with transaction():
        account.language = account.person.language = language
        audit.record("accounts.set_language", account, actor=actor)
