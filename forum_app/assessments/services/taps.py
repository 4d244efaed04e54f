"""One tap of a trainer, wherever it was made, becomes a row and perhaps the mark that counts.

Pages and phones come through here, so that a rule holds for both. Call inside `transaction()`.
"""

from datetime import datetime
from uuid import UUID

from forum_app.accounts.models import Account
from forum_app.assessments import queries, rules
from forum_app.assessments.models import Criterion, Mark, MarkingEvent, Observation, Practical
from forum_app.assessments.rules import Standing, Tap
from forum_app.kernel.database import db, insert_once
from forum_app.kernel.identifiers import uuid7
from forum_app.registration.models import Registration


def open_observation(
    practical: Practical, registration: Registration, *, actor: Account, at: datetime, as_second: bool = False
) -> Observation:
    """The trainer's own observation of this officer in the running try, begun now when there is none yet.

    Raises NotExpected, OwnUnit, WasAbsent, TwoAreEnough.
    """
    attempt = queries.attempt_of(practical, registration)
    found = queries.find_observation(practical, registration, actor)
    if found is not None and found.attempt == attempt:
        return found
    _require_may_begin(practical, registration, actor)
    insert_once(
        Observation,
        id=uuid7(),
        forum_id=practical.forum_id,
        practical_id=practical.id,
        registration_id=registration.id,
        assessor_id=actor.id,
        role=_role(practical, registration, actor, attempt=attempt, as_second=as_second),
        attempt=attempt,
        started_at=at,
        comment="",
        comment_language="km",
    )
    made = queries.find_observation(practical, registration, actor)
    assert made is not None, "inserted above"
    if attempt > 1:
        _carry(made)
    return made


def _require_may_begin(practical: Practical, registration: Registration, actor: Account) -> None:
    name = registration.name.km or registration.name.en
    if registration.forum_id != practical.forum_id or registration.status != "approved":
        raise rules.NotExpected(name=name)
    if queries.is_own_unit(registration, actor) and not queries.may_assess_own_unit(practical.forum_id, actor):
        raise rules.OwnUnit(name=name)
    if queries.is_away(practical, registration):
        raise rules.WasAbsent(name=name)


def _role(practical: Practical, registration: Registration, actor: Account, *, attempt: int, as_second: bool) -> str:
    others = queries.roles_of_others(practical, registration, actor, attempt=attempt)
    differ = False
    if {"first", "second"} <= others:
        verdict = queries.verdict_of(practical, registration, attempt=attempt)
        differ = verdict.waits_for == "difference" and practical.differ_action == "third"
    return rules.role_for(others, as_second=as_second and queries.is_drawn(practical, registration), differ=differ)


def _carry(observation: Observation) -> None:
    """Take along into a re-sit what was shown before."""
    before = queries.counting_before(observation)
    practical = observation.practical
    failed = rules.failed_items(before.levels, practical.rubric.asked, pass_tenths=practical.pass_tenths)
    for mark in before.marks:
        if mark.criterion_id not in failed:
            observation.marks.append(
                Mark(criterion_id=mark.criterion_id, level=mark.level, at=mark.at, event_id=None, carried=True)
            )
    db.session.flush()


def require_open(observation: Observation) -> None:
    """Raises AlreadySignedOff."""
    if observation.signed_off_at is not None:
        raise rules.AlreadySignedOff


def take(observation: Observation, tap: Tap, *, at: datetime, settles: MarkingEvent | None = None) -> str:
    """Keep the tap, and let it count when nothing stands against it. Returns its outcome.

    Raises OtherRubric, NotInResit.
    """
    if tap.kind == "level":
        return _take_level(observation, tap, at, settles)
    standing = None
    if observation.comment_event_id is not None or observation.comment:
        standing = _standing(observation.comment_event_id, observation.comment)
    outcome = rules.settle(standing, tap)
    _keep(observation, tap, outcome, at, settles)
    if outcome == "accepted":
        observation.comment, observation.comment_language = tap.text, tap.language
        observation.comment_event_id = tap.id
    return outcome


def _take_level(observation: Observation, tap: Tap, at: datetime, settles: MarkingEvent | None) -> str:
    criterion = db.session.get(Criterion, tap.criterion_id) if tap.criterion_id else None
    if criterion is None or criterion.rubric_id != observation.practical.rubric_id:
        raise rules.OtherRubric
    mark = next((one for one in observation.marks if one.criterion_id == criterion.id), None)
    if mark is not None and mark.carried:
        raise rules.NotInResit
    outcome = rules.settle(_standing(mark.event_id, mark.level) if mark else None, tap)
    _keep(observation, tap, outcome, at, settles)
    if outcome != "accepted":
        return outcome
    moment = rules.moment(tap.made_at, at)
    if mark is None:
        observation.marks.append(Mark(criterion_id=criterion.id, level=tap.level, at=moment, event_id=tap.id))
    else:
        mark.level, mark.at, mark.event_id = tap.level, moment, tap.id
    return outcome


def _standing(event_id: UUID | None, value: int | str | None) -> Standing:
    event = db.session.get(MarkingEvent, event_id) if event_id else None
    if event is None:
        return Standing(None, "", 0, value)
    return Standing(event.id, event.device, event.sequence, value)


def keep_refused(observation: Observation, tap: Tap, *, at: datetime) -> None:
    """A tap that came too late stays in the record beside the marks, so that nothing a trainer saw is lost."""
    _keep(observation, tap, "refused", at, None)


def _keep(observation: Observation, tap: Tap, outcome: str, at: datetime, settles: MarkingEvent | None) -> None:
    db.session.add(
        MarkingEvent(
            id=tap.id,
            observation_id=observation.id,
            device=tap.device,
            sequence=tap.sequence,
            kind=tap.kind,
            criterion_id=tap.criterion_id if tap.kind == "level" else None,
            level=tap.level,
            text=tap.text,
            seen_id=tap.seen_id,
            settles_id=settles.id if settles else None,
            digest=tap.digest,
            outcome=outcome,
            made_at=tap.made_at,
            received_at=at,
        )
    )
    db.session.flush()
