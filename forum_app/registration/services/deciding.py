"""Approve, decline, cancel: each decision is an event that is added, with its reason."""

from collections.abc import Iterable
from datetime import datetime

from flask_babel import lazy_gettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from forum_app.accounts import services as accounts
from forum_app.forums.models import Forum
from forum_app.kernel import audit
from forum_app.kernel.audit import HasId
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import transaction
from forum_app.kernel.khmer.dates import format_date
from forum_app.messages import services as messages
from forum_app.registration import queries, rules
from forum_app.registration.models import Registration, RegistrationEvent

MESSAGES = {
    "approved": "registration_approved",
    "declined": "registration_declined",
    "cancelled": "registration_cancelled",
    "waitlisted": "registration_waiting",
}
"""What a person is told of each decision."""


def approve(registration: Registration, *, reason: str = "", actor: HasId | None, at: datetime) -> Registration:
    """Expected from now on: a badge number of its own and an account. Raises ChangeNotPossible."""
    with transaction() as session:
        lock(session, registration.forum)
        _decide(registration, "approved", reason=reason, actor=actor, at=at)
        give_what_is_due(registration, actor=actor, at=at)
        return registration


def approve_many(registrations: Iterable[Registration], *, actor: HasId | None, at: datetime) -> int:
    """Approve everybody who can be; the others stay as they are. Returns how many were approved."""
    with transaction():
        wanted = [r for r in registrations if "approved" in rules.ALLOWED_CHANGES[r.status]]
        for registration in wanted:
            approve(registration, actor=actor, at=at)
        return len(wanted)


def decline(registration: Registration, *, reason: str, actor: HasId | None, at: datetime) -> Registration:
    """Not this time. Raises ReasonMissing, ChangeNotPossible."""
    return _take_away(registration, "declined", reason=reason, actor=actor, at=at)


def cancel(registration: Registration, *, reason: str, actor: HasId | None, at: datetime) -> Registration:
    """Will not come; the badge number is never given again. Raises ReasonMissing, ChangeNotPossible."""
    return _take_away(registration, "cancelled", reason=reason, actor=actor, at=at)


def put_on_waiting_list(registration: Registration, *, actor: HasId | None, at: datetime) -> Registration:
    """Comes in when a place is free. Raises ChangeNotPossible."""
    with transaction():
        _decide(registration, "waitlisted", reason="", actor=actor, at=at)
        return registration


def confirm_walk_in(registration: Registration, *, actor: HasId) -> Registration:
    """The unit has confirmed somebody who came without a nomination."""
    with transaction():
        registration.needs_confirmation = False
        audit.record("registration.confirm_walk_in", registration, actor=actor)
        return registration


def _take_away(
    registration: Registration, status: str, *, reason: str, actor: HasId | None, at: datetime
) -> Registration:
    tidy = rules.require_reason(reason)
    with transaction():
        _decide(registration, status, reason=tidy, actor=actor, at=at)
        return registration


def _decide(registration: Registration, status: str, *, reason: str, actor: HasId | None, at: datetime) -> None:
    names = {key: lazy_gettext(name) for key, name in rules.STATUS_NAMES.items()}
    rules.require_change(registration.status, status, names=names)
    registration.status = status
    note_event(registration, reason=reason, actor=actor, at=at)
    _tell(registration, reason=reason, at=at)
    audit.record(f"registration.{status}", registration, actor=actor)


def _tell(registration: Registration, *, reason: str, at: datetime) -> None:
    """Tell the person what was decided; the same decision at the same moment is told once."""
    template = MESSAGES.get(registration.status)
    if template is None:
        return
    forum = registration.forum
    day = Bilingual(format_date(forum.starts_on, "km"), format_date(forum.starts_on, "en"))
    values = {"forum": forum.title, "day": day, "reason": reason}
    key = f"registration/{registration.id}/{registration.status}/{at.isoformat()}"
    messages.queue(registration.person, template=template, values=values, key=key, at=at)


def note_event(registration: Registration, *, reason: str, actor: HasId | None, at: datetime) -> None:
    """Add the event that gave the registration its status."""
    event = RegistrationEvent(
        registration_id=registration.id,
        status=registration.status,
        reason=reason,
        at=at,
        actor_id=actor.id if actor else None,
    )
    with transaction() as session:
        session.add(event)


def give_what_is_due(registration: Registration, *, actor: HasId | None, at: datetime) -> None:
    """A badge number (the smallest that was never given) and an account, where they are missing."""
    if registration.badge_number is None:
        used = queries.used_badge_numbers(registration.forum)
        registration.badge_number = rules.next_badge_number(used)
    accounts.open_account(registration.person, actor=actor, at=at)


def lock(session: Session, forum: Forum) -> None:
    """Badge numbers are given one organiser at a time (SQLite's writer lock does it by itself)."""
    session.execute(select(Forum.id).where(Forum.id == forum.id).with_for_update())
