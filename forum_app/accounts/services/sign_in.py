"""Signing in: the throttle, the proof, and the row that a browser's token points at."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete

from forum_app.accounts import queries, rules
from forum_app.accounts.models import Account, Device, SignIn, SignInThrottle
from forum_app.accounts.services import hashing
from forum_app.kernel import audit, secrets
from forum_app.kernel.database import db, insert_once, transaction
from forum_app.kernel.identifiers import random_token, token_hash
from forum_app.kernel.khmer.digits import latin_digits

KeepAlive = Callable[[Account, datetime], datetime | None]

keep_alive_rules: list[KeepAlive] = []
"""Upper features say here until when somebody must not be signed out by idleness (the closing of a forum
day). Each is called with an account and forum time and answers an instant of forum time, or None."""

UNKNOWN_KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Proved:
    """Who has shown that it is them, and with which enrolled device, if any."""

    account: Account
    device: Device | None


def authenticate(login: str, secret: str, *, device_token: str = "", at: datetime) -> Proved:
    """Who this is. `login` is a staff name or a badge code; empty: whoever enrolled this browser.

    The secret is the password, or the PIN when this browser carries a device of that account.
    Raises WrongSignIn, PinNeedsDevice, TooManyTries, ServerBusy.
    """
    device = queries.find_device(device_token)
    account = queries.find_account(login) if login else None
    if not login and device is not None:
        account = device.account
    own = device if device is not None and account is not None and device.account_id == account.id else None
    key = throttle_key(account, login, device=own)
    count_try(key, at=at)
    if not is_right(account, secret, device=own) or account is None or not account.is_active:
        raise rules.PinNeedsDevice if own is None and is_pin(secret) else rules.WrongSignIn
    _succeeded(account, key, secret)
    return Proved(account, own)


def is_pin(typed: str) -> bool:
    """True when what was typed can only be meant as a PIN."""
    return rules.looks_like_pin(latin_digits(typed).strip())


def is_right(account: Account | None, secret: str, *, device: Device | None) -> bool:
    """True when the secret opens the account here. One hash of work, whatever the answer."""
    if len(secret) > rules.PASSWORD_MOST:
        return False
    if is_pin(secret):
        stored = account.pin_hash if account is not None and device is not None else None
        return hashing.matches(stored, latin_digits(secret).strip())
    return hashing.matches(account.password_hash if account is not None else None, secret)


def throttle_key(account: Account | None, login: str = "", *, device: Device | None = None) -> str:
    """What failures are counted on: the account, never the address; an enrolled phone has its own count.

    So nobody who only knows a badge code can keep its owner's phone waiting.
    """
    if device is not None:
        return secrets.blind_index(f"device:{device.id}", purpose="throttle")
    subject = f"account:{account.id}" if account is not None else f"login:{login.strip().lower()[:200]}"
    return secrets.blind_index(subject, purpose="throttle")


def count_try(key: str, *, at: datetime) -> None:
    """Count a try before it is checked. Raises TooManyTries."""
    with transaction() as session:
        session.execute(delete(SignInThrottle).where(SignInThrottle.last_failure_at < at - UNKNOWN_KEPT))
        insert_once(SignInThrottle, login_hash=key, failures=0, last_failure_at=at)
        row = session.get_one(SignInThrottle, key, with_for_update=True, populate_existing=True)
        counted = rules.count_try(rules.Tries(row.failures, row.last_failure_at, row.blocked_until), at=at)
        row.failures, row.blocked_until, row.last_failure_at = counted.failures, counted.blocked_until, at


def forget_tries(key: str) -> None:
    """A success wipes the count."""
    with transaction() as session:
        session.execute(delete(SignInThrottle).where(SignInThrottle.login_hash == key))


def prove_again(account: Account, secret: str, *, at: datetime) -> None:
    """Somebody who is signed in (or holds a card) shows the PIN or password once more.

    Raises WrongSignIn, TooManyTries.
    """
    key = throttle_key(account)
    count_try(key, at=at)
    pin = is_pin(secret)
    stored = account.pin_hash if pin else account.password_hash
    typed = latin_digits(secret).strip() if pin else secret
    if len(secret) > rules.PASSWORD_MOST or not hashing.matches(stored, typed):
        raise rules.WrongSignIn
    forget_tries(key)


def _succeeded(account: Account, key: str, secret: str) -> None:
    stored = account.password_hash
    renewed = None
    if not is_pin(secret) and stored is not None and hashing.is_outdated(stored):
        renewed = hashing.hash_secret(secret)
    with transaction():
        forget_tries(key)
        if renewed is not None:
            account.password_hash = renewed


def begin_sign_in(
    account: Account, *, device: Device | None = None, kept_until: datetime | None = None, at: datetime
) -> str:
    """Write a sign-in and return its token, which only the browser keeps. `at` is wall time."""
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
        if device is not None:
            device.last_seen_at = at
        audit.record("accounts.sign_in", account, actor=account)
    return token


def keep_alive(rule: KeepAlive) -> None:
    """Register who stays signed in until when; the features that know forums do it at the start."""
    if rule not in keep_alive_rules:
        keep_alive_rules.append(rule)


def kept_until(account: Account, *, at: datetime) -> datetime | None:
    """The latest instant any feature asks to keep this person signed in for, in the time of `at`."""
    asked = [rule(account, at) for rule in keep_alive_rules]
    return max((instant for instant in asked if instant is not None), default=None)


def end_sign_in(token: str, *, at: datetime) -> None:
    """Sign out: the token never works again."""
    with transaction() as session:
        found = session.query(SignIn).filter_by(token_hash=token_hash(token)).one_or_none()
        if found is not None and found.ended_at is None:
            found.ended_at = at
            audit.record("accounts.sign_out", found.account, actor=found.account)


def end_all_sign_ins(account: Account, *, at: datetime, but_token: str = "") -> int:
    """End every live sign-in of an account (but one). Returns how many. Inside `transaction()`."""
    query = db.session.query(SignIn).filter(SignIn.account_id == account.id, SignIn.ended_at.is_(None))
    if but_token:
        query = query.filter(SignIn.token_hash != token_hash(but_token))
    return int(query.update({SignIn.ended_at: at}, synchronize_session="fetch"))
