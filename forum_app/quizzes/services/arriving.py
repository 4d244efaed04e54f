"""Taking in answers as devices send them: each tap kept once, the one that counts beside it (rules/arriving.py).

Answers are not audited one by one: the row itself says when it was received, and an entry in the audit
trail must not hold what somebody answered.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum_app.kernel.database import transaction
from forum_app.kernel.identifiers import uuid7
from forum_app.kernel.refusal import Refusal
from forum_app.questions.rules import Kind
from forum_app.quizzes import rules
from forum_app.quizzes.models import Answer, AnswerArrival, Attempt
from forum_app.quizzes.queries.arriving import Asked, Counted, Held, counted, fitting, held_by
from forum_app.quizzes.queries.judging import verdicts_of
from forum_app.quizzes.rules.arriving import (
    MOST_AT_ONCE,
    AlreadyAnswered,
    AnsweredInTheRoom,
    Arrived,
    NumberTaken,
    QuestionNotAsked,
    ResultsAreOut,
    Tap,
    TooManyAnswers,
    Verdict,
    is_judged,
    may_be_withdrawn,
    wins,
)
from forum_app.quizzes.rules.screens import NumberUnreadable
from forum_app.quizzes.services.writing import hold, insert


def receive(attempt: Attempt, taps: Sequence[Tap], *, at: datetime, in_the_room: bool = False) -> list[Arrived]:
    """Keep what fits and say of each tap what the server holds now, in the order of the taps.

    One transaction: all that fit are kept, or none. What arrives after the deadline or the closing is kept and marked
    late; it counts once a trainer accepts it.
    A quiz that is asked live takes answers from there alone (`in_the_room`): only there one question is open.
    Raises TooManyAnswers, AnsweredInTheRoom, QuizNotOpen, AlreadySubmitted, ResultsAreOut.
    """
    if attempt.quiz.behaviour == "live" and not in_the_room:
        raise AnsweredInTheRoom
    if len(taps) > MOST_AT_ONCE:
        raise TooManyAnswers(most=MOST_AT_ONCE)
    with transaction() as session:
        late = _lateness(session, attempt, at)
        asked = fitting(attempt, {tap.question_id for tap in taps})
        refused = {place: why for place, tap in enumerate(taps) if (why := _unfit(asked, tap))}
        sound = {place: tap for place, tap in enumerate(taps) if place not in refused}
        if sound:
            refused |= _keep(session, attempt, sound, late=late, at=at)
        return _told(attempt, taps, refused, late=late)


def _lateness(session: Session, attempt: Attempt, at: datetime) -> bool:
    """Whether an answer that arrives now is late; held under a lock, so that no closing comes between."""
    quiz = hold(session, attempt)
    state = quiz.standing_at(at).state
    if state is rules.State.PREPARED:
        raise rules.QuizNotOpen
    if state is rules.State.RELEASED:
        raise ResultsAreOut
    if attempt.submitted_at is not None:
        raise rules.AlreadySubmitted
    return state is rules.State.CLOSED or rules.is_late(attempt.started_at, quiz.limit_minutes, at=at)


def _unfit(asked: Mapping[UUID, Asked], tap: Tap) -> Refusal | None:
    found = asked.get(tap.question_id)
    if found is None:
        return QuestionNotAsked()
    if found.fits(tap.chosen) or (not tap.chosen and may_be_withdrawn(found.kind)):
        return None
    return NumberUnreadable() if found.kind == Kind.NUMERIC else rules.OptionUnknown()


def _keep(
    session: Session, attempt: Attempt, taps: Mapping[int, Tap], *, late: bool, at: datetime
) -> dict[int, Refusal]:
    """Write the arrivals and the answers that count. Answers what could not be kept, by place."""
    before = counted(attempt)
    numbered = _numbered(taps, before)
    rows = {place: _row(attempt, tap, late=late, at=at) for place, tap in numbered.items()}
    statement = insert(session, AnswerArrival.__table__, list(rows.values())).on_conflict_do_nothing()
    kept = set(session.scalars(statement.returning(AnswerArrival.__table__.c.id)))
    new = {place: tap for place, tap in numbered.items() if rows[place]["id"] in kept}
    is_fixed = is_judged(attempt.quiz.behaviour, attempt.quiz.purpose)
    winners = _winners(new, [row for row in before if row.is_late == late], is_fixed=is_fixed)
    _count(session, [rows[place] for place in winners])
    return _refused_numbers(session, attempt, {place: tap for place, tap in numbered.items() if place not in new})


def _numbered(taps: Mapping[int, Tap], before: Iterable[Counted]) -> dict[int, Tap]:
    """Taps in the order of their numbers; those of a page without script get the numbers after those it had before."""
    last: dict[str, int] = {}
    for row in before:
        last[row.device] = max(row.highest, last.get(row.device, 0))
    found: dict[int, Tap] = {}
    for place, tap in sorted(taps.items(), key=lambda item: item[1].sequence):
        sequence = tap.sequence or last.get(tap.device, 0) + 1
        last[tap.device] = max(sequence, last.get(tap.device, 0))
        found[place] = replace(tap, sequence=sequence)
    return found


def _winners(new: Mapping[int, Tap], before: Sequence[Counted], *, is_fixed: bool) -> list[int]:
    """The places of the taps that become the answers that count, one a question at most."""
    highest = {(row.device, row.question_id): row.highest for row in before}
    held = {row.question_id for row in before}
    found: dict[UUID, int] = {}
    for place, tap in new.items():
        known = highest.get((tap.device, tap.question_id), 0)
        is_held = tap.question_id in held or tap.question_id in found
        if wins(tap.sequence, highest=known, is_held=is_held, is_fixed=is_fixed):
            found[tap.question_id] = place
    return list(found.values())


def _row(attempt: Attempt, tap: Tap, *, late: bool, at: datetime) -> dict[str, Any]:
    return {
        "id": uuid7(),
        "attempt_id": attempt.id,
        "question_id": tap.question_id,
        "chosen": list(tap.chosen),
        "language": tap.language,
        "device": tap.device,
        "sequence": tap.sequence,
        "answered_at": tap.answered_at,
        "received_at": at,
        "is_late": late,
        "ms": tap.ms,
    }


def _count(session: Session, rows: list[dict[str, Any]]) -> None:
    """Make these the answers that count, each in place of the one before."""
    if not rows:
        return
    statement = insert(session, Answer.__table__, rows)
    changed = {name: statement.excluded[name] for name in rows[0] if name not in {"id", "attempt_id", "question_id"}}
    key = ["attempt_id", "question_id", "is_late"]
    session.execute(statement.on_conflict_do_update(index_elements=key, set_=changed))


def _refused_numbers(session: Session, attempt: Attempt, again: Mapping[int, Tap]) -> dict[int, Refusal]:
    """Of the taps that were here already: those whose number stands for another choice."""
    if not again:
        return {}
    query = select(AnswerArrival).where(
        AnswerArrival.attempt_id == attempt.id, AnswerArrival.sequence.in_({tap.sequence for tap in again.values()})
    )
    known = {(row.device, row.sequence): (row.question_id, row.chosen) for row in session.scalars(query)}
    return {
        place: NumberTaken()
        for place, tap in again.items()
        if known[(tap.device, tap.sequence)] != (tap.question_id, list(tap.chosen))
    }


def _told(attempt: Attempt, taps: Sequence[Tap], refused: Mapping[int, Refusal], *, late: bool) -> list[Arrived]:
    held = held_by(attempt, {tap.question_id for tap in taps}, late=late)
    verdicts = verdicts_of(attempt)
    return [
        _arrived(tap, refused.get(place), held.get(tap.question_id), verdicts.get(tap.question_id), is_late=late)
        for place, tap in enumerate(taps)
    ]


def _arrived(
    tap: Tap, refusal: Refusal | None, held: Held | None, verdict: Verdict | None, *, is_late: bool
) -> Arrived:
    if held is None:
        return Arrived(tap, refusal=refusal)
    is_too_late = verdict is not None and verdict.is_final and list(tap.chosen) != list(verdict.chosen)
    return Arrived(
        tap,
        refusal=refusal or (AlreadyAnswered() if is_too_late else None),
        is_late=is_late,
        holds=held.chosen,
        is_own=held.device == tap.device,
        verdict=verdict,
    )
