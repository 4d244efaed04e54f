"""Bringing the bank up to date without disturbing what was asked and answered."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from forum_app.course.models import Module
from forum_app.kernel.audit import HasId
from forum_app.kernel.database import transaction
from forum_app.questions import services as questions
from forum_app.questions.models import Question
from forum_app.questions.services import Loaded
from forum_app.quizzes.models import Answer, Quiz, QuizQuestion

Row = Mapping[str, Any]


def load_questions(
    module_code: str, rows: Sequence[Row], *, exhibits: Sequence[Row] = (), actor: HasId | None = None
) -> Loaded:
    """Load the questions of a module; quizzes that are not frozen ask the newest version of each."""
    with transaction() as session:
        answered = _answered(session, module_code)
        loaded = questions.load_questions(module_code, rows, exhibits=exhibits, answered=answered, actor=actor)
        for old, new in loaded.replaced:
            _ask_instead(session, old, new)
        return loaded


def _answered(session: Session, module_code: str) -> set[UUID]:
    query = select(Answer.question_id).join(Question, Question.id == Answer.question_id).join(Question.module)
    return set(session.scalars(query.where(Module.code == module_code).distinct()))


def _ask_instead(session: Session, old: UUID, new: UUID) -> None:
    not_frozen = select(Quiz.id).where(Quiz.frozen_at.is_(None))
    session.execute(
        update(QuizQuestion)
        .where(QuizQuestion.question_id == old, QuizQuestion.quiz_id.in_(not_frozen))
        .values(question_id=new)
    )
