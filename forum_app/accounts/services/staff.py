"""Accounts of people who work in forums, and secrets that are set outside a card."""

from datetime import datetime

from forum_app.accounts.models import Account, Person
from forum_app.accounts.services import hashing
from forum_app.accounts.services.cards import check_new_password
from forum_app.accounts.services.people import PersonData, add_person, open_account
from forum_app.accounts.services.sign_in import end_all_sign_ins
from forum_app.kernel import audit
from forum_app.kernel.audit import HasId
from forum_app.kernel.database import transaction
from forum_app.kernel.khmer.digits import latin_digits


def create_organiser(data: PersonData, *, login: str, at: datetime) -> Account:
    """The first organiser of a real server: a person with an administrator's account, still without password.

    Raises NoName, LoginNotUsable, LoginTaken.
    """
    with transaction():
        person: Person = add_person(data, actor=None, at=at)
        account = open_account(person, login=login, is_staff=True, actor=None, at=at)
        account.is_administrator = True
        audit.record("accounts.create_organiser", account, actor=None)
        return account


def set_password(
    account: Account, password: str, *, actor: HasId | None, at: datetime, but_token: str = "", check: bool = True
) -> None:
    """A new password; every other sign-in of the account ends. `at` is wall time.

    `check=False` is for the sample's random passwords only. Raises PasswordTooShort, PasswordTooLong,
    PasswordTooCommon.
    """
    if check:
        check_new_password(account, password)
    hashed = hashing.hash_secret(password)
    with transaction():
        account.password_hash = hashed
        end_all_sign_ins(account, at=at, but_token=but_token)
        audit.record("accounts.set_password", account, actor=actor)


def set_pin(account: Account, pin: str, *, actor: HasId | None) -> None:
    """A PIN without a card, for the sample. It opens nothing without an enrolled device."""
    hashed = hashing.hash_secret(latin_digits(pin).strip())
    with transaction():
        account.pin_hash = hashed
        audit.record("accounts.set_pin", account, actor=actor)


def make_staff(account: Account, *, actor: HasId | None) -> None:
    """Works in a forum again."""
    with transaction():
        account.is_staff = True
        audit.record("accounts.make_staff", account, actor=actor)


def leave_staff(account: Account, *, actor: HasId | None, at: datetime) -> None:
    """Works in no forum any more: the shared tables close at once, every sign-in ends. `at` is wall time."""
    with transaction():
        account.is_staff = False
        end_all_sign_ins(account, at=at)
        audit.record("accounts.leave_staff", account, actor=actor)


def close_account(account: Account, *, actor: HasId | None, at: datetime) -> None:
    """Nobody signs in with it any more, from this moment on. `at` is wall time."""
    with transaction():
        account.disabled_at = at
        end_all_sign_ins(account, at=at)
        audit.record("accounts.close_account", account, actor=actor)
