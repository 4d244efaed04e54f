"""Feedback is taken once per officer and day, and without a name."""

import threading
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum_app.course.imports import read_feedback_questions
from forum_app.evaluation import queries, rules, services
from forum_app.evaluation.models import FeedbackAnswer, FeedbackQuestion, FeedbackReceipt, FeedbackResponse
from forum_app.forums.models import ForumDay
from forum_app.forums.queries import list_days
from forum_app.kernel.audit import AuditEntry
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db, transaction
from forum_app.registration.models import Registration
from tests.factories.evaluation import make_feedback, make_people, make_questions
from tests.factories.forums import make_forum
from tests.factories.programme import at
from tests.factories.registration import make_registration

pytestmark = pytest.mark.usefixtures("context")


def count(model: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_loading_questions_twice_changes_nothing_and_retires_what_is_gone() -> None:
    rows = read_feedback_questions()
    assert services.load_questions(rows) == len(rows)
    assert services.load_questions(rows) == 0
    assert services.load_questions(rows[1:]) == len(rows)
    assert [one.code for one in queries.list_questions(make_forum())] == [row["code"] for row in rows[1:]]


def test_a_forum_may_ask_its_own_questions() -> None:
    forum = make_forum()
    make_questions(forum)
    with transaction() as session:
        session.add(FeedbackQuestion(forum_id=forum.id, code="own", text=Bilingual("សំណួរ", "Question")))
    assert [one.code for one in queries.list_questions(forum)] == ["own"]


def test_one_form_is_one_response_one_receipt_and_its_answers() -> None:
    forum = make_forum()
    make_questions(forum)
    make_feedback(make_registration(forum), text="ល្អ។")
    assert (count(FeedbackResponse), count(FeedbackReceipt), count(FeedbackAnswer)) == (1, 1, 5)


def test_nothing_joins_answers_to_a_person() -> None:
    forum = make_forum()
    make_questions(forum)
    registration = make_registration(forum)
    before = count(AuditEntry)
    make_feedback(registration)
    columns = {*FeedbackResponse.__table__.c.keys(), *FeedbackAnswer.__table__.c.keys()}
    assert columns == {"id", "forum_id", "day_id", "answered_on", "response_id", "question_id", "value", "text"}
    assert FeedbackReceipt.__table__.c.keys() == ["registration_id", "day_id"]
    response = db.session.scalars(select(FeedbackResponse)).one()
    assert response.id.version == 4
    assert count(AuditEntry) == before


def test_a_second_form_of_the_day_is_refused() -> None:
    forum = make_forum()
    make_questions(forum)
    registration = make_registration(forum)
    make_feedback(registration)
    with pytest.raises(rules.AlreadyAnswered):
        make_feedback(registration)
    make_feedback(registration, day=2)
    assert count(FeedbackResponse) == 2


@pytest.mark.parametrize("time", ["13:59", "07:00"])
def test_outside_its_hours_nothing_is_taken(time: str) -> None:
    forum = make_forum()
    make_questions(forum)
    with pytest.raises(rules.NotOpen):
        make_feedback(make_registration(forum), time=time)
    assert count(FeedbackReceipt) == 0


def test_an_empty_form_and_a_wrong_face_are_refused() -> None:
    forum = make_forum()
    questions = make_questions(forum)
    registration, day = make_registration(forum), list_days(forum)[0]
    moment = at(forum, 1, "15:00")
    with pytest.raises(rules.NothingSaid):
        services.answer(registration, day, answers={questions[-1].id: "  ", UUID(int=1): 5}, at=moment)
    with pytest.raises(rules.NoSuchFace):
        services.answer(registration, day, answers={questions[0].id: 9}, at=moment)
    assert count(FeedbackReceipt) == 0


def test_the_form_is_open_until_it_is_answered() -> None:
    forum = make_forum()
    make_questions(forum)
    registration = make_registration(forum)
    assert queries.open_form_for(registration, at=at(forum, 1, "13:00")) is None
    day = queries.open_form_for(registration, at=at(forum, 2, "09:00"))
    assert day is not None and day.number == 1
    make_feedback(registration)
    assert queries.open_form_for(registration, at=at(forum, 2, "09:00")) is None


def test_results_need_five_people() -> None:
    forum = make_forum()
    make_questions(forum)
    people = make_people(forum, 5)
    for registration in people[:4]:
        make_feedback(registration, face=5, text="ល្អ។")
    overall = queries.results(forum)[0]
    assert (overall.responses, overall.is_shown) == (4, False)
    assert [result.texts for result in overall.results] == [[]] * 5
    make_feedback(people[4], face=1, text="More practice, please.")
    overall, day = queries.results(forum)
    assert (day.day and day.day.number, overall.results[0].counted.mean) == (1, 4.2)
    assert min(overall.results[-1].texts) == ("en", "More practice, please.")
    assert len(overall.results[-1].texts) == 5


def test_six_taps_at_once_leave_one_form(app: Flask) -> None:
    forum = make_forum()
    questions = make_questions(forum)
    keys = (make_registration(forum).id, list_days(forum)[0].id)
    answers, moment, refused = {questions[0].id: 5}, at(forum, 1, "15:00"), []
    db.session.rollback()

    def tap() -> None:
        with app.app_context():
            registration, day = db.session.get_one(Registration, keys[0]), db.session.get_one(ForumDay, keys[1])
            try:
                services.answer(registration, day, answers=answers, at=moment)
            except Exception as error:
                refused.append(type(error))

    threads = [threading.Thread(target=tap) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == [rules.AlreadyAnswered] * 5
    assert (count(FeedbackResponse), count(FeedbackReceipt), count(FeedbackAnswer)) == (1, 1, 1)
