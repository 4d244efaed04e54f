"""What an officer sees of a quiz."""

from collections.abc import Callable
from typing import Any

import pytest

from forum_app.accounts.models import Account
from forum_app.forums.models import Forum
from forum_app.quizzes import queries, services
from forum_app.quizzes.models import Quiz
from tests.factories.forums import make_forum, make_staff
from tests.factories.programme import at
from tests.factories.quizzes import make_quiz, take_quiz
from tests.factories.registration import make_officer
from tests.pages import HouseClient
from tests.quizzes.browsing import CANARY, begin, held, mine, registration_of

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def forum(at_time: Callable[[Any], None]) -> Forum:
    forum = make_forum()
    at_time(at(forum, 2, "10:25"))
    return forum


@pytest.fixture
def quiz(forum: Forum) -> Quiz:
    return make_quiz(forum, opened=at(forum, 2, "10:20"))


@pytest.fixture
def officer(forum: Forum, client: HouseClient) -> Account:
    account = make_officer(forum)
    client.sign_in(account)
    return account


class TestOfficer:
    @pytest.mark.parametrize(("lang", "words"), [("km", "ចាប់ផ្តើមតេស្ត"), ("en", "Start the quiz")])
    def test_the_slip_says_what_to_expect(
        self, client: HouseClient, quiz: Quiz, officer: Account, lang: str, words: str
    ) -> None:
        page = client.speak(lang).get(mine(quiz)).get_data(as_text=True)
        assert words in page
        assert "10:40" in page

    def test_one_starts_answers_turns_and_hands_in(self, client: HouseClient, quiz: Quiz, officer: Account) -> None:
        attempt = begin(client, quiz)
        screens = queries.list_screens(attempt)
        for screen in screens:
            page = client.get(mine(quiz, f"/{screen.position}")).get_data(as_text=True)
            assert screen.stem.km in page
            sent = client.post(mine(quiz, f"/{screen.position}"), data={"choice": screen.choices[0].key, "go": "next"})
            after = "/review?plain=1" if screen.position == 4 else f"/{screen.position + 1}?plain=1"
            assert (sent.status_code, sent.location) == (303, mine(quiz, after))
        assert sorted(held()) == sorted(([screen.choices[0].key], "km", False) for screen in screens)
        assert client.get(mine(quiz, "/review")).status_code == 200
        assert client.post(mine(quiz, "/review")).location == mine(quiz, "/result")
        assert "បានបញ្ជូននៅម៉ោង 10:25" in client.get(mine(quiz, "/result")).get_data(as_text=True)
        for place in ("", "/1", "/review"):
            assert client.get(mine(quiz, place)).location == mine(quiz, "/result")

    def test_going_back_keeps_the_choice(self, client: HouseClient, quiz: Quiz, officer: Account) -> None:
        key = queries.list_screens(begin(client, quiz))[1].choices[2].key
        sent = client.post(mine(quiz, "/2"), data={"choice": key, "go": "previous"})
        assert sent.location == mine(quiz, "/1?plain=1")
        page = client.get(mine(quiz, "/2?plain=1")).get_data(as_text=True)
        assert f'value="{key}" checked' in page

    def test_turning_without_a_choice_keeps_the_question_open(
        self, client: HouseClient, quiz: Quiz, officer: Account
    ) -> None:
        begin(client, quiz)
        assert client.post(mine(quiz, "/1"), data={"go": "next"}).location == mine(quiz, "/2?plain=1")
        assert client.post(mine(quiz, "/1"), data={"go": "previous"}).location == mine(quiz, "/2?plain=1")
        assert held() == []
        page = client.speak("en").get(mine(quiz, "/review")).get_data(as_text=True)
        assert "Questions 1, 2, 3, 4 have no answer yet." in page

    def test_coming_back_goes_on_at_the_first_open_question(
        self, client: HouseClient, quiz: Quiz, officer: Account
    ) -> None:
        attempt = begin(client, quiz)
        client.post(mine(quiz, "/1"), data={"choice": queries.list_screens(attempt)[0].choices[0].key})
        assert client.post(mine(quiz)).location == mine(quiz, "/2")
        assert "បន្ត" in client.get(mine(quiz)).get_data(as_text=True)

    def test_switching_the_language_keeps_the_choice_and_saves_nothing(
        self, client: HouseClient, quiz: Quiz, officer: Account
    ) -> None:
        screen = queries.list_screens(begin(client, quiz))[0]
        key = screen.choices[1].key
        page = client.post(mine(quiz, "/1"), data={"choice": key, "switch_lang": "en"}).get_data(as_text=True)
        assert screen.stem.en in page
        assert f'value="{key}" checked' in page
        assert held() == []
        client.post(mine(quiz, "/1"), data={"choice": key, "go": "next"})
        assert held() == [([key], "en", False)]

    def test_answered_after_closing_it_is_kept_apart_and_said_so(
        self, client: HouseClient, quiz: Quiz, officer: Account
    ) -> None:
        key = queries.list_screens(begin(client, quiz))[0].choices[1].key
        services.close_quiz(quiz, actor=None, at=at(quiz.forum, 2, "10:24"))
        client.speak("en").post(mine(quiz, "/1"), data={"choice": key, "go": "next"})
        assert held() == [([key], "en", True)]
        page = client.get(mine(quiz, "/result")).get_data(as_text=True)
        assert "closed at 10:24" in page
        assert "1 answer reached the server after the time was up, the first at 10:25." in page
        assert "They do not count unless the trainer accepts them." in page

    def test_answered_after_the_time_it_is_kept_and_marked(
        self, client: HouseClient, quiz: Quiz, officer: Account, at_time: Callable[[Any], None]
    ) -> None:
        key = queries.list_screens(begin(client, quiz))[0].choices[1].key
        at_time(at(quiz.forum, 2, "10:41"))
        client.speak("en").post(mine(quiz, "/1"), data={"choice": key, "go": "next"})
        page = client.get(mine(quiz, "/2")).get_data(as_text=True)
        assert "it counts only if the trainer accepts it" in page
        assert "Time is up" in page
        assert held() == [([key], "en", True)]

    def test_handing_in_after_closing_is_refused_in_words(
        self, client: HouseClient, quiz: Quiz, officer: Account
    ) -> None:
        begin(client, quiz)
        services.close_quiz(quiz, actor=None, at=at(quiz.forum, 2, "10:24"))
        assert "This quiz is closed." in client.speak("en").post(mine(quiz, "/review")).get_data(as_text=True)

    def test_a_prepared_quiz_says_why_it_cannot_start(
        self, client: HouseClient, forum: Forum, officer: Account
    ) -> None:
        quiz = make_quiz(forum)
        assert "This quiz is not open yet." in client.speak("en").get(mine(quiz)).get_data(as_text=True)
        assert client.post(mine(quiz)).status_code == 422

    def test_what_was_not_started_leads_to_the_start(self, client: HouseClient, quiz: Quiz, officer: Account) -> None:
        for place in ("/1", "/review", "/result"):
            assert client.get(mine(quiz, place)).location == mine(quiz)

    def test_a_question_that_does_not_exist_is_not_found(
        self, client: HouseClient, quiz: Quiz, officer: Account
    ) -> None:
        begin(client, quiz)
        assert client.get(mine(quiz, "/5")).status_code == 404
        assert client.post(mine(quiz, "/5"), data={"choice": "X"}).status_code == 404

    def test_right_and_wrong_answers_make_pages_of_the_same_size(
        self, client: HouseClient, quiz: Quiz, officer: Account
    ) -> None:
        screen = queries.list_screens(begin(client, quiz))[0]
        sizes = set()
        for choice in screen.choices:
            client.post(mine(quiz, "/1"), data={"choice": choice.key})
            sizes.add(len(client.get(mine(quiz, "/1")).get_data()))
        assert len(sizes) == 1

    @pytest.mark.parametrize("lang", ["km", "en"])
    def test_after_release_each_question_is_explained(
        self, client: HouseClient, quiz: Quiz, officer: Account, lang: str
    ) -> None:
        take_quiz(quiz, registration_of(officer), right=[True, True, False], at=at(quiz.forum, 2, "10:22"))
        services.close_quiz(quiz, actor=None, at=at(quiz.forum, 2, "10:30"))
        services.release_results(quiz, actor=None, at=at(quiz.forum, 2, "10:31"))
        page = client.speak(lang).get(mine(quiz, "/result")).get_data(as_text=True)
        assert page.count(CANARY) == 8
        assert page.count("opt-right") == 4
        assert page.count("opt-wrong") == 1
        assert "2/4" in page
        assert client.get(f"/forums/{quiz.forum.code}/me/quizzes").status_code == 200

    def test_a_pre_test_explains_nothing_before_the_final_check_is_over(
        self, client: HouseClient, forum: Forum, officer: Account
    ) -> None:
        when = at(forum, 2, "10:22")
        before = make_quiz(forum, code="PRE", purpose="pre", opened=when)
        final = make_quiz(forum, code="POST", purpose="post", opened=when)
        for quiz in (before, final):
            take_quiz(quiz, registration_of(officer), right=[True], at=when)
        for quiz, said in ((before, 0), (final, 8)):
            services.close_quiz(quiz, actor=None, at=when)
            services.release_results(quiz, actor=None, at=when)
            page = client.get(mine(quiz, "/result")).get_data(as_text=True)
            assert "1/4" in page
            assert page.count(CANARY) == said
        assert client.get(mine(before, "/result")).get_data(as_text=True).count(CANARY) == 8

    def test_a_question_page_turned_by_a_form_is_small(self, client: HouseClient, quiz: Quiz, officer: Account) -> None:
        begin(client, quiz)
        assert len(client.get(mine(quiz, "/1?plain=1")).get_data()) < 20_000

    def test_an_empty_list_says_so(self, client: HouseClient, forum: Forum, officer: Account) -> None:
        page = client.speak("en").get(f"/forums/{forum.code}/me/quizzes").get_data(as_text=True)
        assert "No quiz has been opened yet." in page

    def test_others_are_kept_out(self, client: HouseClient, quiz: Quiz, forum: Forum) -> None:
        client.sign_in(make_staff(forum, "trainer"))
        for place in ("", "/1", "/review", "/result"):
            assert client.get(mine(quiz, place)).status_code == 403
        assert client.get(f"/forums/{forum.code}/me/quizzes").status_code == 403
        for place in ("/answers", "/hand-in"):
            assert client.post(mine(quiz, place)).status_code == 403

    def test_a_quiz_of_another_forum_is_not_found(self, client: HouseClient, quiz: Quiz, officer: Account) -> None:
        make_forum("OTHER-1")
        assert client.get(mine(quiz).replace("TEST-1", "OTHER-1")).status_code == 404
