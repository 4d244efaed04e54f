"""Reads of people, accounts and sign-ins."""

from datetime import datetime, timedelta

from sqlalchemy import select

from forum_app.accounts.models import Account, Honorific, Person, Post, Province, Rank, SignIn, Unit
from forum_app.kernel.database import db
from forum_app.kernel.identifiers import token_hash

STAFF_IDLE = timedelta(hours=2)
OFFICER_IDLE = timedelta(hours=12)


def find_live_sign_in(token: str, *, at: datetime) -> SignIn | None:
    """The sign-in behind a browser's token, unless it was ended, expired, idle too long or the account disabled."""
    found = db.session.scalar(select(SignIn).where(SignIn.token_hash == token_hash(token)))
    if found is None or found.ended_at is not None or found.expires_at <= at or not found.account.is_active:
        return None
    idle = STAFF_IDLE if found.account.is_staff else OFFICER_IDLE
    kept = found.kept_until is not None and found.kept_until > at
    return found if kept or found.last_seen_at + idle > at else None


def find_account(login: str) -> Account | None:
    """The account with this staff name or with this (tidied) badge code of its person."""
    by_name = db.session.scalar(select(Account).where(Account.login == login.strip().lower()))
    if by_name is not None:
        return by_name
    return db.session.scalar(select(Account).join(Account.person).where(Person.badge_code == login))


def find_account_of(person: Person) -> Account | None:
    """The account of a person."""
    return db.session.scalar(select(Account).where(Account.person_id == person.id))


def list_ranks() -> list[Rank]:
    """Ranks, senior first."""
    return list(db.session.scalars(select(Rank).order_by(Rank.level.desc(), Rank.code)))


def list_posts() -> list[Post]:
    """Posts, senior first."""
    return list(db.session.scalars(select(Post).order_by(Post.level.desc(), Post.code)))


def list_units() -> list[Unit]:
    """Units in the organiser's order."""
    return list(db.session.scalars(select(Unit).order_by(Unit.position, Unit.code)))


def list_provinces() -> list[Province]:
    """Provinces by NCDD code."""
    return list(db.session.scalars(select(Province).order_by(Province.code)))


def list_honorifics() -> list[Honorific]:
    """Honorifics in order."""
    return list(db.session.scalars(select(Honorific).order_by(Honorific.position, Honorific.code)))
