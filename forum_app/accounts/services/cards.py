"""Activation: a code on a printed card, or a QR code on a screen, opens an account on a phone once.

Cards follow forum time (they live until the end of a forum day); sign-ins and devices follow wall time.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update

from forum_app.accounts import queries, rules
from forum_app.accounts.models import Account, ActivationCode
from forum_app.accounts.services import hashing
from forum_app.accounts.services.devices import enrol_device, revoke_device
from forum_app.accounts.services.sign_in import begin_sign_in, end_all_sign_ins, is_pin, prove_again
from forum_app.kernel import audit, secrets
from forum_app.kernel.audit import HasId
from forum_app.kernel.database import db, transaction
from forum_app.kernel.identifiers import random_code, random_token, tidy_code, token_hash
from forum_app.kernel.khmer.digits import latin_digits


@dataclass(frozen=True, slots=True)
class IssuedCard:
    """What is printed, once: the code to type and the token of the QR code. The database keeps only hashes."""

    code: str
    token: str

    @property
    def printed_code(self) -> str:
        """The code in two groups, easier to copy from paper."""
        half = rules.CODE_LENGTH // 2
        return f"{self.code[:half]}-{self.code[half:]}"


@dataclass(frozen=True, slots=True)
class Opened:
    """What an activation gives the browser: a sign-in and a device."""

    account: Account
    sign_in_token: str
    device_token: str


def link_of(origin: str, token: str) -> str:
    """The address inside the QR code. The token stands in the fragment, so it reaches no log and no Referer."""
    return f"{origin}/activate#{token}"


def issue_card(
    account: Account, *, purpose: str = "card", valid_until: datetime, actor: HasId | None, at: datetime
) -> IssuedCard:
    """A new code of an account. Older codes of the same purpose stop working.

    A card (also printed again for who forgot) ends the account's sign-ins; `enrol` adds a phone and ends
    nothing. `at` and `valid_until` are forum time.
    """
    card = IssuedCard(code=random_code(rules.CODE_LENGTH), token=random_token())
    with transaction() as session:
        _revoke_older(account, purpose, at=at)
        row = ActivationCode(
            account_id=account.id,
            purpose=purpose,
            code_hash=_code_hash(account, card.code),
            token_hash=token_hash(card.token),
            created_at=at,
            expires_at=valid_until,
            made_by_id=actor.id if actor else None,
        )
        session.add(row)
        session.flush()
        if purpose != "enrol":
            end_all_sign_ins(account, at=at)
        audit.record("accounts.issue_card", row, actor=actor, purpose=purpose)
    return card


def _revoke_older(account: Account, purpose: str, *, at: datetime) -> None:
    older = update(ActivationCode).where(
        ActivationCode.account_id == account.id,
        ActivationCode.used_at.is_(None),
        ActivationCode.revoked_at.is_(None),
    )
    if purpose == "enrol":
        older = older.where(ActivationCode.purpose == "enrol")
    db.session.execute(older.values(revoked_at=at))


def _code_hash(account: Account, code: str) -> str:
    return secrets.blind_index(f"{account.id}:{code}", purpose="activation")


def find_card_by_token(token: str, *, at: datetime) -> ActivationCode:
    """The card behind a scanned QR code. Raises CardNotRight, CardUsed, CardReplaced, CardExpired."""
    card = queries.find_card(token_hash=token_hash(token.strip()[:200]))
    if card is None:
        raise rules.CardNotRight
    return check_card(card, at=at)


def find_card_by_code(badge_code: str, code: str, *, at: datetime) -> ActivationCode:
    """The card whose two codes were typed. A wrong code counts against every open card of that badge.

    Raises CardNotRight, CardUsed, CardReplaced, CardExpired.
    """
    account = queries.find_account(badge_code)
    if account is None:
        raise rules.CardNotRight
    card = queries.find_card(code_hash=_code_hash(account, tidy_code(latin_digits(code))[:40]))
    if card is None:
        _count_wrong_code(account, at=at)
        raise rules.CardNotRight
    return check_card(card, at=at)


def _count_wrong_code(account: Account, *, at: datetime) -> None:
    with transaction() as session:
        open_cards = (
            ActivationCode.account_id == account.id,
            ActivationCode.used_at.is_(None),
            ActivationCode.revoked_at.is_(None),
        )
        session.execute(update(ActivationCode).where(*open_cards).values(wrong_tries=ActivationCode.wrong_tries + 1))
        dead = update(ActivationCode).where(*open_cards, ActivationCode.wrong_tries >= rules.CODE_TRIES)
        session.execute(dead.values(revoked_at=at))


def check_card(card: ActivationCode, *, at: datetime) -> ActivationCode:
    """The same card while it still opens. Raises CardUsed, CardReplaced, CardExpired, CardNotRight."""
    rules.check_card(used_at=card.used_at, revoked_at=card.revoked_at, expires_at=card.expires_at, at=at)
    if not card.account.is_active:
        raise rules.CardNotRight
    return card


def open_with_card(
    card: ActivationCode,
    secret: str,
    *,
    label: str = "",
    device_token: str = "",
    kept_until: datetime | None = None,
    at: datetime,
    wall: datetime,
) -> Opened:
    """Use the card: set (or, for a further phone, prove) the secret, enrol the browser, sign in.

    Of many at the same moment one succeeds. `at` is forum time, `wall` real time. Raises the refusals of
    passwords, PINs and cards, WrongSignIn and TooManyTries.
    """
    check_card(card, at=at)
    fresh = _proved_or_hashed(card, secret, at=wall)
    with transaction() as session:
        _use_up(card, at=at)
        account = session.get_one(Account, card.account_id)
        if fresh is not None:
            setattr(account, "pin_hash" if is_pin(secret) else "password_hash", fresh)
            end_all_sign_ins(account, at=wall)
        _replace_old_device(account, device_token, at=wall)
        device, token = enrol_device(account, label=label, at=wall)
        sign_in_token = begin_sign_in(account, device=device, kept_until=kept_until, at=wall)
        audit.record("accounts.use_card", card, actor=account)
    return Opened(account=account, sign_in_token=sign_in_token, device_token=token)


def asks_for_known_secret(card: ActivationCode) -> bool:
    """A further phone of somebody who has a PIN or password already: it is asked for, not chosen anew."""
    account = card.account
    return card.purpose == "enrol" and bool(account.pin_hash or account.password_hash)


def _proved_or_hashed(card: ActivationCode, secret: str, *, at: datetime) -> str | None:
    account = card.account
    if not asks_for_known_secret(card):
        return _hash_new(account, secret)
    prove_again(account, secret, at=at)
    return None


def _hash_new(account: Account, secret: str) -> str:
    person = account.person
    if account.is_staff or not is_pin(secret):
        check_new_password(account, secret)
        return hashing.hash_secret(secret)
    pin = latin_digits(secret).strip()
    rules.check_pin(pin, not_these=(person.phone or "", person.badge_code, person.officer_id or ""))
    return hashing.hash_secret(pin)


def check_new_password(account: Account, password: str) -> None:
    """Raises PasswordTooShort, PasswordTooLong, PasswordTooCommon."""
    person = account.person
    latin = (person.family_name_latin, person.given_name_latin)
    names = (*latin, "".join(latin), "".join(reversed(latin)), person.name.en, person.name.km, person.given_name_km)
    rules.check_password(password, personal=(*names, account.login or "", person.badge_code))


def _use_up(card: ActivationCode, *, at: datetime) -> None:
    used = db.session.execute(
        update(ActivationCode)
        .where(
            ActivationCode.id == card.id,
            ActivationCode.used_at.is_(None),
            ActivationCode.revoked_at.is_(None),
            ActivationCode.expires_at > at,
        )
        .values(used_at=at)
        .execution_options(synchronize_session=False)
    )
    if not getattr(used, "rowcount", 0):
        raise rules.CardUsed


def _replace_old_device(account: Account, device_token: str, *, at: datetime) -> None:
    old = queries.find_device(device_token)
    if old is not None and old.account_id == account.id:
        revoke_device(old, actor=account, at=at)
