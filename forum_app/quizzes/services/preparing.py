"""Making a quiz, changing it before it is opened, and copying one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
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
from forum_app.programme.models import ForumSession
from forum_app.quizzes import queries, rules
from forum_app.quizzes.models import Quiz, QuizPool, QuizQuestion
from forum_app.quizzes.rules import Offset, State
from forum_app.quizzes.services.choosing import choose, seed_of

BY_HAND = Offset("start", None)


@dataclass(frozen=True, slots=True)
class PoolData:
    """So many questions about one objective or one module."""

    question_count: int
    objective_id: UUID | None = None
    module_id: UUID | None = None
    difficulty: int | None = None

    @property
    def subject(self) -> tuple[UUID | None, UUID | None, int | None]:
        return self.objective_id, self.module_id, self.difficulty


@dataclass(frozen=True, slots=True)
class QuizData:
    """What an organiser decides about a quiz. Without modules and pools it asks about the whole course."""

    code: str
    title: Bilingual
    purpose: str = "session"
    question_count: int = 8
    """Not asked where there are pools: the sum of theirs."""
    limit_minutes: int | None = 15
    pass_percent: int = 60
    modules: Sequence[Module] = ()
    """One: questions of it. Several: a pool of each, of the same size."""
    pools: Sequence[PoolData] = ()
    forum_session_id: UUID | None = None
    position: int = 0
    behaviour: str = "after"
    attempts_allowed: int = 1
    counting: str = "best"
    opens: Offset = BY_HAND
    closes: Offset = BY_HAND
    entry: str = "registered"
    release: str = "by_hand"
    is_shuffled: bool = True
    draw: str = "same"

    @property
    def all_pools(self) -> Sequence[PoolData]:
        """The pools that were asked for, or those that several modules amount to."""
        if self.pools or len(self.modules) < 2:
            return self.pools
        each, more = divmod(self.question_count, len(self.modules))
        sizes = [each + (place < more) for place in range(len(self.modules))]
        return [PoolData(size, module_id=module.id) for module, size in zip(self.modules, sizes, strict=True) if size]


FIXED = ("question_count", "module_id", "purpose", "limit_minutes", "behaviour", "draw", "is_shuffled")
"""What those who have begun rely on: it no longer changes once the quiz was opened."""
ASKED = ("question_count", "module_id", "purpose", "draw")
"""What decides which questions are chosen."""


def create_quiz(forum: Forum, data: QuizData, *, actor: HasId | None, at: datetime, seed: int | None = None) -> Quiz:
    """A prepared quiz with its questions chosen.

    Without a `seed` the choice follows from forum and quiz; the pre- and the post-test of a forum get the
    same questions, so that what was learned can be read from the pair.
    Raises TooFewQuestions, PoolTooSmall, CodeTaken, WindowWithoutSession, SessionOfAnotherForum,
    ClosesBeforeItOpens, ToldTooEarly.
    """
    with transaction() as session:
        quiz = Quiz(forum_id=forum.id, created_at=at)
        _write(session, quiz, data)
        _write_pools(session, quiz, data.all_pools)
        choose(session, quiz, seed=seed_of(quiz) if seed is None else seed)
        audit.record("quizzes.create_quiz", quiz, actor=actor)
        return quiz


def change_quiz(quiz: Quiz, data: QuizData, *, actor: HasId | None) -> Quiz:
    """Overwrite what the form shows; questions are chosen anew when what they depend on changed.

    Raises AlreadyOpened when something would change that those who have begun rely on, and what
    `create_quiz` raises.
    """
    with transaction() as session:
        session.refresh(quiz, with_for_update=True)
        is_fixed = quiz.frozen_at is not None or quiz.state is not State.PREPARED
        fixed, asked, pools = _values(quiz, FIXED), _values(quiz, ASKED), _pools_of(quiz)
        _write(session, quiz, data)
        wanted = [(*pool.subject, pool.question_count) for pool in data.all_pools]
        if is_fixed and (_values(quiz, FIXED) != fixed or wanted != pools):
            raise rules.AlreadyOpened
        if wanted != pools or _values(quiz, ASKED) != asked:
            _write_pools(session, quiz, data.all_pools)
            choose(session, quiz, seed=seed_of(quiz))
        audit.record("quizzes.change_quiz", quiz, actor=actor)
        return quiz


def copy_quiz(quiz: Quiz, *, actor: HasId | None, at: datetime) -> Quiz:
    """The same settings under the next free code, never opened, with questions as the bank is now.

    Raises TooFewQuestions, PoolTooSmall.
    """
    with transaction():
        modules = [quiz.module] if quiz.module else []
        data = QuizData(
            code=_free_code(quiz),
            title=quiz.title,
            modules=modules,
            pools=[
                PoolData(pool.question_count, pool.objective_id, pool.module_id, pool.difficulty)
                for pool in queries.list_pools(quiz)
            ],
            opens=Offset(quiz.opens_from, quiz.opens_offset_minutes),
            closes=Offset(quiz.closes_from, quiz.closes_offset_minutes),
            position=len(queries.list_quizzes(quiz.forum)) + 1,
            **{name: getattr(quiz, name) for name in COPIED},
        )
        return create_quiz(quiz.forum, data, actor=actor, at=at)


COPIED = (
    "purpose", "question_count", "limit_minutes", "pass_percent", "forum_session_id", "behaviour", "attempts_allowed",
    "counting", "entry", "release", "is_shuffled", "draw",
)  # fmt: skip


def _free_code(quiz: Quiz) -> str:
    """`Q1` becomes `Q1-2`, then `Q1-3`."""
    used = {found.code for found in queries.list_quizzes(quiz.forum)}
    stem = quiz.code[:16]
    return next(code for number in range(2, len(used) + 3) if (code := f"{stem}-{number}") not in used)


def _values(quiz: Quiz, names: Sequence[str]) -> list[Any]:
    return [getattr(quiz, name) for name in names]


def _pools_of(quiz: Quiz) -> list[tuple[Any, ...]]:
    return [
        (pool.objective_id, pool.module_id, pool.difficulty, pool.question_count) for pool in queries.list_pools(quiz)
    ]


def _write(session: Session, quiz: Quiz, data: QuizData) -> None:
    rules.require_fitting(data.purpose, data.behaviour)
    pools = data.all_pools
    quiz.code, quiz.title, quiz.purpose = data.code, data.title, data.purpose
    quiz.question_count = sum(pool.question_count for pool in pools) if pools else data.question_count
    quiz.limit_minutes, quiz.pass_percent, quiz.position = data.limit_minutes, data.pass_percent, data.position
    quiz.module_id = data.modules[0].id if len(data.modules) == 1 and not pools else None
    quiz.behaviour, quiz.attempts_allowed, quiz.counting = data.behaviour, data.attempts_allowed, data.counting
    quiz.opens_from, quiz.opens_offset_minutes = data.opens.anchor, data.opens.minutes
    quiz.closes_from, quiz.closes_offset_minutes = data.closes.anchor, data.closes.minutes
    quiz.entry, quiz.release = data.entry, data.release
    quiz.is_shuffled, quiz.draw = data.is_shuffled, data.draw
    quiz.forum_session_id = data.forum_session_id
    _require_window(session, quiz.forum_id, data)
    session.add(quiz)
    try:
        session.flush()
    except IntegrityError as error:
        if violated(error) == "uq_quizzes_forum_id_code":
            raise rules.CodeTaken(code=data.code) from error
        raise


def _require_window(session: Session, forum_id: UUID, data: QuizData) -> None:
    held = session.get(ForumSession, data.forum_session_id) if data.forum_session_id else None
    if held is not None and held.forum_id != forum_id:
        raise rules.SessionOfAnotherForum
    if held is None and (data.opens.minutes is not None or data.closes.minutes is not None):
        raise rules.WindowWithoutSession
    if held is not None:
        rules.require_possible(rules.Window.around(held, data.opens, data.closes))


def _write_pools(session: Session, quiz: Quiz, pools: Sequence[PoolData]) -> None:
    session.execute(delete(QuizQuestion).where(QuizQuestion.quiz_id == quiz.id))
    session.execute(delete(QuizPool).where(QuizPool.quiz_id == quiz.id))
    session.add_all(
        QuizPool(
            quiz_id=quiz.id,
            position=position,
            objective_id=pool.objective_id,
            module_id=pool.module_id,
            question_count=pool.question_count,
            difficulty=pool.difficulty,
        )
        for position, pool in enumerate(pools, 1)
    )
    session.flush()
