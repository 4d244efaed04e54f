"""An officer takes a quiz on a phone: in Khmer, without a network, through a reload, and on a second phone."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from forum_app.accounts.models import Account
from forum_app.forums.models import Forum
from forum_app.kernel.database import db
from forum_app.quizzes import queries, services
from forum_app.quizzes.models import Answer, AnswerArrival, Attempt, Quiz
from forum_app.quizzes.rules import Screen
from tests.factories.forums import make_forum
from tests.factories.kinds import make_quiz_of_kinds
from tests.factories.programme import at
from tests.factories.quizzes import make_quiz
from tests.factories.registration import make_officer

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

START = "ចាប់ផ្តើមតេស្ត"
NEXT = re.compile("^(សំណួរបន្ទាប់|ពិនិត្យ និងបញ្ជូន)$")
BACK = "មុន"
HAND_IN = "បញ្ជូនចម្លើយ"
ON_SERVER = "បានរក្សាទុកលើម៉ាស៊ីនមេ"
NO_NETWORK = "មិនទាន់មានបណ្តាញ"
CACHES = "caches.keys().then((names) => names.filter((name) => !name.startsWith('shell')))"
WAITING = """new Promise((resolve) => { const opened = indexedDB.open("forum"); opened.onsuccess = () => {
  const all = opened.result.transaction("operations").objectStore("operations").getAll();
  all.onsuccess = () => resolve(all.result.length); } })"""


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
    rows = db.session.scalars(select(Answer).where(Answer.is_late.is_(False)))
    return {str(row.question_id): (row.chosen[0], row.language) for row in rows}


def attempt_of(quiz: Quiz) -> Attempt:
    db.session.rollback()
    return db.session.scalars(select(Attempt).where(Attempt.quiz_id == quiz.id)).one()


def kept(page: Any, words: str) -> None:
    """Wait until the strip says these words."""
    page.locator("#kept", has_text=words).wait_for()


def until(page: Any, script: str, wanted: Any) -> None:
    """Wait until the page answers so (wait_for_function would need eval, which our policy forbids)."""
    for _ in range(100):
        if page.evaluate(script) == wanted:
            return
        page.wait_for_timeout(100)
    assert page.evaluate(script) == wanted


def begin(page: Any, quiz: Quiz) -> list[Screen]:
    """Press start; the screens of the attempt, once the page is saved on the phone."""
    page.goto(address(quiz))
    page.get_by_role("button", name=START).click()
    page.wait_for_url("**/1")
    until(page, CACHES, [f"quiz-{attempt_of(quiz).id}"])
    return queries.list_screens(attempt_of(quiz))


def reads(page: Any, screen: Screen, lang: str = "km") -> None:
    """Wait until this question is on the screen."""
    page.get_by_role("heading", name=getattr(screen.stem, lang)).wait_for()


def test_an_officer_takes_a_quiz_in_khmer_and_switches_in_the_middle(
    phone: Any, quiz: Quiz, officer: Account, assert_accessible: Any
) -> None:
    page = phone(officer)
    screens = begin(page, quiz)
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

    page.locator(".opt").nth(2).click()
    kept(page, ON_SERVER)
    assert held() == {str(screens[0].question_id): (screens[0].choices[2].key, "km")}

    page.get_by_role("button", name="English").click()
    reads(page, screens[0], "en")
    assert page.locator("input[name=choice]:checked").get_attribute("value") == screens[0].choices[2].key
    page.get_by_role("button", name="Next question").click()
    reads(page, screens[1], "en")
    page.locator(".opt").nth(0).click()
    kept(page, "Saved on the server")
    page.reload()
    reads(page, screens[1], "en")
    assert page.locator("input[name=choice]:checked").get_attribute("value") == screens[1].choices[0].key
    page.get_by_role("button", name="Next question").click()
    reads(page, screens[2], "en")
    page.get_by_role("button", name="Next question").click()
    reads(page, screens[3], "en")
    page.locator(".opt").nth(1).click()
    page.get_by_role("button", name="Check and hand in").click()
    page.get_by_text("Question 3 has no answer yet.").wait_for()
    assert_accessible(page)

    page.get_by_role("button", name="Hand in").click()
    page.wait_for_url("**/result")
    page.get_by_text("3 of 4 questions answered.").wait_for()
    assert_accessible(page)
    assert attempt_of(quiz).submitted_at == at(quiz.forum, 2, "10:25")
    assert sorted(language for _, language in held().values()) == ["en", "en", "km"]
    until(page, CACHES, [])
    until(page, WAITING, 0)


def test_one_tap_on_the_officers_first_page_leads_to_question_1(
    phone: Any, quiz: Quiz, officer: Account, assert_accessible: Any
) -> None:
    page = phone(officer)
    page.goto(f"/forums/{quiz.forum.code}/me")
    assert_accessible(page)
    page.get_by_role("button", name=START).click()
    page.wait_for_url("**/1")
    reads(page, queries.list_screens(attempt_of(quiz))[0])


def test_cut_off_reloaded_and_finished_on_another_phone(
    phone: Any, quiz: Quiz, officer: Account, assert_accessible: Any
) -> None:
    """The story of the issue: the network goes in the middle, the page is reloaded, the battery dies."""
    page = phone(officer)
    screens = begin(page, quiz)
    page.locator(".opt").nth(0).click()
    kept(page, ON_SERVER)
    page.context.set_offline(True)
    page.get_by_role("button", name=NEXT).click()
    reads(page, screens[1])
    page.locator(".opt").nth(1).click()
    kept(page, NO_NETWORK)
    page.reload()
    reads(page, screens[1])
    kept(page, NO_NETWORK)
    assert page.locator("input[name=choice]:checked").get_attribute("value") == screens[1].choices[1].key
    page.get_by_role("button", name="English").click()
    page.get_by_role("button", name="Next question").click()
    reads(page, screens[2], "en")
    page.locator(".opt").nth(2).click()
    kept(page, "no connection yet")
    assert_accessible(page)
    assert held() == {str(screens[0].question_id): (screens[0].choices[0].key, "km")}

    second = phone(officer)
    second.goto(address(quiz))
    second.get_by_role("button", name="បន្ត").click()
    reads(second, screens[1])
    for screen in screens[1:]:
        reads(second, screen)
        second.locator(".opt").nth(3).click()
        kept(second, ON_SERVER)
        second.get_by_role("button", name=NEXT).click()
    assert_accessible(second)

    page.context.set_offline(False)
    kept(page, "Saved on the server")
    until(page, WAITING, 0)
    expected = {str(screens[0].question_id): (screens[0].choices[0].key, "km")}
    expected |= {str(screens[1].question_id): (screens[1].choices[1].key, "km")}  # the first phone's arrived later
    expected |= {str(screens[2].question_id): (screens[2].choices[2].key, "en")}
    expected |= {str(screens[3].question_id): (screens[3].choices[3].key, "km")}
    assert held() == expected
    second.get_by_role("button", name=HAND_IN).click()
    second.wait_for_url("**/result")
    second.get_by_text("បានឆ្លើយសំណួរ 4 ក្នុងចំណោម 4។").wait_for()
    assert db.session.scalars(select(AnswerArrival.sequence)).all().count(1) == 2  # two devices, each counting from one


def test_handing_in_without_a_network_is_queued_and_said(
    phone: Any, quiz: Quiz, officer: Account, assert_accessible: Any
) -> None:
    page = phone(officer)
    screens = begin(page, quiz)
    page.context.set_offline(True)
    for screen in screens:
        reads(page, screen)
        page.locator(".opt").nth(1).click()
        kept(page, NO_NETWORK)
        page.get_by_role("button", name=NEXT).click()
    page.get_by_role("button", name=HAND_IN).click()
    page.get_by_role("heading", name="បានបញ្ជូនពីទូរសព្ទនេះ").wait_for()
    assert_accessible(page)
    page.reload()
    page.get_by_role("heading", name="បានបញ្ជូនពីទូរសព្ទនេះ").wait_for()
    assert held() == {}
    page.context.set_offline(False)
    page.wait_for_url("**/result")
    assert held() == {str(screen.question_id): (screen.choices[1].key, "km") for screen in screens}
    assert attempt_of(quiz).submitted_at is not None
    until(page, CACHES, [])


def test_every_kind_is_answered_by_touch_and_by_keyboard(
    phone: Any, forum: Forum, officer: Account, assert_accessible: Any
) -> None:
    quiz = make_quiz_of_kinds(forum, opened=at(forum, 2, "10:20"))
    page = phone(officer)
    chosen: dict[str, list[str]] = {}
    for screen in begin(page, quiz):
        reads(page, screen)
        chosen[str(screen.question_id)] = _answer(page, screen)
        kept(page, ON_SERVER)
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        page.get_by_role("button", name=NEXT).click()
    db.session.rollback()
    assert {str(row.question_id): row.chosen for row in db.session.scalars(select(Answer))} == chosen


def _answer(page: Any, screen: Screen) -> list[str]:
    """Answer what is on the screen, and what that means."""
    if screen.kind == "matching":
        for select_box in page.locator(".pairs select").all():
            select_box.select_option(index=1)
        return [f"{choice.key}:{screen.targets[0].key}" for choice in screen.choices]
    if screen.kind == "ordering":
        page.locator("[data-move=down]").first.focus()
        page.keyboard.press("Enter")
        keys = [choice.key for choice in screen.choices]
        return [keys[1], keys[0], *keys[2:]]
    if screen.kind in ("numeric", "text"):
        page.locator("input[name=choice]").fill("១២,៥")
        page.keyboard.press("Tab")
        return ["១២,៥"]
    page.locator(".opt").nth(0).click()
    if screen.kind == "multiple":
        page.locator(".opt").nth(1).click()
        return sorted([screen.choices[0].key, screen.choices[1].key], key=[c.key for c in screen.choices].index)
    return [screen.choices[0].key]


def test_a_wrong_answer_of_a_mastery_quiz_comes_again_and_says_so_offline(
    phone: Any, forum: Forum, officer: Account, assert_accessible: Any
) -> None:
    quiz = make_quiz(forum, questions=2, opened=at(forum, 2, "10:20"), behaviour="mastery")
    page = phone(officer)
    screens = begin(page, quiz)
    keys = {question.id: question.correct_key for question in queries.list_questions(quiz)}

    def choose(screen: Screen, *, rightly: bool) -> None:
        reads(page, screen)
        right = keys[screen.question_id]
        key = right if rightly else next(choice.key for choice in screen.choices if choice.key != right)
        page.locator(f'.opt:has(input[value="{key}"])').click()
        page.get_by_role("button", name="ពិនិត្យចម្លើយខ្ញុំ").click()

    choose(screens[0], rightly=False)
    page.locator(".said", has_text="មិនទាន់ត្រឹមត្រូវទេ").wait_for()
    assert "CANARY" not in page.locator("main").inner_text()
    assert_accessible(page)
    page.get_by_role("button", name=NEXT).click()
    page.context.set_offline(True)
    choose(screens[1], rightly=True)
    page.locator(".said", has_text="ពេលមានបណ្តាញវិញ").wait_for()
    page.context.set_offline(False)
    page.locator(".said-right", has_text="CANARY").wait_for()
    page.get_by_role("button", name=NEXT).click()
    choose(screens[0], rightly=True)
    page.locator(".said-right").wait_for()
    assert_accessible(page)
    page.get_by_role("button", name=NEXT).click()
    page.get_by_role("button", name=HAND_IN).click()
    page.wait_for_url("**/result")
    db.session.rollback()
    assert len(db.session.scalars(select(AnswerArrival)).all()) == 3


def test_without_javascript_the_same_quiz_works(phone: Any, quiz: Quiz, officer: Account) -> None:
    page = phone(officer, js=False)
    page.goto(address(quiz))
    page.get_by_role("button", name=START).click()
    screens = queries.list_screens(attempt_of(quiz))
    for screen in screens:
        page.locator(".opt").nth(screen.position - 1).click()
        page.get_by_role("button", name=NEXT).click()
    page.get_by_text("គ្រប់សំណួរមានចម្លើយហើយ។").wait_for()
    page.get_by_role("button", name=HAND_IN).click()
    page.get_by_text("បានឆ្លើយសំណួរ 4 ក្នុងចំណោម 4។").wait_for()
    assert held() == {str(screen.question_id): (screen.choices[screen.position - 1].key, "km") for screen in screens}


def test_what_did_not_arrive_before_a_reload_is_chosen_and_sent_again(phone: Any, quiz: Quiz, officer: Account) -> None:
    page = phone(officer)
    screen = begin(page, quiz)[0]
    page.route("**/answers", lambda route: route.abort())
    page.locator(".opt").nth(3).click()
    kept(page, NO_NETWORK)
    page.unroute("**/answers")
    page.reload()
    kept(page, ON_SERVER)
    assert page.locator("input[name=choice]:checked").get_attribute("value") == screen.choices[3].key
    assert held() == {str(screen.question_id): (screen.choices[3].key, "km")}


def test_a_reply_that_is_lost_keeps_the_answer_once(phone: Any, quiz: Quiz, officer: Account) -> None:
    page = phone(officer)
    screen = begin(page, quiz)[0]

    def eat(route: Any) -> None:
        route.fetch()
        route.abort()

    page.route("**/answers", eat, times=1)
    page.locator(".opt").nth(0).click()
    kept(page, ON_SERVER)
    db.session.rollback()
    assert [row.chosen for row in db.session.scalars(select(AnswerArrival))] == [[screen.choices[0].key]]


def test_an_answer_after_closing_is_kept_apart_and_said(phone: Any, quiz: Quiz, officer: Account) -> None:
    page = phone(officer)
    begin(page, quiz)
    services.close_quiz(quiz, actor=None, at=at(quiz.forum, 2, "10:24"))
    page.locator(".opt").nth(0).click()
    kept(page, "មកដល់ក្រោយអស់ពេល")
    assert held() == {}


def test_answers_of_one_person_are_never_sent_as_another(
    phone: Any, forum: Forum, quiz: Quiz, officer: Account, live_server: Any
) -> None:
    page = phone(officer)
    begin(page, quiz)
    page.context.set_offline(True)
    page.locator(".opt").nth(0).click()
    kept(page, NO_NETWORK)
    other = make_officer(forum, badge_number=77)
    page.context.add_cookies([live_server.cookie(other)])
    page.context.set_offline(False)
    kept(page, "មានអ្នកផ្សេងចូលគណនី")
    assert held() == {}
    page.context.add_cookies([live_server.cookie(officer)])
    page.reload()
    kept(page, ON_SERVER)
    assert len(held()) == 1


def test_signing_out_removes_the_saved_page(phone: Any, quiz: Quiz, officer: Account) -> None:
    page = phone(officer)
    begin(page, quiz)
    page.goto("/sign-out")
    page.get_by_role("button").last.click()
    until(page, CACHES, [])
