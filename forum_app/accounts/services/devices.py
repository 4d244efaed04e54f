"""Enrolled phones and browsers, and what is noted while somebody is signed in."""

from datetime import datetime

from forum_app.accounts import rules
from forum_app.accounts.models import Account, Device, SignIn
from forum_app.accounts.services.sign_in import end_all_sign_ins
from forum_app.kernel import audit
from forum_app.kernel.audit import HasId
from forum_app.kernel.database import db, transaction
from forum_app.kernel.identifiers import random_token, token_hash


def enrol_device(account: Account, *, label: str, at: datetime) -> tuple[Device, str]:
    """A device of this account and the token that only its cookie holds."""
    token = random_token()
    with transaction() as session:
        device = Device(
            account_id=account.id,
            token_hash=token_hash(token),
            label=label[:80],
            enrolled_at=at,
            last_seen_at=at,
        )
        session.add(device)
        session.flush()
        audit.record("accounts.enrol_device", device, actor=account)
        return device, token


def revoke_device(device: Device, *, actor: HasId, at: datetime) -> None:
    """The PIN no longer works there, and whoever is signed in there is signed out."""
    with transaction():
        if device.revoked_at is None:
            device.revoked_at = at
            live = db.session.query(SignIn).filter(SignIn.device_id == device.id, SignIn.ended_at.is_(None))
            live.update({SignIn.ended_at: at}, synchronize_session="fetch")
            audit.record("accounts.revoke_device", device, actor=actor)


def sign_out_elsewhere(account: Account, *, but_token: str, at: datetime) -> int:
    """End every other sign-in of this account. Returns how many there were."""
    with transaction():
        ended = end_all_sign_ins(account, at=at, but_token=but_token)
        audit.record("accounts.sign_out_elsewhere", account, actor=account, ended=ended)
        return ended


def note_seen(found: SignIn, *, kept_until: datetime | None, at: datetime) -> None:
    """Remember that the person was here, at most once a minute; an enrolled device is kept for the day."""
    if found.last_seen_at + rules.SEEN_EVERY > at:
        return
    with transaction():
        found.last_seen_at = at
        if found.device_id is not None:
            found.kept_until = kept_until
