"""Pages of the day's feedback."""

from collections.abc import Callable
from typing import Any

import pytest

from forum_app.evaluation import queries
from forum_app.forums.models import Forum
from forum_app.kernel.database import db
from forum_app.registration.models import Registration
from tests.factories.evaluation import make_feedback, make_people, make_questions
from tests.factories.forums import make_forum, make_staff
from tests.factories.programme import at
from tests.factories.registration import make_officer
from tests.pages import HouseClient

FORM, RESULTS = "/forums/TEST-1/me/feedback", "/forums/TEST-1/feedback"


@pytest.fixture
def forum(context: None) -> Forum:
    return make_forum()


@pytest.mark.parametrize("lang", ["km", "en"])
def test_an_officer_answers_once(client: HouseClient, forum: Forum, at_time: Callable[[Any], None], lang: str) -> None:
    questions = make_questions(forum)
    at_time(at(forum, 1, "16:00"))
    client.sign_in(make_officer(forum)).speak(lang)
    page = client.get(FORM)
    assert (page.status_code, 'type="radio"' in page.text) == (200, True)
    data = {f"q-{questions[0].id}": "5", f"q-{questions[-1].id}": "ល្អ។"}
    assert client.post(FORM, data=data).status_code == 303
    assert 'type="radio"' not in client.get(FORM).text
    assert queries.results(forum)[0].responses == 1


def test_an_empty_form_is_refused_and_a_wrong_one_keeps_the_text(
    client: HouseClient, forum: Forum, at_time: Callable[[Any], None]
) -> None:
    questions = make_questions(forum)
    at_time(at(forum, 1, "16:00"))
    client.sign_in(make_officer(forum)).speak("en")
    assert "Choose at least one face" in client.post(FORM, data={}).text
    page = client.post(FORM, data={f"q-{questions[0].id}": "x", f"q-{questions[-1].id}": "Kept sentence."})
    assert page.status_code == 422
    assert "Kept sentence." in page.text


def test_before_two_the_page_says_when(client: HouseClient, forum: Forum, at_time: Callable[[Any], None]) -> None:
    make_questions(forum)
    at_time(at(forum, 1, "10:00"))
    page = client.sign_in(make_officer(forum)).speak("en").get(FORM)
    assert "opens at 14:00" in page.text


@pytest.mark.parametrize("lang", ["km", "en"])
def test_an_organiser_reads_counts(client: HouseClient, forum: Forum, lang: str) -> None:
    make_questions(forum)
    client.sign_in(make_staff(forum)).speak(lang)
    assert client.get(RESULTS).status_code == 200
    for registration in make_people(forum, 5):
        make_feedback(registration, text="More time and more practice.")
    page = client.get(RESULTS)
    assert (page.status_code, page.text.count("More time")) == (200, 5)


@pytest.mark.parametrize(("role", "status"), [("lead_trainer", 200), ("trainer", 403), ("desk", 403)])
def test_who_reads_the_results(client: HouseClient, forum: Forum, role: str, status: int) -> None:
    make_questions(forum)
    assert client.sign_in(make_staff(forum, role)).get(RESULTS).status_code == status


def test_officers_answer_and_do_not_read(client: HouseClient, forum: Forum) -> None:
    make_questions(forum)
    officer = make_officer(forum)
    assert client.sign_in(officer).get(RESULTS).status_code == 403
    assert client.sign_in(make_staff(forum)).get(FORM).status_code == 403


def test_results_cost_the_same_for_one_and_three(
    client: HouseClient, forum: Forum, count_queries: Callable[[], Any]
) -> None:
    make_questions(forum)
    keys = [registration.id for registration in make_people(forum, 3)]
    client.sign_in(make_staff(forum))
    make_feedback(db.session.get_one(Registration, keys[0]))
    client.get(RESULTS)
    with count_queries() as one:
        client.get(RESULTS)
    for key in keys[1:]:
        make_feedback(db.session.get_one(Registration, key))
    client.get(RESULTS)
    with count_queries() as three:
        client.get(RESULTS)
    assert len(three) == len(one)
