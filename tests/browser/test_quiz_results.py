"""What stands after a quiz: the officer's result, the trainer's and the organiser's pages, the projector."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from forum_app.accounts.models import Account
from forum_app.forums.models import Forum
from forum_app.kernel.database import db
from forum_app.quizzes import services
from forum_app.quizzes.models import Quiz
from forum_app.registration.models import Registration
from tests.factories.forums import make_forum, make_staff
from tests.factories.programme import at
from tests.factories.quizzes import make_quiz, take_quiz
from tests.factories.registration import make_officer, make_registration

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


@pytest.fixture
def forum(live_server: Any, at_time: Callable[[Any], None]) -> Forum:
    forum = make_forum()
    at_time(at(forum, 2, "10:25"))
    return forum


@pytest.fixture
def quiz(forum: Forum) -> Quiz:
    return make_quiz(forum, opened=at(forum, 2, "10:20"))


@pytest.fixture
def officer(forum: Forum) -> Account:
    return make_officer(forum)


def test_after_release_the_result_is_explained(
    phone: Any, quiz: Quiz, officer: Account, assert_accessible: Any
) -> None:
    registration = db.session.scalars(select(Registration).where(Registration.person_id == officer.person_id)).one()
    take_quiz(quiz, registration, right=[True, False, True, True], at=at(quiz.forum, 2, "10:22"))
    services.close_quiz(quiz, actor=None, at=at(quiz.forum, 2, "10:24"))
    services.release_results(quiz, actor=None, at=at(quiz.forum, 2, "10:25"))
    page = phone(officer)
    page.goto(f"/forums/{quiz.forum.code}/me/quizzes/{quiz.id}/result")
    page.get_by_text("3/4").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert_accessible(page)


@pytest.mark.parametrize("lang", ["km", "en"])
def test_trainer_and_organiser_pages_are_accessible(
    laptop: Any, quiz: Quiz, forum: Forum, lang: str, assert_accessible: Any
) -> None:
    for badge in range(1, 7):
        take_quiz(
            quiz,
            make_registration(forum, badge_number=badge),
            right=[True, badge > 3, badge > 1, False],
            at=at(forum, 2, "10:22"),
            submit=badge < 6,
        )
    base = f"/forums/{forum.code}/quizzes"
    page = laptop(make_staff(forum, "trainer"), lang=lang)
    for place in (base, f"{base}/{quiz.id}", f"{base}/{quiz.id}/people", f"{base}/{quiz.id}/projector"):
        page.goto(place)
        assert_accessible(page)
    page = laptop(make_staff(forum, "organiser"), lang=lang)
    for place in (f"{base}/new", f"{base}/{quiz.id}/setup"):
        page.goto(place)
        assert_accessible(page)
