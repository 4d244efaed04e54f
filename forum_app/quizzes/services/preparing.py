"""Making a quiz and changing it before it is opened."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum_app.course.models import Module
from forum_app.forums.models import Forum
from forum_app.kernel import audit
from forum_app.kernel.audit import HasId
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import transaction, violated
from forum_app.quizzes import queries, rules
from forum_app.quizzes.models import Quiz, QuizQuestion


@dataclass(frozen=True, slots=True)
class QuizData:
    """What an organiser decides about a quiz. Without modules it asks about the whole course."""

    code: str
    title: Bilingual
    purpose: str = "session"
    question_count: int = 8
    limit_minutes: int | None = 15
    pass_percent: int = 60
    modules: Sequence[Module] = ()
    forum_session_id: UUID | None = None
    position: int = 0


def create_quiz(forum: Forum, data: QuizData, *, actor: HasId | None, at: datetime, seed: int | None = None) -> Quiz:
    """A prepared quiz with its questions picked. Raises TooFewQuestions, CodeTaken.

    Without a `seed` the choice follows from forum and quiz; the pre- and the post-test of a forum get the
    same questions, so that what was learned can be read from the pair.
    """
    with transaction() as session:
        quiz = Quiz(forum_id=forum.id, created_at=at)
        _write(session, quiz, data)
        _pick(session, quiz, forum.code, data, seed)
        audit.record("quizzes.create_quiz", quiz, actor=actor)
        return quiz


def change_quiz(quiz: Quiz, data: QuizData, *, actor: HasId | None) -> Quiz:
    """Overwrite what the form shows; questions are picked anew when their number or module changed.

    Raises AlreadyOpened when more than title and pass mark would change after the opening,
    TooFewQuestions, CodeTaken.
    """
    with transaction() as session:
        asked_before = (quiz.question_count, quiz.module_id, quiz.purpose)
        fixed_before = (*asked_before, quiz.limit_minutes)
        forum_code = quiz.forum.code
        _write(session, quiz, data)
        asked = (quiz.question_count, quiz.module_id, quiz.purpose)
        if quiz.opened_at and (*asked, quiz.limit_minutes) != fixed_before:
            raise rules.AlreadyOpened
        if asked != asked_before:
            session.execute(delete(QuizQuestion).where(QuizQuestion.quiz_id == quiz.id))
            _pick(session, quiz, forum_code, data, None)
        audit.record("quizzes.change_quiz", quiz, actor=actor)
        return quiz


def _write(session: Session, quiz: Quiz, data: QuizData) -> None:
    code = data.code
    quiz.code, quiz.title, quiz.purpose = code, data.title, data.purpose
    quiz.question_count, quiz.limit_minutes = data.question_count, data.limit_minutes
    quiz.pass_percent, quiz.position = data.pass_percent, data.position
    quiz.forum_session_id = data.forum_session_id
    quiz.module_id = data.modules[0].id if len(data.modules) == 1 else None
    session.add(quiz)
    try:
        session.flush()
    except IntegrityError as error:
        if violated(error) == "uq_quizzes_forum_id_code":
            raise rules.CodeTaken(code=code) from error
        raise


def _pick(session: Session, quiz: Quiz, forum_code: str, data: QuizData, seed: int | None) -> None:
    candidates = queries.list_pickable(data.modules, data.purpose)
    drawn = rules.pick(candidates, data.question_count, seed=_seed(forum_code, data) if seed is None else seed)
    session.add_all(
        QuizQuestion(quiz_id=quiz.id, question_id=question, position=position)
        for position, question in enumerate(drawn, 1)
    )
    session.flush()


def _seed(forum_code: str, data: QuizData) -> int:
    name = "pre and post" if data.purpose in rules.PREPOST else data.code
    return int.from_bytes(hashlib.sha256(f"{forum_code}:{name}".encode()).digest()[:4])
