"""Reads of people, accounts, devices, cards, sign-ins and reference tables."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from forum_app.accounts import rules
from forum_app.accounts.models import (
    Account,
    ActivationCode,
    Device,
    Honorific,
    Person,
    Post,
    Province,
    Rank,
    SignIn,
    Unit,
)
from forum_app.kernel.database import db
from forum_app.kernel.identifiers import is_badge_code, tidy_code, token_hash
from forum_app.kernel.khmer.digits import latin_digits

TABLES: dict[str, Any] = {
    "ranks": Rank,
    "posts": Post,
    "units": Unit,
    "provinces": Province,
    "honorifics": Honorific,
}
"""The reference tables by their address."""


def find_live_sign_in(token: str, *, at: datetime) -> SignIn | None:
    """The sign-in behind a browser's token, unless it was ended, expired, idle too long or the account disabled."""
    found = db.session.scalar(select(SignIn).where(SignIn.token_hash == token_hash(token)))
    if found is None or found.ended_at is not None or found.expires_at <= at or not found.account.is_active:
        return None
    idle = rules.is_idle(
        is_staff=found.account.is_staff, last_seen_at=found.last_seen_at, kept_until=found.kept_until, at=at
    )
    return None if idle else found


def find_account(login: str) -> Account | None:
    """The account with this staff name, or with this badge code (however it was typed) of its person."""
    by_name = db.session.scalar(select(Account).where(Account.login == login.strip().lower()[:100]))
    if by_name is not None:
        return by_name
    badge = tidy_code(latin_digits(login[:100]))
    if not is_badge_code(badge):
        return None
    return db.session.scalar(select(Account).join(Account.person).where(Person.badge_code == badge))


def find_account_of(person: Person) -> Account | None:
    """The account of a person."""
    return db.session.scalar(select(Account).where(Account.person_id == person.id))


def list_accounts() -> list[Account]:
    """Every account with its person, staff first."""
    query = select(Account).join(Account.person).order_by(Account.is_staff.desc(), Person.sort_key)
    return list(db.session.scalars(query))


def find_device(token: str) -> Device | None:
    """The enrolled device behind a browser's cookie, unless it was revoked or its account is closed."""
    if not token:
        return None
    query = select(Device).where(Device.token_hash == token_hash(token[:200]), Device.revoked_at.is_(None))
    found = db.session.scalar(query)
    return found if found is not None and found.account.is_active else None


def find_device_of(account: Account, device_id: UUID) -> Device | None:
    """A device by id, only when it belongs to this account."""
    query = select(Device).where(Device.id == device_id, Device.account_id == account.id, Device.revoked_at.is_(None))
    return db.session.scalar(query)


def list_devices(account: Account) -> list[Device]:
    """The account's enrolled devices, last used first."""
    query = select(Device).where(Device.account_id == account.id, Device.revoked_at.is_(None))
    return list(db.session.scalars(query.order_by(Device.last_seen_at.desc())))


def count_other_sign_ins(account: Account, token: str, *, at: datetime) -> int:
    """How many further sign-ins of this account have not ended."""
    query = select(func.count(SignIn.id)).where(
        SignIn.account_id == account.id,
        SignIn.ended_at.is_(None),
        SignIn.expires_at > at,
        SignIn.token_hash != token_hash(token),
    )
    return db.session.scalar(query) or 0


def find_card(*, token_hash: str | None = None, code_hash: str | None = None) -> ActivationCode | None:
    """A card by the hash of its token or of its typed code, in whatever state (newest first)."""
    column = ActivationCode.token_hash if token_hash is not None else ActivationCode.code_hash
    query = select(ActivationCode).where(column == (token_hash or code_hash))
    return db.session.scalar(query.order_by(ActivationCode.created_at.desc()).limit(1))


def find_card_by_id(card_id: UUID) -> ActivationCode | None:
    """A card by id."""
    return db.session.get(ActivationCode, card_id)


def list_table(table: str) -> list[Any]:
    """The rows of a reference table, in the order its lists are read."""
    readers: dict[str, Callable[[], list[Any]]] = {
        "ranks": list_ranks,
        "posts": list_posts,
        "units": list_units,
        "provinces": list_provinces,
        "honorifics": list_honorifics,
    }
    return readers[table]()


def find_row(table: str, row_id: UUID) -> Any | None:
    """One row of a reference table."""
    return db.session.get(TABLES[table], row_id)


def list_ranks() -> list[Rank]:
    """Ranks, senior first."""
    return list(db.session.scalars(select(Rank).order_by(Rank.level.desc(), Rank.code)))


def list_posts() -> list[Post]:
    """Posts, senior first."""
    return list(db.session.scalars(select(Post).order_by(Post.level.desc(), Post.code)))


def list_units() -> list[Unit]:
    """Units in the organiser's order."""
    query = select(Unit).options(selectinload(Unit.province)).order_by(Unit.position, Unit.code)
    return list(db.session.scalars(query))


def list_provinces() -> list[Province]:
    """Provinces by NCDD code."""
    return list(db.session.scalars(select(Province).order_by(Province.code)))


def list_honorifics() -> list[Honorific]:
    """Honorifics in order."""
    return list(db.session.scalars(select(Honorific).order_by(Honorific.position, Honorific.code)))


def has_real_accounts() -> bool:
    """True when somebody real can sign in (the sample's accounts do not count)."""
    return db.session.scalar(select(Account.id).where(Account.is_sample.is_(False)).limit(1)) is not None
