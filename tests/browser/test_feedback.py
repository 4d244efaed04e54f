"""Feedback on a phone: twenty seconds, with and without a connection, with and without script."""

from collections.abc import Callable
from typing import Any

import pytest

from forum_app.evaluation import queries
from forum_app.forums.models import Forum
from forum_app.kernel.database import db
from tests.browser.conftest import LiveServer
from tests.factories.evaluation import make_feedback, make_people, make_questions, subject_of
from tests.factories.forums import make_forum, make_staff
from tests.factories.programme import at, make_session
from tests.factories.registration import make_officer

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]
FORMS = "/forums/TEST-1/me/feedback"


@pytest.fixture
def forum(live_server: LiveServer, at_time: Callable[[Any], None]) -> Forum:
    forum = make_forum()
    make_questions(forum)
    make_session(forum)
    at_time(at(forum, 1, "16:00"))
    return forum


def forms_of(forum: Forum) -> int:
    db.session.rollback()
    return queries.results_of(subject_of(forum)).forms


def choose(page: Any) -> None:
    """The happiest face of every question, and a line."""
    for faces in page.locator(".faces").all():
        faces.locator("label.face").last.click()
    page.fill("textarea", "ល្អណាស់។")


@pytest.mark.parametrize("js", [True, False])
def test_a_form_is_sent_with_five_taps_and_a_line(phone: Callable[..., Any], forum: Forum, js: bool) -> None:
    page = phone(make_officer(forum), js=js)
    page.goto(FORMS)
    choose(page)
    page.click("#feedback-form .stamp")
    page.wait_for_selector(".faces", state="detached")
    assert forms_of(forum) == 1


def test_a_form_sent_without_a_connection_goes_out_when_there_is_one(
    phone: Callable[..., Any], forum: Forum, assert_accessible: Callable[[Any], None]
) -> None:
    page = phone(make_officer(forum))
    page.goto(FORMS)
    assert_accessible(page)
    choose(page)
    page.context.set_offline(True)
    page.click("#feedback-form .stamp")
    page.wait_for_selector("#feedback .notice:not([hidden])")
    assert page.locator("#feedback-form").is_hidden()
    assert forms_of(forum) == 0
    page.context.set_offline(False)
    page.goto(FORMS)
    page.wait_for_selector("#feedback .notice:not([hidden])")
    assert forms_of(forum) == 1


def test_an_empty_form_says_what_is_missing(phone: Callable[..., Any], forum: Forum) -> None:
    page = phone(make_officer(forum))
    page.goto(FORMS)
    page.click("#feedback-form .stamp")
    page.wait_for_selector("[data-errors]")
    assert forms_of(forum) == 0


@pytest.mark.parametrize("lang", ["km", "en"])
def test_pages_of_organisers_are_accessible(
    laptop: Callable[..., Any], forum: Forum, assert_accessible: Callable[[Any], None], lang: str
) -> None:
    for registration in make_people(forum, 5):
        make_feedback(registration, text="ល្អ។")
    page = laptop(make_staff(forum), lang=lang)
    for name in ("", "/about/day-1", "/paper", "/about/day-1/paper", "/questions", "/questions/new"):
        page.goto(f"/forums/TEST-1/feedback{name}")
        assert_accessible(page)
