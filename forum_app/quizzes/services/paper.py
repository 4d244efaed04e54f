"""A quiz on paper: sheets of one's own, and answers typed from them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum_app.kernel import audit
from forum_app.kernel.audit import HasId
from forum_app.kernel.database import transaction
from forum_app.kernel.identifiers import ALPHABET, check_character, random_code, uuid7
from forum_app.quizzes import queries
from forum_app.quizzes.models import Answer, AnswerArrival, Attempt, Quiz, QuizSheet, SheetEntry
from forum_app.quizzes.queries.arriving import answers_of
from forum_app.quizzes.queries.paper import PAPER
from forum_app.quizzes.rules import State
from forum_app.quizzes.rules.paper import (
    AnsweredOnPhone,
    NobodyToPrint,
    PaperAfterRelease,
    PaperNotOpen,
    read_line,
)
from forum_app.quizzes.services.choosing import freeze
from forum_app.quizzes.services.running import write_opening
from forum_app.quizzes.services.starting import begin, new_seed
from forum_app.quizzes.services.writing import insert
from forum_app.registration.models import Registration

CODE_LENGTH = 6


def prepare_sheets(
    quiz: Quiz, people: Sequence[Registration], *, language: str, actor: HasId | None, at: datetime
) -> list[QuizSheet]:
    """A sheet for each of these people; who has one keeps its order and code. The quiz keeps its questions from now on.

    Raises NobodyToPrint, QuestionsMissing.
    """
    own = [one for one in people if one.forum_id == quiz.forum_id]
    if not own:
        raise NobodyToPrint
    with transaction() as session:
        session.refresh(quiz, with_for_update=True)
        freeze(session, quiz, at=at)
        begun = _seeds_of_attempts(session, quiz)
        kept = {row.registration_id: row for row in session.scalars(select(QuizSheet).filter_by(quiz_id=quiz.id))}
        for registration in own:
            sheet = kept.get(registration.id) or _new(quiz, registration, begun, actor, at)
            sheet.language = language
            session.add(sheet)
        session.flush()
        audit.record("quizzes.prepare_sheets", quiz, actor=actor)
        return queries.list_chosen_sheets(quiz, [one.id for one in own])


def _new(
    quiz: Quiz, registration: Registration, begun: dict[UUID, int], actor: HasId | None, at: datetime
) -> QuizSheet:
    return QuizSheet(
        quiz_id=quiz.id,
        registration_id=registration.id,
        seed=begun.get(registration.id) or new_seed(quiz),
        code=_new_code(),
        printed_at=at,
        actor_id=actor.id if actor else None,
    )


def _new_code() -> str:
    """Five characters and one that checks them; without Z, which the check takes for 0."""
    body = random_code(CODE_LENGTH - 1).replace(ALPHABET[-1], ALPHABET[0])
    return body + check_character(body)


def _seeds_of_attempts(session: Session, quiz: Quiz) -> dict[UUID, int]:
    """Who began on a phone gets the same order on paper."""
    query = select(Attempt.registration_id, Attempt.seed).where(Attempt.quiz_id == quiz.id).order_by(Attempt.number)
    return {row.registration_id: row.seed for row in session.execute(query)}


def enter_sheet(sheet: QuizSheet, letters: str, *, actor: HasId | None, at: datetime) -> int:
    """Keep what was typed from a sheet as the answers of its person; typed again, it corrects. Returns how many.

    Raises PaperNotOpen, PaperAfterRelease, AnsweredOnPhone, and what `rules.paper.read_line` raises.
    """
    with transaction() as session:
        quiz = sheet.quiz
        session.refresh(quiz, with_for_update=True)
        _require_typable(quiz, at)
        write_opening(session, quiz, at=at)
        printed = queries.sheet_for(sheet)
        chosen = read_line(letters, [queries.on_paper(screen) for screen in printed.screens])
        attempt = _attempt_of(session, sheet, at)
        by_question = {screen.question_id: one for screen, one in zip(printed.screens, chosen, strict=True)}
        _write(session, attempt, by_question, language=sheet.language, at=at)
        session.add(SheetEntry(sheet_id=sheet.id, letters=letters, actor_id=actor.id if actor else None, at=at))
        audit.record("quizzes.enter_sheet", attempt, actor=actor)
        return sum(bool(one) for one in chosen)


def _require_typable(quiz: Quiz, at: datetime) -> None:
    state = quiz.standing_at(at).state
    if state is State.PREPARED:
        raise PaperNotOpen
    if state is State.RELEASED:
        raise PaperAfterRelease


def _attempt_of(session: Session, sheet: QuizSheet, at: datetime) -> Attempt:
    """The person's attempt, begun now if there is none; handed in, as the sheet was."""
    if sheet.registration_id in queries.answered_on_phone(sheet.quiz):
        raise AnsweredOnPhone
    attempt = queries.find_attempt(sheet.quiz, sheet.registration)
    attempt = attempt or begin(session, sheet.quiz, sheet.registration, language=sheet.language, at=at)
    if attempt.seed != sheet.seed:
        raise AnsweredOnPhone
    attempt.submitted_at = attempt.submitted_at or at
    return attempt


def _write(session: Session, attempt: Attempt, chosen: dict[UUID, list[str]], *, language: str, at: datetime) -> None:
    """Only what changed: each change is an arrival of its own, and the answer that counts beside it."""
    held = {answer.question_id: answer.chosen for answer in answers_of(attempt)}
    changed = {key: one for key, one in chosen.items() if one != held.get(key, [])}
    first = queries.highest_paper_number(attempt) + 1
    rows = [
        _row(attempt, key, one, first + place, language=language, at=at)
        for place, (key, one) in enumerate(changed.items())
    ]
    if not rows:
        return
    session.execute(insert(session, AnswerArrival, rows))
    statement = insert(session, Answer, rows)
    new = {name: statement.excluded[name] for name in rows[0] if name not in {"id", "attempt_id", "question_id"}}
    key = [Answer.attempt_id, Answer.question_id, Answer.is_late]
    session.execute(statement.on_conflict_do_update(index_elements=key, set_=new))


def _row(
    attempt: Attempt, question_id: UUID, chosen: list[str], sequence: int, *, language: str, at: datetime
) -> dict[str, Any]:
    return {
        "id": uuid7(),
        "attempt_id": attempt.id,
        "question_id": question_id,
        "chosen": chosen,
        "language": language,
        "device": PAPER,
        "sequence": sequence,
        "answered_at": at,
        "received_at": at,
        "is_late": False,
        "ms": None,
    }
