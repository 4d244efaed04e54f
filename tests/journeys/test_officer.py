"""An officer activates a card, takes a quiz, reads the result, adds a phone and answers the day's feedback."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from forum_app.accounts.models import Account
from forum_app.evaluation import queries as evaluation
from forum_app.forums.models import Forum
from forum_app.kernel.database import db
from forum_app.quizzes import queries as quizzes
from forum_app.quizzes import services
from forum_app.quizzes.models import Answer, Attempt, Quiz
from forum_app.registration.queries import find_of_person
from tests.factories.accounts import PIN, make_card
from tests.factories.attendance import make_check_in
from tests.factories.evaluation import make_questions, subject_of
from tests.factories.forums import make_forum
from tests.factories.programme import at, make_session
from tests.factories.quizzes import make_quiz
from tests.factories.registration import make_officer
from tests.pages import HouseClient

HOME = "/forums/TEST-1/me"


@pytest.fixture
def forum(context: None, at_time: Callable[[Any], None]) -> Forum:
    forum = make_forum()
    make_session(forum, "D1S01", day=1, start="09:00", end="10:00")
    at_time(at(forum, 1, "09:10"))
    return forum


@pytest.fixture
def officer(forum: Forum) -> Account:
    return make_officer(forum)


def activate(client: HouseClient, account: Account, code: str) -> None:
    """Badge code and one-time code as a thumb types them, then "yes, that is me", then the PIN."""
    typed = {"badge": account.person.badge_code.lower(), "code": code.lower().replace("-", " ")}
    assert client.post("/activate", data=typed).location == "/activate/who"
    assert account.person.name.km in client.get("/activate/who").get_data(as_text=True)
    assert client.post("/activate/who", data={"is_me": "yes"}).location == "/activate/pin"
    assert client.post("/activate/pin", data={"secret": "123456"}).status_code == 422
    assert client.post("/activate/pin", data={"secret": PIN}).status_code == 303


def take(client: HouseClient, quiz: Quiz, *, switch_to: str) -> None:
    """One question after the other; after the first the language changes and the answer stays."""
    there = f"{HOME}/quizzes/{quiz.id}"
    assert client.get(there).status_code == 200
    assert client.post(there).location == f"{there}/1"
    right = {question.id: question.correct_key for question in quizzes.list_questions(quiz)}
    attempt = db.session.scalars(select(Attempt).where(Attempt.quiz_id == quiz.id)).one()
    for place, screen in enumerate(quizzes.list_screens(attempt), 1):
        sent = client.post(f"{there}/{place}", data={"choice": right[screen.question_id], "go": "next"})
        assert sent.status_code == 303
        page = client.speak(switch_to).get(f"{there}/{place}").get_data(as_text=True)
        assert page.count("checked") == 1
    assert client.get(f"{there}/review").status_code == 200
    assert client.post(f"{there}/review").status_code == 303


@pytest.mark.parametrize("lang", ["km", "en"])
def test_from_the_card_to_the_result(client: HouseClient, forum: Forum, officer: Account, lang: str) -> None:
    client.speak(lang)
    activate(client, officer, make_card(officer).code)
    quiz = make_quiz(forum, opened=at(forum, 1, "09:05"))
    assert str(quiz.id) in client.get(HOME).get_data(as_text=True)  # one tap away

    take(client, quiz, switch_to="en" if lang == "km" else "km")
    client.speak(lang)
    assert len(db.session.scalars(select(Answer)).all()) == quiz.question_count
    result = f"{HOME}/quizzes/{quiz.id}/result"
    assert "CANARY" not in client.get(result).get_data(as_text=True)
    services.close_quiz(quiz, actor=None, at=at(forum, 1, "09:30"))
    services.release_results(quiz, actor=None, at=at(forum, 1, "09:40"))
    page = client.get(result).get_data(as_text=True)
    words = "ប្រភព CANARY" if lang == "km" else "Source CANARY"
    assert (words in page, "100" in page) == (True, True)
    for own in ("programme", "attendance", "certificate", "materials", "skills", "quizzes"):
        assert client.get(f"{HOME}/{own}").status_code == 200, own


def test_a_quiz_that_closed_meanwhile_keeps_the_answer_apart_and_says_so(
    client: HouseClient, forum: Forum, officer: Account
) -> None:
    quiz = make_quiz(forum, opened=at(forum, 1, "09:05"))
    client.sign_in(officer).speak("en")
    client.post(f"{HOME}/quizzes/{quiz.id}")
    services.close_quiz(quiz, actor=None, at=at(forum, 1, "09:20"))
    attempt = db.session.scalars(select(Attempt).where(Attempt.quiz_id == quiz.id)).one()
    key = quizzes.list_screens(attempt)[0].choices[0].key
    page = client.post(f"{HOME}/quizzes/{quiz.id}/1", data={"choice": key, "go": "next"}, follow_redirects=True)
    assert "it counts only if the trainer accepts it" in page.get_data(as_text=True)
    assert [row.is_late for row in db.session.scalars(select(Answer))] == [True]


def test_a_second_phone_comes_in_by_the_code_of_the_first_one(
    app: Flask, client: HouseClient, officer: Account
) -> None:
    activate(client, officer, make_card(officer).code)
    page = client.post("/enrol").get_data(as_text=True)
    token = page.partition("/activate#")[2][:43]
    second = app.test_client()
    assert second.post("/activate", data={"token": token}).location == "/activate/who"
    assert second.post("/activate/who", data={"is_me": "yes"}).location == "/activate/pin"
    assert second.post("/activate/pin", data={"secret": PIN}).status_code == 303
    assert second.get(HOME).status_code == 200
    assert client.get(HOME).status_code == 200


@pytest.mark.parametrize("lang", ["km", "en"])
def test_the_record_says_what_the_desk_noted_and_the_feedback_counts_once(
    client: HouseClient, forum: Forum, officer: Account, at_time: Callable[[Any], None], lang: str
) -> None:
    questions = make_questions(forum)
    own = find_of_person(forum, officer.person_id)
    assert own is not None
    make_check_in(own, clock_time="08:12")
    client.sign_in(officer).speak(lang)
    assert "08:12" in client.get(f"{HOME}/attendance").get_data(as_text=True)
    at_time(at(forum, 1, "16:30"))
    assert f"{HOME}/feedback" in client.get(HOME).get_data(as_text=True)
    form = f"{HOME}/feedback/day-1"
    assert client.post(form, data={}).status_code == 422
    assert client.post(form, data={f"q-{questions[0].id}": "5"}).status_code == 303
    client.post(form, data={f"q-{questions[0].id}": "1"})
    assert evaluation.results_of(subject_of(forum)).forms == 1
