"""Loading the questions and taking an officer's feedback."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from forum_app.evaluation import queries, rules
from forum_app.evaluation.models import FeedbackAnswer, FeedbackQuestion, FeedbackReceipt, FeedbackResponse
from forum_app.forums.models import ForumDay
from forum_app.kernel import clock
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import insert_once, transaction
from forum_app.registration.models import Registration


def load_questions(rows: Sequence[Mapping[str, Any]]) -> int:
    """Bring the set that every forum starts with to what the content says. Returns how many changed."""
    changed = 0
    with transaction() as session:
        query = select(FeedbackQuestion).where(FeedbackQuestion.forum_id.is_(None))
        known = {question.code: question for question in session.scalars(query)}
        for position, row in enumerate(rows, 1):
            question = known.pop(row["code"], None) or FeedbackQuestion(code=row["code"])
            values = {"kind": row["kind"], "text": Bilingual.of(row), "position": position, "retired": False}
            different = {name: value for name, value in values.items() if getattr(question, name) != value}
            for name, value in different.items():
                setattr(question, name, value)
            session.add(question)
            changed += bool(different)
        for gone in known.values():
            changed += not gone.retired
            gone.retired = True
    return changed


def answer(
    registration: Registration, day: ForumDay, *, answers: Mapping[UUID, int | str], at: datetime
) -> FeedbackResponse:
    """Take one form: what was said without a name, and a receipt without what was said.

    `answers` holds a face from 1 to 5 or a text by question; unanswered questions are left out. Nothing goes
    to the audit trail: its order would join the two again.
    Raises NotOpen, AlreadyAnswered, NothingSaid, NoSuchFace, TextTooLong.
    """
    with transaction() as session:
        if registration.forum_id != day.forum_id or not _is_open(day, at):
            raise rules.NotOpen
        kept = _judged(registration, answers)
        if not kept:
            raise rules.NothingSaid
        if not insert_once(FeedbackReceipt, registration_id=registration.id, day_id=day.id):
            raise rules.AlreadyAnswered
        response = FeedbackResponse(forum_id=day.forum_id, day_id=day.id, answered_on=day.day_on)
        session.add(response)
        session.flush()
        for question_id, value in kept.items():
            session.add(_row(response, question_id, value))
        return response


def _is_open(day: ForumDay, at: datetime) -> bool:
    return rules.open_day([day.day_on], local=clock.local(at)) == day.day_on


def _judged(registration: Registration, answers: Mapping[UUID, int | str]) -> dict[UUID, int | str]:
    """Answers to questions of this forum, each right for its kind; empty texts are left out."""
    kinds = {question.id: question.kind for question in queries.list_questions(registration.forum)}
    kept: dict[UUID, int | str] = {}
    for question_id, value in answers.items():
        if kinds.get(question_id) == "faces":
            kept[question_id] = rules.require_face(int(value))
        elif kinds.get(question_id) == "text" and (text := rules.require_text(str(value))):
            kept[question_id] = text
    return kept


def _row(response: FeedbackResponse, question_id: UUID, value: int | str) -> FeedbackAnswer:
    if isinstance(value, int):
        return FeedbackAnswer(response_id=response.id, question_id=question_id, value=value)
    return FeedbackAnswer(response_id=response.id, question_id=question_id, text=value)
