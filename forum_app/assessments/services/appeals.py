"""Officers ask for a second look, and the lead trainer answers."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from forum_app.accounts.models import Account
from forum_app.assessments import rules
from forum_app.assessments.models import Appeal, Observation
from forum_app.assessments.services.marking import reopen
from forum_app.assessments.services.releasing import open_resit
from forum_app.kernel import audit
from forum_app.kernel.database import transaction
from forum_app.messages import services as messages


def appeal(observation: Observation, *, text: str, actor: Account, at: datetime) -> Appeal:
    """Ask for a second look. Raises AppealEmpty, AppealTooLate, AppealThere, NotSignedOff."""
    if observation.released_at is None:
        raise rules.NotSignedOff
    text = rules.require_appeal(
        text, released_at=observation.released_at, appeal_days=observation.practical.appeal_days, at=at
    )
    try:
        with transaction() as session:
            made = Appeal(forum_id=observation.forum_id, observation_id=observation.id, text=text, made_at=at)
            session.add(made)
            session.flush()
            audit.record("assessments.appeal", made, actor=actor)
            return made
    except IntegrityError as error:
        raise rules.AppealThere from error


def decide_appeal(found: Appeal, *, decision: str, answer: str, actor: Account, at: datetime) -> Appeal:
    """Keep the result, reopen it for its trainer, or let the officer show again what was missing.

    Raises AppealDecided, ReasonMissing, NothingToResit.
    """
    answer = rules.require_reason(answer)
    with transaction():
        if found.decided_at is not None:
            raise rules.AppealDecided
        observation = found.observation
        if decision == "resit":
            open_resit(observation, reason=answer, actor=actor, at=at)
        elif decision == "reopened":
            reopen(observation, reason=answer, actor=actor, at=at)
        found.decided_by_id = actor.id
        found.answer, found.decided_at = answer, at
        found.decision = decision if decision in rules.DECISIONS else "kept"
        messages.queue(
            observation.registration.person,
            template="skill_appeal",
            values={"skill": observation.practical.title},
            key=f"appeal/{found.id}",
            at=at,
        )
        audit.record("assessments.decide_appeal", found, actor=actor, decision=found.decision)
        return found
