"""What the bank offers a quiz: pools, their candidates, newest versions."""

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from sqlalchemy import func, select

from forum_app.kernel.database import db
from forum_app.questions.models import Question
from forum_app.quizzes import rules
from forum_app.quizzes.models import Quiz, QuizPool, QuizQuestion
from forum_app.quizzes.queries.preparing import list_pickable, may_be_asked
from forum_app.quizzes.rules import Candidate, Plan, Wish


def list_pools(quiz: Quiz) -> list[QuizPool]:
    """The pools of a quiz in order; empty where it asks evenly about its module."""
    return list(db.session.scalars(select(QuizPool).where(QuizPool.quiz_id == quiz.id).order_by(QuizPool.position)))


def choice_of(quiz: Quiz, *, seed: int) -> Plan:
    """What the bank offers this quiz now, each question in the pool it serves. Raises PoolTooSmall."""
    pools = list_pools(quiz)
    if not pools:
        modules = [quiz.module_id] if quiz.module_id else []
        return _plan(quiz, list_pickable(modules, quiz.purpose), {None: quiz.question_count})
    takes = takes_of(pools, quiz.purpose)
    candidates = [one for one in list_pickable([], quiz.purpose) if any(one.id in found for found in takes)]
    wishes = [Wish(pool.question_count, found) for pool, found in zip(pools, takes, strict=True)]
    given = rules.allocate(wishes, candidates, seed=seed)
    placed = [replace(one, pool=pools[given[one.id]].id) for one in candidates]
    return _plan(quiz, placed, {pool.id: pool.question_count for pool in pools})


def _plan(quiz: Quiz, candidates: list[Candidate], counts: dict[UUID | None, int]) -> Plan:
    return Plan(tuple(candidates), counts, is_drawn=True, is_shuffled=quiz.is_shuffled)


def takes_of(pools: Collection[QuizPool], purpose: str) -> list[frozenset[UUID]]:
    """The questions that each pool would take. One query."""
    query = select(Question.id, Question.objective_id, Question.module_id, Question.difficulty)
    rows = db.session.execute(query.where(*may_be_asked(purpose))).all()
    return [frozenset(row.id for row in rows if _is_of(pool, row)) for pool in pools]


def _is_of(pool: QuizPool, row: object) -> bool:
    about = row.objective_id == pool.objective_id if pool.objective_id else row.module_id == pool.module_id  # type: ignore[attr-defined]
    return about and pool.difficulty in (None, row.difficulty)  # type: ignore[attr-defined]


def list_free(quiz: Quiz, used: Collection[UUID]) -> dict[UUID | None, list[Candidate]]:
    """By pool, what could still be asked."""
    pools = list_pools(quiz)
    modules = [quiz.module_id] if quiz.module_id and not pools else []
    free = [one for one in list_pickable(modules, quiz.purpose) if one.id not in used]
    if not pools:
        return {None: free}
    takes = takes_of(pools, quiz.purpose)
    return {pool.id: [one for one in free if one.id in found] for pool, found in zip(pools, takes, strict=True)}


def list_entries(quiz: Quiz) -> list[tuple[UUID, str, UUID | None]]:
    """(question, its code, its pool) of what is written down for a quiz, in order."""
    query = (
        select(Question.id, Question.code, QuizQuestion.pool_id)
        .join(QuizQuestion, QuizQuestion.question_id == Question.id)
        .where(QuizQuestion.quiz_id == quiz.id)
        .order_by(QuizQuestion.position)
    )
    return [(row.id, row.code, row.pool_id) for row in db.session.execute(query)]


def newest_approved(purpose: str, codes: Collection[str]) -> dict[str, UUID]:
    """The newest version of each code that may be asked; a code without one is missing."""
    query = select(Question.code, Question.id).where(*may_be_asked(purpose), Question.code.in_(codes))
    return {row.code: row.id for row in db.session.execute(query.order_by(Question.version))}


def count_by_subject(purpose: str) -> dict[tuple[UUID, int], int]:
    """Questions that may be asked, by (objective or module, difficulty). One query."""
    query = (
        select(Question.module_id, Question.objective_id, Question.difficulty, func.count())
        .where(*may_be_asked(purpose))
        .group_by(Question.module_id, Question.objective_id, Question.difficulty)
    )
    found: dict[tuple[UUID, int], int] = {}
    for module, objective, difficulty, count in db.session.execute(query):
        for subject in (module, objective):
            if subject is not None:
                found[subject, difficulty] = found.get((subject, difficulty), 0) + count
    return found
