"""Activation cards and phones enrolled at the desk. The plain codes exist only in what is returned here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from forum_app.accounts import services as accounts
from forum_app.accounts.models import Account
from forum_app.accounts.services import IssuedCard
from forum_app.forums import policy as forums_policy
from forum_app.forums import queries as forums
from forum_app.forums.models import Forum
from forum_app.kernel import audit
from forum_app.kernel.access import Actor
from forum_app.kernel.audit import HasId
from forum_app.kernel.clock import local_day
from forum_app.kernel.database import transaction
from forum_app.registration import queries, rules
from forum_app.registration.models import Registration

ENROLMENT_LIVES = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class CardFor:
    """A fresh card and whose it is."""

    registration: Registration
    card: IssuedCard
    valid_until: datetime


def issue_cards(
    forum: Forum, registrations: Iterable[Registration], *, actor: Actor | None, at: datetime
) -> list[CardFor]:
    """A new one-time code for each approved person; cards printed before stop working, old sign-ins end.

    Staff are passed over (their cards are made on the forum page), and so is whoever has a PIN from a forum of
    others that still runs. Raises NobodyToPrint, HasPinElsewhere.
    """
    closings = [datetime.combine(day.day_on, day.closes, ZoneInfo(forum.timezone)) for day in forums.list_days(forum)]
    until = rules.card_valid_until(closings, at=at)
    made, left = [], None
    with transaction():
        for registration in registrations:
            if registration.status != "approved":
                continue
            account = accounts.open_account(registration.person, actor=actor, at=at)
            if _is_staff(account):
                continue
            if actor is not None and _has_secret_elsewhere(account, registration, actor=actor, at=at):
                left = registration.name
                continue
            card = accounts.issue_card(account, purpose="card", valid_until=until, actor=actor, at=at)
            audit.record("registration.issue_card", registration, actor=actor)
            made.append(CardFor(registration, card, until))
        if not made and left:
            raise rules.HasPinElsewhere(name=left.km or left.en)
        if not made:
            raise rules.NobodyToPrint
    return made


def issue_enrolment(registration: Registration, *, actor: HasId | None, at: datetime) -> CardFor:
    """A code on a screen that adds a phone to somebody's account and ends nothing.

    Raises NotApproved, StaffCardElsewhere.
    """
    name = registration.name.km or registration.name.en
    with transaction():
        if registration.status != "approved":
            raise rules.NotApproved(name=name)
        account = accounts.open_account(registration.person, actor=actor, at=at)
        if _is_staff(account):
            raise rules.StaffCardElsewhere(name=name)
        until = at + ENROLMENT_LIVES
        card = accounts.issue_card(account, purpose="enrol", valid_until=until, actor=actor, at=at)
        audit.record("registration.enrol_for", registration, actor=actor)
        return CardFor(registration, card, until)


def _is_staff(account: Account) -> bool:
    """An organiser must not be able to sign in as the staff of another forum by printing a card."""
    return account.is_staff or account.is_administrator


def _has_secret_elsewhere(account: Account, registration: Registration, *, actor: Actor, at: datetime) -> bool:
    """A card lets its maker choose the PIN, and so read and answer as the officer in a forum that is not theirs."""
    if not (account.pin_hash or account.password_hash):
        return False
    return any(
        not forums_policy.may_organise(actor, earlier.forum)
        for earlier in queries.list_of_person(account.person_id)
        if earlier.created_at < registration.created_at and earlier.forum.ends_on >= local_day(at)
    )
