"""Which questions an attempt asks. Player, results, statistics and paper all ask here.

`list_questions_of(attempt)` gives one attempt's questions in its own order, `asked_in(attempts)` the ids for
many attempts. Nobody else reads `QuizQuestion` to know what somebody was asked: where each person gets their own
questions, its rows are only what a quiz may ask.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.sql.base import ExecutableOption

from forum_app.kernel.database import db
from forum_app.questions.models import Question
from forum_app.quizzes import rules
from forum_app.quizzes.models import Attempt, Quiz, QuizPool, QuizQuestion
from forum_app.quizzes.rules import Candidate, Plan


def plans_of(quizzes: Iterable[Quiz]) -> dict[UUID, Plan]:
    """What each quiz asks or may ask, by quiz. One query."""
    by_id = {quiz.id: quiz for quiz in quizzes}
    query = (
        select(
            QuizQuestion.quiz_id,
            Question.id,
            func.coalesce(Question.objective_id, Question.module_id),
            Question.module_id,
            Question.exhibit_id,
            QuizQuestion.pool_id,
            QuizPool.question_count,
        )
        .join(Question, Question.id == QuizQuestion.question_id)
        .outerjoin(QuizPool, QuizPool.id == QuizQuestion.pool_id)
        .where(QuizQuestion.quiz_id.in_(by_id))
        .order_by(QuizQuestion.position)
    )
    candidates: dict[UUID, list[Candidate]] = defaultdict(list)
    counts: dict[UUID, dict[UUID | None, int]] = defaultdict(dict)
    for quiz_id, question, objective, module, exhibit, pool, count in db.session.execute(query):
        quiz = by_id[quiz_id]
        group = module if quiz.purpose in rules.PREPOST else objective
        candidates[quiz_id].append(Candidate(question, str(group), exhibit, pool))
        counts[quiz_id][pool] = quiz.question_count if pool is None else count
    return {
        key: Plan(tuple(candidates[key]), counts[key], is_drawn=quiz.draw == "each", is_shuffled=quiz.is_shuffled)
        for key, quiz in by_id.items()
    }


def plan_of(quiz: Quiz) -> Plan:
    """What one quiz asks or may ask."""
    return plans_of([quiz])[quiz.id]


def asked_in(attempts: Sequence[Attempt], quizzes: Iterable[Quiz]) -> dict[UUID, list[UUID]]:
    """The questions of each attempt in its own order, by attempt. One query, whatever the size."""
    plans = plans_of(quizzes)
    return {attempt.id: plans[attempt.quiz_id].asks(attempt.seed) for attempt in attempts}


def list_questions_of(attempt: Attempt, *options: ExecutableOption) -> list[Question]:
    """The questions of one attempt in its own order. Two queries."""
    return list_by_ids(plan_of(attempt.quiz).asks(attempt.seed), *options)


def is_asked(attempt: Attempt, question: Question) -> bool:
    """True when this attempt asks this question."""
    return question.id in plan_of(attempt.quiz).asks(attempt.seed)


def find_question_at(attempt: Attempt, position: int) -> Question | None:
    """The question at a position of this attempt's own order, counted from 1."""
    asked = plan_of(attempt.quiz).asks(attempt.seed)
    return db.session.get(Question, asked[position - 1]) if 1 <= position <= len(asked) else None


def list_by_ids(ids: Sequence[UUID], *options: ExecutableOption) -> list[Question]:
    """These questions in this order."""
    found = db.session.scalars(select(Question).where(Question.id.in_(ids)).options(*options))
    by_id = {question.id: question for question in found}
    return [by_id[key] for key in ids]
