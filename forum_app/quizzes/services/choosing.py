"""Which questions a quiz asks: chosen when it is made, brought up to date and kept from its first opening on."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from forum_app.quizzes import queries, rules
from forum_app.quizzes.models import Quiz, QuizQuestion
from forum_app.quizzes.rules import Candidate


def choose(session: Session, quiz: Quiz, *, seed: int) -> None:
    """Write down what the quiz asks, or may ask where each person gets their own.

    Raises TooFewQuestions, PoolTooSmall.
    """
    plan = queries.choice_of(quiz, seed=seed)
    drawn = plan.drawn(seed)
    _write(session, quiz, plan.candidates if quiz.draw == "each" else _only(drawn, plan.candidates))


def freeze(session: Session, quiz: Quiz, *, at: datetime) -> None:
    """From now on its questions stay: in their newest approved versions, without those that may no longer be asked.

    Raises QuestionsMissing when what was taken away cannot be made up.
    """
    if quiz.frozen_at is not None:
        return
    try:
        if quiz.draw == "each":
            choose(session, quiz, seed=seed_of(quiz))
        else:
            _renew(session, quiz)
    except (rules.TooFewQuestions, rules.PoolTooSmall) as refusal:
        raise rules.QuestionsMissing from refusal
    quiz.frozen_at = at


def seed_of(quiz: Quiz) -> int:
    """Follows from forum and quiz; the pre- and the post-test of a forum get the same questions."""
    name = "pre and post" if quiz.purpose in rules.PREPOST else quiz.code
    return int.from_bytes(hashlib.sha256(f"{quiz.forum.code}:{name}".encode()).digest()[:4])


def _renew(session: Session, quiz: Quiz) -> None:
    """Newer versions take the place of older ones; what may no longer be asked is made up from its own pool."""
    asked = queries.list_entries(quiz)
    newest = queries.newest_approved(quiz.purpose, {code for _, code, _ in asked})
    kept = [Candidate(newest[code], pool=pool) for _, code, pool in asked if code in newest]
    if len(kept) == len(asked):
        if [one.id for one in kept] != [key for key, _, _ in asked]:
            _write(session, quiz, kept)
        return
    _write(session, quiz, [*kept, *_made_up(quiz, kept, [pool for _, _, pool in asked])])


def _made_up(quiz: Quiz, kept: Sequence[Candidate], pools: Sequence[UUID | None]) -> Iterable[Candidate]:
    used = {one.id for one in kept}
    held = [one.pool for one in kept]
    for pool, free in queries.list_free(quiz, used).items():
        missing = pools.count(pool) - held.count(pool)
        fresh = [one for one in free if one.id not in used]
        found = rules.pick(fresh, missing, seed=seed_of(quiz)) if missing > 0 else []
        used |= set(found)
        yield from (Candidate(key, pool=pool) for key in found)


def _only(drawn: Sequence[UUID], candidates: Sequence[Candidate]) -> list[Candidate]:
    by_id = {one.id: one for one in candidates}
    return [by_id[key] for key in drawn]


def _write(session: Session, quiz: Quiz, chosen: Sequence[Candidate]) -> None:
    session.execute(delete(QuizQuestion).where(QuizQuestion.quiz_id == quiz.id))
    session.add_all(
        QuizQuestion(quiz_id=quiz.id, question_id=one.id, pool_id=one.pool, position=position)
        for position, one in enumerate(chosen, 1)
    )
    session.flush()
