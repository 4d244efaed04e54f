"""The second score: what attempts would be worth with the answers that came late."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from forum_app.kernel.database import db
from forum_app.questions.rules import Key
from forum_app.quizzes import rules
from forum_app.quizzes.models import Answer, Attempt
from forum_app.quizzes.queries.asking import asked_in
from forum_app.quizzes.queries.results import keys_of
from forum_app.quizzes.rules import ScoreSheet


@dataclass(frozen=True, slots=True)
class Late:
    """The late answers of one attempt."""

    count: int
    first_received_at: datetime | None
    in_time: ScoreSheet
    """What it is worth without them."""
    with_late: ScoreSheet
    """What it is worth with them."""


def late_of(attempts: Sequence[Attempt]) -> dict[UUID, Late]:
    """By attempt both scores, whatever a trainer decided. Three queries, whatever the size."""
    quizzes = {attempt.quiz_id: attempt.quiz for attempt in attempts}
    keys, asked = keys_of(quizzes), asked_in(attempts, quizzes.values())
    answers = _answers({attempt.id for attempt in attempts})
    return {
        attempt.id: _late(
            {question: keys[attempt.quiz_id][question] for question in asked[attempt.id]},
            answers[attempt.id],
            pass_percent=quizzes[attempt.quiz_id].pass_percent,
        )
        for attempt in attempts
    }


def _answers(attempts: set[UUID]) -> dict[UUID, list[Answer]]:
    found: dict[UUID, list[Answer]] = defaultdict(list)
    query = select(Answer).where(Answer.attempt_id.in_(attempts)).order_by(Answer.is_late)
    for answer in db.session.scalars(query):
        found[answer.attempt_id].append(answer)
    return found


def _late(keys: dict[UUID, Key], answers: Sequence[Answer], *, pass_percent: int) -> Late:
    """Of two answers to one question the late one is what was meant in the end."""
    late = [answer for answer in answers if answer.is_late]
    in_time = {answer.question_id: answer.chosen for answer in answers if not answer.is_late}
    both = {answer.question_id: answer.chosen for answer in answers}
    return Late(
        count=len(late),
        first_received_at=min((answer.received_at for answer in late), default=None),
        in_time=rules.score(keys, in_time, pass_percent=pass_percent),
        with_late=rules.score(keys, both, pass_percent=pass_percent),
    )
