"""A trainer marks one officer, comments, signs off, reopens."""

from datetime import datetime
from uuid import UUID

from forum_app.accounts.models import Account
from forum_app.assessments import policy, queries, rules
from forum_app.assessments.models import Criterion, MarkingEvent, Observation, Practical, SignOff
from forum_app.assessments.services.releasing import release_if_decided
from forum_app.assessments.services.taps import open_observation, require_open, take
from forum_app.kernel import audit
from forum_app.kernel.database import transaction
from forum_app.kernel.identifiers import uuid7
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

    Raises NoSuchLevel, OtherRubric, NotExpected, OwnUnit, WasAbsent, AlreadySignedOff, NotInResit.
    """
    rules.require_level(level)
    with transaction():
        if criterion.rubric_id != practical.rubric_id:
            raise rules.OtherRubric
        observation = open_observation(practical, registration, actor=actor, at=at)
        require_open(observation)
        found = next((one for one in observation.marks if one.criterion_id == criterion.id), None)
        if found is None or found.level != level:
            seen_id = found.event_id if found else None
            take(observation, _from_page(observation, at, criterion=criterion, level=level, seen_id=seen_id), at=at)
        return observation


def _from_page(
    observation: Observation,
    at: datetime,
    *,
    criterion: Criterion | None = None,
    level: int | None = None,
    text: str = "",
    language: str = "km",
    seen_id: UUID | None = None,
) -> rules.Tap:
    """A page of the server shows what stands now, so whoever sends it has seen it."""
    return rules.Tap(
        id=uuid7(),
        kind="level" if criterion else "comment",
        practical_id=observation.practical_id,
        registration_id=observation.registration_id,
        device="",
        sequence=0,
        made_at=at,
        criterion_id=criterion.id if criterion else None,
        level=level,
        text=text,
        language=language,
        seen_id=seen_id,
    )


def write_comment(
    practical: Practical, registration: Registration, *, text: str, language: str, actor: Account, at: datetime
) -> Observation:
    """Replace the trainer's comment. Raises CommentTooLong and as `mark`."""
    text = rules.require_comment(text)
    with transaction():
        observation = open_observation(practical, registration, actor=actor, at=at)
        require_open(observation)
        if observation.comment != text:
            seen_id = observation.comment_event_id
            take(observation, _from_page(observation, at, text=text, language=language, seen_id=seen_id), at=at)
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


def settle(
    conflict: MarkingEvent, *, level: int | None = None, text: str = "", actor: Account, at: datetime
) -> Observation:
    """The trainer decides between what two devices said. Raises NoConflict, NotYours, NoSuchLevel, AlreadySignedOff."""
    rules.require_level(level)
    with transaction():
        observation = conflict.observation
        if observation.assessor_id != actor.id:
            raise rules.NotYours
        require_open(observation)
        if conflict.id not in {one.id for one in queries.list_conflicts(observation)}:
            raise rules.NoConflict
        mark = next((one for one in observation.marks if one.criterion_id == conflict.criterion_id), None)
        seen_id = mark.event_id if mark and conflict.kind == "level" else observation.comment_event_id
        criterion = mark.criterion if mark and conflict.kind == "level" else None
        tap = _from_page(observation, at, criterion=criterion, level=level, text=text, seen_id=seen_id)
        take(observation, tap, at=at, settles=conflict)
        return observation


def sign_off(
    practical: Practical,
    registration: Registration,
    *,
    comment: str | None = None,
    language: str = "km",
    actor: Account,
    at: datetime,
) -> Observation:
    """The trainer vouches for the marks. The officer sees them now, or when the lead trainer has confirmed.

    `comment` is what stands in the box at that moment (None: leave it as it is).
    Raises NothingMarked, Incomplete, ConflictOpen, AlreadySignedOff, CommentTooLong.
    """
    with transaction() as session:
        observation = queries.find_observation(practical, registration, actor)
        if observation is None:
            raise rules.NothingMarked
        require_open(observation)
        if comment is not None:
            write_comment(practical, registration, text=comment, language=language, actor=actor, at=at)
        found = rules.outcome(observation.levels, practical.rubric.asked, pass_tenths=practical.pass_tenths)
        rules.require_complete(found)
        if queries.list_conflicts(observation):
            raise rules.ConflictOpen
        observation.signed_off_at, observation.passed = at, found.passed
        session.add(
            SignOff(observation_id=observation.id, kind="signed", passed=found.passed, at=at, actor_id=actor.id)
        )
        audit.record("assessments.sign_off", observation, actor=actor)
        if not practical.needs_lead:
            release_if_decided(practical, registration, attempt=observation.attempt, at=at)
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
        observation.released_at = None
        observation.signed_off_at, observation.passed = None, None
        session.add(SignOff(observation_id=observation.id, kind="reopened", reason=reason, at=at, actor_id=actor.id))
        audit.record("assessments.reopen", observation, actor=actor)
        return observation
