"""A trainer marks on a phone, in both languages and without JavaScript; officers read there."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from forum_app.accounts.models import Account
from forum_app.assessments import queries
from forum_app.assessments.models import Mark, Practical
from forum_app.course import imports as course_imports
from forum_app.course import services as course_services
from forum_app.course.queries import find_module
from forum_app.forums.models import Forum
from forum_app.kernel.database import db
from tests.factories.accounts import make_person
from tests.factories.assessments import make_observation, make_practical, make_trainer
from tests.factories.evaluation import make_feedback, make_people, make_questions
from tests.factories.forums import make_forum, make_staff
from tests.factories.materials import make_file, make_lesson
from tests.factories.programme import at, make_session
from tests.factories.registration import make_officer, make_registration

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

WORDS = {
    "km": {"next": "បន្ទាប់", "sign": "ចុះហត្ថលេខាបញ្ជាក់", "comment": "មតិយោបល់"},
    "en": {"next": "Next", "sign": "Sign off", "comment": "Comment"},
}


@pytest.fixture
def forum(live_server: Any, at_time: Callable[[Any], None]) -> Forum:
    forum = make_forum()
    at_time(at(forum, 1, "15:30"))
    return forum


@pytest.fixture
def practical(forum: Forum) -> Practical:
    practical = make_practical(forum)
    make_registration(forum, badge_number=21)
    make_registration(forum, badge_number=22, person=make_person("ធីតា", "ជា"))
    return practical


@pytest.fixture
def trainer(forum: Forum) -> Account:
    return make_trainer(forum)


def levels() -> list[int | None]:
    """The marks in the order in which they were made, as the database has them now."""
    db.session.rollback()
    return list(db.session.scalars(select(Mark.level).order_by(Mark.id)))


def fits(page: Any) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth") <= 360)


@pytest.mark.parametrize("lang", ["km", "en"])
def test_one_officer_is_marked_signed_off_and_the_next_is_one_tap_away(
    phone: Any, practical: Practical, trainer: Account, lang: str, assert_accessible: Any
) -> None:
    words = WORDS[lang]
    page = phone(trainer, lang=lang)
    page.goto("/forums/TEST-1/skills")
    assert fits(page)
    assert_accessible(page)
    page.locator("ol.ledger a.b").first.click()
    page.get_by_role("heading", level=1).wait_for()
    assert_accessible(page)
    for choice in (2, 4, 3):
        assert fits(page)
        page.locator(".opt").nth(choice).click()
        page.get_by_role("button", name=words["next"]).click()
        page.wait_for_load_state()
    page.wait_for_url("**/summary")
    assert levels() == [3, None, 4]
    assert_accessible(page)
    page.locator("textarea").first.fill("Good. ល្អ។")
    page.get_by_role("button", name=words["sign"]).click()
    page.get_by_text("Good. ល្អ។").wait_for()
    assert_accessible(page)
    page.locator(".dock .stamp").click()
    page.wait_for_url("**/skills/*/*")
    assert page.locator(".who .num").inner_text().endswith("022")
    db.session.rollback()
    places = queries.queue_of(practical)
    assert [str(place.state) for place in places] == ["signed_off", "waiting"]
    assert places[0].observations[0].passed is False


def test_without_javascript_a_trainer_goes_back_and_comments(
    phone: Any, practical: Practical, trainer: Account
) -> None:
    page = phone(trainer, js=False)
    page.goto("/forums/TEST-1/skills")
    page.locator("ol.ledger a.b").first.click()
    page.locator(".opt").nth(0).click()
    page.get_by_role("button", name="បន្ទាប់").click()
    page.locator(".opt").nth(3).click()
    page.get_by_role("button", name="មុន", exact=True).click()
    assert page.locator("input[name=level]:checked").get_attribute("value") == "1"
    page.locator(".opt").nth(1).click()
    page.get_by_role("button", name="មតិយោបល់").click()
    page.wait_for_url("**/summary#comment")
    assert levels() == [2, 4]


def test_the_language_switch_keeps_the_choice_that_was_not_sent(
    phone: Any, practical: Practical, trainer: Account
) -> None:
    page = phone(trainer)
    page.goto("/forums/TEST-1/skills")
    page.locator("ol.ledger a.b").first.click()
    page.locator(".opt").nth(2).click()
    page.get_by_role("button", name="English").click()
    page.get_by_text("Competent").wait_for()
    assert page.locator("input[name=level]:checked").get_attribute("value") == "3"
    assert levels() == []


@pytest.mark.parametrize("lang", ["km", "en"])
def test_what_an_officer_reads_on_the_phone(
    phone: Any, forum: Forum, trainer: Account, lang: str, assert_accessible: Any
) -> None:
    officer = make_officer(forum)
    content = next(one for one in course_imports.read_modules() if one.code == "DF")
    course_services.load_module(content)
    forum_session = make_session(forum)
    make_lesson(forum, find_module("DF"), forum_session=forum_session)
    make_file(forum, forum_session=forum_session)
    practical = make_practical(forum)
    make_observation(practical, queries.queue_of(practical)[0].registration, trainer, is_signed=True)
    page = phone(officer, lang=lang)
    for path in ("materials", f"sessions/{forum_session.id}", "read/DF", "skills"):
        page.goto(f"/forums/TEST-1/me/{path}")
        assert fits(page), path
        page.evaluate("scrollTo(0, document.body.scrollHeight)")  # else the dock lies over half of the foot's links
        assert_accessible(page)


@pytest.mark.parametrize("lang", ["km", "en"])
def test_organiser_pages_are_accessible(laptop: Any, forum: Forum, lang: str, assert_accessible: Any) -> None:
    make_questions(forum)
    for registration in make_people(forum, 5):
        make_feedback(registration, text="ល្អ។", time="15:00")
    make_practical(forum)
    make_file(forum, forum_session=make_session(forum))
    page = laptop(make_staff(forum), lang=lang)
    for path in ("skills", "skills/setup", "materials", "materials/add/file", "materials/add/link", "feedback"):
        page.goto(f"/forums/TEST-1/{path}")
        assert_accessible(page)
