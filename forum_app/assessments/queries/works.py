"""Reads of written work: what waits for whom."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, selectinload

from forum_app.accounts.models import Account
from forum_app.assessments import rules
from forum_app.assessments.models import Observation, Practical, SavedPhrase, Submission
from forum_app.forums.models import Forum
from forum_app.kernel.database import db
from forum_app.registration.models import Registration


def find_submission(practical: Practical, registration: Registration) -> Submission | None:
    """What this officer handed in."""
    query = select(Submission).where(
        Submission.practical_id == practical.id, Submission.registration_id == registration.id
    )
    return db.session.scalar(query.options(selectinload(Submission.file)))


def is_reviewed(practical: Practical, registration: Registration) -> bool:
    """True when a trainer has signed a review off."""
    query = select(Observation.id).where(
        Observation.practical_id == practical.id,
        Observation.registration_id == registration.id,
        Observation.signed_off_at.is_not(None),
    )
    return db.session.scalar(query.limit(1)) is not None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Work in the queue, and whether this trainer may take it now."""

    submission: Submission
    is_mine: bool
    is_taken: bool


def list_waiting(forum: Forum, trainer: Account, *, at: datetime) -> list[Waiting]:
    """Work that nobody has signed off, one's own claims first, then the oldest. Never sorted by result."""
    signed = (
        select(Observation.id)
        .where(
            Observation.practical_id == Submission.practical_id,
            Observation.registration_id == Submission.registration_id,
            Observation.signed_off_at.is_not(None),
        )
        .exists()
    )
    query = (
        select(Submission)
        .join(Submission.registration)
        .where(Submission.forum_id == forum.id, ~signed)
        .options(
            contains_eager(Submission.registration).selectinload(Registration.person),
            selectinload(Submission.practical).selectinload(Practical.rubric),
            selectinload(Submission.claimed_by),
        )
        .order_by(Submission.handed_in_at, Submission.id)
    )
    found = [
        Waiting(
            one,
            is_mine=one.claimed_by_id == trainer.id,
            is_taken=rules.is_claimed(one.claimed_by_id, one.claimed_until, other_than=trainer.id, at=at),
        )
        for one in db.session.scalars(query)
    ]
    return sorted(found, key=lambda one: (not one.is_mine, one.submission.handed_in_at))


def list_phrases(trainer: Account) -> list[SavedPhrase]:
    """The trainer's own sentences."""
    query = select(SavedPhrase).where(SavedPhrase.account_id == trainer.id)
    return list(db.session.scalars(query.order_by(SavedPhrase.id)))


def written_of(forum: Forum) -> list[Practical]:
    """Practicals that officers hand work in for."""
    query = select(Practical).where(Practical.forum_id == forum.id, Practical.is_written)
    return list(db.session.scalars(query.options(selectinload(Practical.rubric)).order_by(Practical.position)))
