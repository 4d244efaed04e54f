"""When a result reaches its officer: after the sign-off, a second trainer where one was drawn, the lead trainer."""

from datetime import datetime

from forum_app.accounts.models import Account
from forum_app.assessments import queries, rules
from forum_app.assessments.models import Observation, Practical, SignOff
from forum_app.kernel import audit
from forum_app.kernel.database import db, transaction
from forum_app.messages import services as messages
from forum_app.registration.models import Registration


def release_if_decided(practical: Practical, registration: Registration, *, attempt: int, at: datetime) -> bool:
    """Release what counts, unless a second trainer or a decision is still owed. Inside `transaction()`."""
    verdict = queries.verdict_of(practical, registration, attempt=attempt)
    if verdict.counts is None:
        return False
    observation = db.session.get_one(Observation, verdict.counts)
    if observation.released_at is None:
        _release(observation, at=at)
    return True


def _release(observation: Observation, *, at: datetime) -> None:
    """From now on the officer reads it and it counts."""
    observation.released_at = at
    messages.queue(
        observation.registration.person,
        template="skill_signed_off",
        values={"skill": observation.practical.title},
        key=f"skill/{observation.id}/{at.isoformat()}",
        at=at,
    )


def confirm(observation: Observation, *, actor: Account, at: datetime) -> Observation:
    """The lead trainer stands by a trainer's sign-off; now the officer sees it.

    Raises NotSignedOff, StillOpen where a second trainer or a decision is owed.
    """
    with transaction() as session:
        if observation.signed_off_at is None:
            raise rules.NotSignedOff
        if observation.released_at is not None:
            return observation
        verdict = queries.verdict_of(observation.practical, observation.registration, attempt=observation.attempt)
        if verdict.counts != observation.id:
            raise rules.StillOpen
        session.add(
            SignOff(
                observation_id=observation.id, kind="confirmed", passed=observation.passed, at=at, actor_id=actor.id
            )
        )
        _release(observation, at=at)
        audit.record("assessments.confirm", observation, actor=actor)
        return observation


def open_resit(observation: Observation, *, reason: str, actor: Account, at: datetime) -> Observation:
    """Let an officer show again what was not shown; `reason` says what to practise until then.

    Raises ReasonMissing, NothingToResit, NotSignedOff.
    """
    reason = rules.require_reason(reason)
    with transaction() as session:
        if observation.released_at is None:
            raise rules.NotSignedOff
        attempt = queries.attempt_of(observation.practical, observation.registration)
        if observation.passed or observation.attempt != attempt:
            raise rules.NothingToResit
        session.add(SignOff(observation_id=observation.id, kind="resit", reason=reason, at=at, actor_id=actor.id))
        messages.queue(
            observation.registration.person,
            template="skill_resit",
            values={"skill": observation.practical.title},
            key=f"resit/{observation.id}",
            at=at,
        )
        audit.record("assessments.open_resit", observation, actor=actor)
        return observation
