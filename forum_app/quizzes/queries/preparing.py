"""Quizzes of a forum and the questions they ask or could ask."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import selectinload
from sqlalchemy.sql.base import ExecutableOption

from forum_app.course.models import Module
from forum_app.forums.models import Forum
from forum_app.kernel.database import db
from forum_app.questions.models import Question
from forum_app.quizzes import rules
from forum_app.quizzes.models import Quiz, QuizQuestion
from forum_app.quizzes.rules import Candidate


def list_quizzes(forum: Forum) -> list[Quiz]:
    """Quizzes of a forum in order, with session and module loaded."""
    query = (
        select(Quiz)
        .where(Quiz.forum_id == forum.id)
        .options(selectinload(Quiz.forum_session), selectinload(Quiz.module))
        .order_by(Quiz.position, Quiz.created_at, Quiz.code)
    )
    return list(db.session.scalars(query))


def find_quiz(forum: Forum, code: str) -> Quiz | None:
    """The quiz with this code."""
    return db.session.scalar(select(Quiz).where(Quiz.forum_id == forum.id, Quiz.code == code))


def list_questions(quiz: Quiz, *options: ExecutableOption) -> list[Question]:
    """The fixed questions of a quiz, in its own order."""
    query = (
        select(Question)
        .join(QuizQuestion, QuizQuestion.question_id == Question.id)
        .where(QuizQuestion.quiz_id == quiz.id)
        .options(*options)
        .order_by(QuizQuestion.position)
    )
    return list(db.session.scalars(query))


def list_preview(quiz: Quiz) -> list[Question]:
    """The questions that a quiz asks or may ask, with objective and case file, for who prepares it."""
    return list_questions(quiz, selectinload(Question.objective), selectinload(Question.exhibit))


def list_pickable(module_ids: Collection[UUID], purpose: str) -> list[Candidate]:
    """What may be asked: approved, not on legal hold, meant for this purpose.

    Without modules: of the whole course. Groups are modules in a pre- or post-test, objectives otherwise.
    """
    over_all = purpose in rules.PREPOST
    group = Question.module_id if over_all else func.coalesce(Question.objective_id, Question.module_id)
    query = select(Question.id, group, Question.exhibit_id).where(*may_be_asked(purpose))
    if module_ids:
        query = query.where(Question.module_id.in_(module_ids))
    rows = db.session.execute(query.order_by(Question.code))
    return [Candidate(question, str(found), exhibit) for question, found, exhibit in rows]


def may_be_asked(purpose: str) -> tuple[ColumnElement[bool], ...]:
    """Conditions on a question: approved, not waiting for a lawyer, and kept for this kind of quiz."""
    use = "prepost" if purpose in rules.PREPOST else "quiz"
    return (Question.status == "approved", Question.legal_hold.is_(False), Question.use == use)


def list_modules() -> list[Module]:
    """Modules that are taught, in order, with their objectives."""
    query = select(Module).where(Module.retired.is_(False)).options(selectinload(Module.objectives))
    return list(db.session.scalars(query.order_by(Module.position, Module.code)))
