"""Reads of the day's feedback."""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from forum_app.evaluation import rules
from forum_app.evaluation.models import FeedbackAnswer, FeedbackQuestion, FeedbackReceipt, FeedbackResponse
from forum_app.evaluation.rules import Counted
from forum_app.forums import queries as forums_queries
from forum_app.forums.models import Forum, ForumDay
from forum_app.kernel import clock
from forum_app.kernel.database import db
from forum_app.registration.models import Registration


@dataclass(slots=True)
class Result:
    """What came back to one question on one day, or on all days."""

    question: FeedbackQuestion
    counted: Counted
    texts: list[tuple[str, str]] = field(default_factory=list)
    """Language and text."""


@dataclass(slots=True)
class DayResults:
    """One day, or the whole forum when `day` is None."""

    day: ForumDay | None
    responses: int
    results: list[Result]

    @property
    def is_shown(self) -> bool:
        return self.responses >= rules.SMALLEST_GROUP


def list_questions(forum: Forum) -> list[FeedbackQuestion]:
    """The forum's own questions, otherwise the set that every forum starts with."""
    query = select(FeedbackQuestion).where(FeedbackQuestion.retired.is_(False)).order_by(FeedbackQuestion.position)
    own = list(db.session.scalars(query.where(FeedbackQuestion.forum_id == forum.id)))
    return own or list(db.session.scalars(query.where(FeedbackQuestion.forum_id.is_(None))))


def has_answered(registration: Registration, day: ForumDay) -> bool:
    """True when this officer's form of the day is in."""
    return db.session.get(FeedbackReceipt, (registration.id, day.id)) is not None


def count_given(registration: Registration) -> int:
    """On how many days this officer gave feedback."""
    query = select(func.count()).where(FeedbackReceipt.registration_id == registration.id)
    return db.session.scalar(query) or 0


def open_form_for(registration: Registration, *, at: datetime) -> ForumDay | None:
    """The day this officer can still give feedback on: from 14:00 until noon of the next day."""
    days = {day.day_on: day for day in forums_queries.list_days(registration.forum)}
    open_on = rules.open_day(days, local=clock.local(at))
    if open_on is None or has_answered(registration, days[open_on]):
        return None
    return days[open_on]


def results(forum: Forum) -> list[DayResults]:
    """The whole forum first, then each day that has answers; five queries, whatever the number of answers."""
    questions = list_questions(forum)
    answers = _answers(forum)
    counts = _response_counts(forum)
    found = [_day_results(None, sum(counts.values()), questions, answers)]
    for day in forums_queries.list_days(forum):
        if counts.get(day.id):
            own = [answer for answer in answers if answer[0] == day.id]
            found.append(_day_results(day, counts[day.id], questions, own))
    return found


Answer = tuple[UUID, UUID, int | None, str]
"""Day, question, face, text."""


def _answers(forum: Forum) -> list[Answer]:
    query = (
        select(FeedbackResponse.day_id, FeedbackAnswer.question_id, FeedbackAnswer.value, FeedbackAnswer.text)
        .join(FeedbackAnswer.response)
        .where(FeedbackResponse.forum_id == forum.id)
    )
    return [(day, question, value, text) for day, question, value, text in db.session.execute(query)]


def _response_counts(forum: Forum) -> dict[UUID, int]:
    query = select(FeedbackResponse.day_id, func.count()).where(FeedbackResponse.forum_id == forum.id)
    return dict(db.session.execute(query.group_by(FeedbackResponse.day_id)).all())


def _day_results(
    day: ForumDay | None, responses: int, questions: list[FeedbackQuestion], answers: list[Answer]
) -> DayResults:
    values: dict[UUID, list[int]] = defaultdict(list)
    texts: dict[UUID, list[str]] = defaultdict(list)
    for _day, question_id, value, text in answers:
        if value is not None:
            values[question_id].append(value)
        else:
            texts[question_id].append(text)
    results = [
        Result(one, rules.counted(values[one.id]), _shuffled(texts[one.id]) if _may_show(responses) else [])
        for one in questions
    ]
    return DayResults(day, responses, results)


def _may_show(responses: int) -> bool:
    return responses >= rules.SMALLEST_GROUP


def _shuffled(texts: list[str]) -> list[tuple[str, str]]:
    """In no order at all, so that the place in the list says nothing."""
    return [(rules.language_of(text), text) for text in random.sample(texts, len(texts))]
