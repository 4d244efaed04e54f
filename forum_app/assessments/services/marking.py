"""A trainer marks one officer, comments, signs off, reopens."""

from datetime import datetime

from forum_app.accounts.models import Account
from forum_app.assessments import policy, queries, rules
from forum_app.assessments.models import Criterion, Mark, Observation, Practical, SignOff
from forum_app.kernel import audit
from forum_app.kernel.database import insert_once, transaction
from forum_app.kernel.identifiers import uuid7
from forum_app.messages import services as messages
from forum_app.registration.models import Registration


def mark(
    practical: Practical,
    registration: Registration,
    criterion: Criterion,
    *,
    level: int | None,
    actor: Account,
    at: datetime,
) -> Observation:
    """Record a level (None: not observed). The same trainer marking again changes the mark.

    Raises NoSuchLevel, OtherRubric, NotExpected, AlreadySignedOff.
    """
    rules.require_level(level)
    with transaction():
        if criterion.rubric_id != practical.rubric_id:
            raise rules.OtherRubric
        observation = _open(practical, registration, actor, at)
        found = next((one for one in observation.marks if one.criterion_id == criterion.id), None)
        if found is None:
            observation.marks.append(Mark(criterion_id=criterion.id, level=level, at=at))
        elif found.level != level:
            found.level, found.at = level, at
        return observation


def write_comment(
    practical: Practical, registration: Registration, *, text: str, language: str, actor: Account, at: datetime
) -> Observation:
    """Replace the trainer's comment. Raises CommentTooLong, NotExpected, AlreadySignedOff."""
    text = rules.require_comment(text)
    with transaction():
        observation = _open(practical, registration, actor, at)
        if observation.comment != text:
            observation.comment, observation.comment_language = text, language
        return observation


def add_phrase(
    practical: Practical,
    registration: Registration,
    *,
    comment: str,
    phrase: str,
    language: str,
    actor: Account,
    at: datetime,
) -> Observation:
    """Keep what was typed and put a ready phrase behind it. Raises as `write_comment`."""
    text = rules.with_phrase(comment, phrase)
    return write_comment(practical, registration, text=text, language=language, actor=actor, at=at)


def sign_off(
    practical: Practical,
    registration: Registration,
    *,
    comment: str | None = None,
    language: str = "km",
    actor: Account,
    at: datetime,
) -> Observation:
    """The trainer vouches for the marks; from now on the officer sees them.

    `comment` is what stands in the box at that moment (None: leave it as it is).
    Raises NothingMarked, Incomplete, AlreadySignedOff, CommentTooLong.
    """
    with transaction() as session:
        observation = queries.find_observation(practical, registration, actor)
        if observation is None:
            raise rules.NothingMarked
        _require_open(observation)
        if comment is not None:
            write_comment(practical, registration, text=comment, language=language, actor=actor, at=at)
        found = rules.outcome(observation.levels, practical.rubric.asked, pass_tenths=practical.pass_tenths)
        rules.require_complete(found)
        observation.signed_off_at, observation.passed = at, found.passed
        session.add(
            SignOff(observation_id=observation.id, kind="signed", passed=found.passed, at=at, actor_id=actor.id)
        )
        messages.queue(
            registration.person,
            template="skill_signed_off",
            values={"skill": practical.title},
            key=f"skill/{observation.id}/{at.isoformat()}",
            at=at,
        )
        audit.record("assessments.sign_off", observation, actor=actor)
        return observation


def reopen(observation: Observation, *, reason: str, actor: Account, at: datetime) -> Observation:
    """Let a signed-off assessment be changed again; until the next sign-off it counts for nothing.

    Raises ReasonMissing, NotSignedOff, NotYours.
    """
    reason = rules.require_reason(reason)
    with transaction() as session:
        if observation.signed_off_at is None:
            raise rules.NotSignedOff
        if observation.assessor_id != actor.id and not policy.may_reopen_others(actor, observation.practical):
            raise rules.NotYours
        observation.signed_off_at, observation.passed = None, None
        session.add(SignOff(observation_id=observation.id, kind="reopened", reason=reason, at=at, actor_id=actor.id))
        audit.record("assessments.reopen", observation, actor=actor)
        return observation


def _open(practical: Practical, registration: Registration, actor: Account, at: datetime) -> Observation:
    """The trainer's own observation of this officer, begun now when there is none yet."""
    if registration.forum_id != practical.forum_id or registration.status != "approved":
        raise rules.NotExpected(name=registration.name.km or registration.name.en)
    insert_once(
        Observation,
        id=uuid7(),
        forum_id=practical.forum_id,
        practical_id=practical.id,
        registration_id=registration.id,
        assessor_id=actor.id,
        started_at=at,
        comment="",
        comment_language="km",
    )
    observation = queries.find_observation(practical, registration, actor)
    assert observation is not None, "inserted above"
    _require_open(observation)
    return observation


def _require_open(observation: Observation) -> None:
    if observation.signed_off_at is not None:
        raise rules.AlreadySignedOff
