"""Joining a live quiz and answering the question that is asked.

A participant's answer is an answer of the attempt, so results and statistics need to know nothing about live
quizzes; a guest's is kept apart and counts in the hall's figures alone.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from forum_app.kernel.audit import HasId
from forum_app.kernel.database import insert_once, transaction
from forum_app.kernel.identifiers import random_token, token_hash
from forum_app.live import queries, rules
from forum_app.live.models import LiveGuest, LiveGuestAnswer, LiveRun
from forum_app.live.rules import Phase
from forum_app.questions.models import Question
from forum_app.questions.rules import fits
from forum_app.quizzes import queries as quiz_queries
from forum_app.quizzes import services as quizzes
from forum_app.quizzes.models import Attempt
from forum_app.registration.models import Registration

DEVICE = "live"
"""Answers of a live quiz come from the server itself, whatever the phone."""


def join(
    run: LiveRun, registration: Registration, *, actor: HasId | None, at: datetime, language: str = "km"
) -> Attempt:
    """A participant takes part; joining again is coming back. Raises RunOver and what starting an attempt raises."""
    with transaction():
        if run.phase == Phase.ENDED:
            raise rules.RunOver
        return quizzes.start_attempt(run.quiz, registration, actor=actor, at=at, language=language)


def join_as_guest(run: LiveRun, *, at: datetime) -> str:
    """A phone without an account takes part. Returns the token it keeps. Raises RunOver, GuestsNotAllowed."""
    if run.phase == Phase.ENDED:
        raise rules.RunOver
    if not run.allows_guests:
        raise rules.GuestsNotAllowed
    token = random_token()
    with transaction() as session:
        session.add(LiveGuest(run_id=run.id, token_hash=token_hash(token), joined_at=at))
    return token


def answer_as_participant(
    run: LiveRun,
    registration: Registration,
    question: Question,
    *,
    chosen: Sequence[str],
    language: str,
    actor: HasId | None,
    at: datetime,
) -> None:
    """Keep a participant's choice while the question is asked; another choice takes its place.

    Raises QuestionNotAsked, AnswerMissing, NotJoined and what recording an answer raises.
    """
    with transaction() as session:
        _require_asked(session, run, question, chosen)
        attempt = quiz_queries.find_attempt(run.quiz, registration)
        if attempt is None:
            raise rules.NotJoined
        held = queries.find_answer(attempt, question)
        quizzes.record_answer(
            attempt,
            question,
            chosen=chosen,
            language=language,
            actor=actor,
            at=at,
            sequence=held.sequence + 1 if held else 1,
            device=DEVICE,
            in_the_room=True,
        )


def answer_as_guest(
    run: LiveRun, guest: LiveGuest, question: Question, *, chosen: Sequence[str], language: str, at: datetime
) -> None:
    """Keep a guest's choice. Raises QuestionNotAsked, AnswerMissing."""
    with transaction() as session:
        _require_asked(session, run, question, chosen)
        values = {"chosen": list(chosen), "language": language, "at": at}
        if not insert_once(LiveGuestAnswer, guest_id=guest.id, question_id=question.id, **values):
            held = queries.find_guest_answer(guest, question)
            assert held is not None, "the answer was there a moment ago"
            for name, value in values.items():
                setattr(held, name, value)


def _require_asked(session: Session, run: LiveRun, question: Question, chosen: Sequence[str]) -> None:
    """Hold the step for as long as the answer takes, so that none slips in behind a closing."""
    session.refresh(run, with_for_update={"read": True})
    asked = queries.current_question(run) if run.phase == Phase.ASKING else None
    if asked is None or asked.id != question.id:
        raise rules.QuestionNotAsked
    if not fits(question.kind, chosen, options=question.option_keys, targets=question.target_keys):
        raise rules.AnswerMissing
