"""Taking an officer's feedback: what was said without a name, and a receipt without what was said."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select

from forum_app.evaluation import queries, rules
from forum_app.evaluation.models import FeedbackAnswer, FeedbackReceipt, FeedbackResponse, FeedbackSurvey
from forum_app.evaluation.queries import Subject
from forum_app.kernel.database import db, insert_once, transaction
from forum_app.registration.models import Registration


def answer(
    registration: Registration,
    subject: Subject,
    *,
    answers: Mapping[UUID, int | str],
    at: datetime,
    filled_in: datetime | None = None,
) -> FeedbackResponse:
    """Take one form.

    `answers` holds a face from 1 to 5 or a text by question; unanswered questions are left out. `filled_in` is what
    a phone without a connection says about when it was done. Nothing goes to the audit trail: its
    order would join the two again.
    Raises NotOpen, AlreadyAnswered, NothingSaid, NoSuchFace, TextTooLong.
    """
    with transaction() as session:
        if registration.forum_id != subject.forum.id:
            raise rules.NotOpen
        if not subject.window.takes(at, filled_in=filled_in):
            raise rules.NotOpen
        kept = _judged(subject, answers)
        if not kept:
            raise rules.NothingSaid
        survey = survey_of(subject)
        if not insert_once(FeedbackReceipt, registration_id=registration.id, survey_id=survey.id):
            raise rules.AlreadyAnswered
        day_on = subject.day.day_on if subject.day else subject.forum.ends_on
        response = FeedbackResponse(survey_id=survey.id, answered_on=day_on)
        session.add(response)
        session.flush()
        for question_id, value in kept.items():
            session.add(_row(response, question_id, value))
        return response


def survey_of(subject: Subject) -> FeedbackSurvey:
    """The row that forms hang on, made when the first arrives. Inside `transaction()`."""
    insert_once(
        FeedbackSurvey,
        id=uuid4(),
        forum_id=subject.forum.id,
        scope=subject.scope,
        subject_id=subject.subject_id,
        day_id=subject.day.id if subject.scope == "day" and subject.day else None,
        forum_session_id=subject.forum_session.id if subject.forum_session else None,
    )
    query = select(FeedbackSurvey).where(FeedbackSurvey.subject_id == subject.subject_id)
    return db.session.scalars(query).one()


def _judged(subject: Subject, answers: Mapping[UUID, int | str]) -> dict[UUID, int | str]:
    """Answers to questions of this form, each right for its kind; empty texts are left out."""
    kinds = {question.id: question.kind for question in queries.list_questions(subject.forum, subject.scope)}
    kept: dict[UUID, int | str] = {}
    for question_id, value in answers.items():
        if kinds.get(question_id) == "faces":
            kept[question_id] = rules.require_face(value if isinstance(value, int) else 0)
        elif kinds.get(question_id) == "text" and (text := rules.require_text(str(value))):
            kept[question_id] = text
    return kept


def _row(response: FeedbackResponse, question_id: UUID, value: int | str) -> FeedbackAnswer:
    if isinstance(value, int):
        return FeedbackAnswer(response_id=response.id, question_id=question_id, value=value)
    language = rules.language_of(value)
    return FeedbackAnswer(response_id=response.id, question_id=question_id, text=value, language=language)
