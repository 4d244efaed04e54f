"""An officer takes a quiz on a phone: in Khmer, across a language switch, a reload and a lost connection."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from forum_app.accounts.models import Account
from forum_app.forums.models import Forum
from forum_app.kernel.database import db
from forum_app.quizzes import queries, services
from forum_app.quizzes.models import Answer, Attempt, Quiz
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


def address(quiz: Quiz, tail: str = "") -> str:
    return f"/forums/{quiz.forum.code}/me/quizzes/{quiz.id}{tail}"


def held() -> dict[str, tuple[str, str]]:
    """Chosen key and language by question, as the database has them now."""
    db.session.rollback()
    rows = db.session.scalars(select(Answer))
    return {str(row.question_id): (row.chosen[0], row.language) for row in rows}


def attempt_of(quiz: Quiz) -> Attempt:
    db.session.rollback()
    return db.session.scalars(select(Attempt).where(Attempt.quiz_id == quiz.id)).one()


def kept(page: Any, words: str) -> None:
    """Wait until the strip says these words."""
    page.locator("#kept", has_text=words).wait_for()


def test_an_officer_takes_a_quiz_in_khmer_and_switches_in_the_middle(
    phone: Any, quiz: Quiz, officer: Account, assert_accessible: Any
) -> None:
    page = phone(officer)
    page.goto(address(quiz))
    assert_accessible(page)
    page.get_by_role("button", name="ចាប់ផ្តើមតេស្ត").click()
    page.wait_for_url("**/1")
    assert_accessible(page)
    screens = queries.list_screens(attempt_of(quiz))
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

    page.locator(".opt").nth(2).click()
    kept(page, "បានរក្សាទុកលើម៉ាស៊ីនមេ")
    assert held() == {str(screens[0].question_id): (screens[0].choices[2].key, "km")}

    page.get_by_role("button", name="English").click()
    page.get_by_role("heading", name=screens[0].stem.en).wait_for()
    assert page.locator("input[name=choice]:checked").get_attribute("value") == screens[0].choices[2].key
    page.get_by_role("button", name="Next question").click()
    page.wait_for_url("**/2")

    page.locator(".opt").nth(0).click()
    kept(page, "Saved on the server")
    page.reload()
    assert page.locator("input[name=choice]:checked").get_attribute("value") == screens[1].choices[0].key
    page.get_by_role("button", name="Next question").click()
    page.wait_for_url("**/3")
    page.get_by_role("button", name="Next question").click()
    page.wait_for_url("**/4")
    page.locator(".opt").nth(1).click()
    page.get_by_role("button", name="Check and hand in").click()
    page.wait_for_url("**/review")
    page.get_by_text("Question 3 has no answer yet.").wait_for()
    assert_accessible(page)

    page.get_by_role("button", name="Hand in").click()
    page.wait_for_url("**/result")
    page.get_by_text("3 of 4 questions answered.").wait_for()
    assert_accessible(page)
    assert attempt_of(quiz).submitted_at == at(quiz.forum, 2, "10:25")
    assert sorted(language for _, language in held().values()) == ["en", "en", "km"]


def test_without_javascript_the_same_quiz_works(phone: Any, quiz: Quiz, officer: Account) -> None:
    page = phone(officer, js=False)
    page.goto(address(quiz))
    page.get_by_role("button", name="ចាប់ផ្តើមតេស្ត").click()
    screens = queries.list_screens(attempt_of(quiz))
    for screen in screens:
        page.locator(".opt").nth(screen.position - 1).click()
        page.get_by_role("button", name=re.compile("សំណួរបន្ទាប់|ពិនិត្យ និងបញ្ជូន")).click()
    page.get_by_text("គ្រប់សំណួរមានចម្លើយហើយ។").wait_for()
    page.get_by_role("button", name="បញ្ជូនចម្លើយ").click()
    page.get_by_text("បានឆ្លើយសំណួរ 4 ក្នុងចំណោម 4។").wait_for()
    assert held() == {str(screen.question_id): (screen.choices[screen.position - 1].key, "km") for screen in screens}


def test_a_tap_without_connection_stays_on_the_phone_and_arrives_later(
    phone: Any, quiz: Quiz, officer: Account
) -> None:
    page = phone(officer)
    page.goto(address(quiz))
    page.get_by_role("button", name="ចាប់ផ្តើមតេស្ត").click()
    page.wait_for_url("**/1")
    screen = queries.list_screens(attempt_of(quiz))[0]
    page.context.set_offline(True)
    page.locator(".opt").nth(1).click()
    kept(page, "មិនទាន់មានបណ្តាញ")
    page.get_by_role("button", name="សំណួរបន្ទាប់").click()
    kept(page, "មិនទាន់មានបណ្តាញ")
    assert page.url.endswith("/1")
    assert held() == {}
    page.context.set_offline(False)
    kept(page, "បានរក្សាទុកលើម៉ាស៊ីនមេ")
    assert held() == {str(screen.question_id): (screen.choices[1].key, "km")}
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_a_whole_quiz_is_answered_without_connection(phone: Any, quiz: Quiz, officer: Account) -> None:
    page = phone(officer)
    page.goto(address(quiz))
    page.get_by_role("button", name="ចាប់ផ្តើមតេស្ត").click()
    page.wait_for_url("**/1")
    screens = queries.list_screens(attempt_of(quiz))
    for _ in range(100):  # wait_for_function would need eval, which our CSP forbids
        if page.evaluate("Object.keys(sessionStorage).length") == len(screens) - 1:
            break
        page.wait_for_timeout(200)
    page.context.set_offline(True)
    for screen in screens:
        page.get_by_role("heading", name=screen.stem.km).wait_for()
        page.locator(".opt").nth(1).click()
        kept(page, "មិនទាន់មានបណ្តាញ")
        page.get_by_role("button", name=re.compile("សំណួរបន្ទាប់|ពិនិត្យ និងបញ្ជូន")).click()
    page.get_by_role("button", name="មុន").click()
    page.get_by_role("heading", name=screens[2].stem.km).wait_for()
    assert page.locator("input[name=choice]:checked").get_attribute("value") == screens[2].choices[1].key
    assert page.locator(".ticks .done").count() == 3
    assert held() == {}
    page.context.set_offline(False)
    kept(page, "បានរក្សាទុកលើម៉ាស៊ីនមេ")
    assert held() == {str(screen.question_id): (screen.choices[1].key, "km") for screen in screens}
    page.get_by_role("button", name="សំណួរបន្ទាប់").click()
    page.wait_for_url("**/4")
    page.get_by_role("button", name="ពិនិត្យ និងបញ្ជូន").click()
    page.get_by_role("button", name="បញ្ជូនចម្លើយ").click()
    page.wait_for_url("**/result")
    assert page.evaluate("Object.keys(localStorage).length + Object.keys(sessionStorage).length") == 0


def test_a_page_fetched_ahead_does_not_lose_a_later_choice(phone: Any, quiz: Quiz, officer: Account) -> None:
    page = phone(officer)
    page.goto(address(quiz))
    page.get_by_role("button", name="ចាប់ផ្តើមតេស្ត").click()
    page.wait_for_url("**/1")
    screen = queries.list_screens(attempt_of(quiz))[1]
    for _ in range(100):
        if page.evaluate("Object.keys(sessionStorage).length") == 3:
            break
        page.wait_for_timeout(200)
    page.goto(address(quiz, "/2"))
    for option in (0, 1, 2):
        page.locator(".opt").nth(option).click()
        kept(page, "បានរក្សាទុកលើម៉ាស៊ីនមេ")
    page.get_by_role("button", name="សំណួរបន្ទាប់").click()
    page.wait_for_url("**/3")
    page.context.set_offline(True)
    page.get_by_role("button", name="មុន").click()
    page.locator(".opt").nth(3).click()
    kept(page, "មិនទាន់មានបណ្តាញ")
    page.context.set_offline(False)
    kept(page, "បានរក្សាទុកលើម៉ាស៊ីនមេ")
    assert held() == {str(screen.question_id): (screen.choices[3].key, "km")}


def test_what_did_not_arrive_before_a_reload_is_chosen_and_sent_again(phone: Any, quiz: Quiz, officer: Account) -> None:
    page = phone(officer)
    page.goto(address(quiz))
    page.get_by_role("button", name="ចាប់ផ្តើមតេស្ត").click()
    page.wait_for_url("**/1")
    screen = queries.list_screens(attempt_of(quiz))[0]
    page.route("**/save", lambda route: route.abort())
    page.locator(".opt").nth(3).click()
    kept(page, "មិនទាន់មានបណ្តាញ")
    page.unroute("**/save")
    page.reload()
    kept(page, "បានរក្សាទុកលើម៉ាស៊ីនមេ")
    assert page.locator("input[name=choice]:checked").get_attribute("value") == screen.choices[3].key
    assert held() == {str(screen.question_id): (screen.choices[3].key, "km")}


def test_a_tap_after_closing_is_refused_in_words_and_stays_chosen(
    phone: Any, quiz: Quiz, officer: Account, assert_accessible: Any
) -> None:
    page = phone(officer)
    page.goto(address(quiz))
    page.get_by_role("button", name="ចាប់ផ្តើមតេស្ត").click()
    page.wait_for_url("**/1")
    services.close_quiz(quiz, actor=None, at=at(quiz.forum, 2, "10:26"))
    page.locator(".opt").nth(0).click()
    kept(page, "តេស្តនេះបានបិទហើយ។")
    page.get_by_role("button", name="សំណួរបន្ទាប់").click()
    page.get_by_role("alert").get_by_text("តេស្តនេះបានបិទហើយ។").wait_for()
    assert page.locator("input[name=choice]:checked").count() == 1
    assert_accessible(page)
    assert held() == {}


def test_after_release_the_result_is_explained(
    phone: Any, quiz: Quiz, officer: Account, assert_accessible: Any
) -> None:
    registration = db.session.scalars(select(Registration).where(Registration.person_id == officer.person_id)).one()
    take_quiz(quiz, registration, right=[True, False, True, True], at=at(quiz.forum, 2, "10:22"))
    services.close_quiz(quiz, actor=None, at=at(quiz.forum, 2, "10:24"))
    services.release_results(quiz, actor=None, at=at(quiz.forum, 2, "10:25"))
    page = phone(officer)
    page.goto(address(quiz, "/result"))
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
    for place in (base, f"{base}/{quiz.id}", f"{base}/{quiz.id}/people"):
        page.goto(place)
        assert_accessible(page)
    page = laptop(make_staff(forum, "organiser"), lang=lang)
    for place in (f"{base}/new", f"{base}/{quiz.id}/setup"):
        page.goto(place)
        assert_accessible(page)
