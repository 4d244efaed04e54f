"""All kinds of questions on a page and on a phone, feedback at once, and nothing that tells too early."""

import gzip
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from forum_app.accounts.models import Account
from forum_app.forums.models import Forum
from forum_app.kernel.database import db, transaction
from forum_app.kernel.web.static import ROOT
from forum_app.questions.models import Question
from forum_app.quizzes import queries, rules, services
from forum_app.quizzes.models import Answer, AnswerArrival, Attempt, Quiz
from forum_app.quizzes.queries.judging import verdicts_of
from forum_app.quizzes.queries.late import late_of
from forum_app.quizzes.rules import Screen
from forum_app.quizzes.rules.arriving import AlreadyAnswered
from tests.factories.forums import make_forum
from tests.factories.kinds import answer_all, make_quiz_of_kinds, question_of_kind, right_answer_of
from tests.factories.programme import at
from tests.factories.quizzes import make_quiz
from tests.factories.registration import make_officer, make_registration
from tests.pages import HouseClient
from tests.quizzes.acting import answer, moment, open_attempt
from tests.quizzes.browsing import CANARY, begin, mine
from tests.quizzes.phones import phone_of

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def forum(at_time: Callable[[Any], None]) -> Forum:
    forum = make_forum()
    at_time(at(forum, 2, "10:25"))
    return forum


@pytest.fixture
def officer(forum: Forum, client: HouseClient) -> Account:
    account = make_officer(forum)
    client.sign_in(account)
    return account


@pytest.fixture
def quiz(forum: Forum, officer: Account) -> Quiz:
    return make_quiz_of_kinds(forum, opened=at(forum, 2, "10:20"))


def form_of(screen: Screen, chosen: list[str]) -> dict[str, Any]:
    """What a plain form sends for this answer."""
    if screen.kind == "ordering":
        return {"place": [f"{key}:{place}" for place, key in enumerate(chosen, 1)], "go": "next"}
    return {"choice": chosen, "go": "next"}


def held() -> dict[str, list[str]]:
    db.session.rollback()
    rows = db.session.execute(select(Question.kind, Answer.chosen).join(Answer, Answer.question_id == Question.id))
    return {kind: sorted(chosen) if kind != "ordering" else chosen for kind, chosen in rows}


def rightly() -> dict[str, list[str]]:
    db.session.rollback()
    questions = db.session.scalars(select(Question)).all()
    right = {question.kind: right_answer_of(question) for question in questions}
    return {kind: sorted(chosen) if kind != "ordering" else chosen for kind, chosen in right.items()}


class TestKinds:
    def test_every_kind_is_answered_by_a_plain_form(self, client: HouseClient, quiz: Quiz) -> None:
        screens = queries.list_screens(begin(client, quiz))
        right = {question.id: right_answer_of(question) for question in queries.list_questions(quiz)}
        address = mine(quiz)
        for screen in screens:
            sent = client.post(f"{address}/{screen.position}", data=form_of(screen, right[screen.question_id]))
            assert sent.status_code == 303, screen.kind
            assert client.get(f"{address}/{screen.position}").status_code == 200
        assert held() == rightly()
        (scored,) = [one.sheet for one in scored_after_closing(quiz)]
        assert (scored.right, scored.percent) == (8, 100)

    def test_questions_of_one_case_file_stand_together_under_it(self, client: HouseClient, quiz: Quiz) -> None:
        screens = queries.list_screens(begin(client, quiz))
        places = [screen.position for screen in screens if screen.case_file]
        assert len(places) == 2
        assert places[1] == places[0] + 1
        page = client.speak("en").get(mine(quiz, f"/{places[0]}?plain=1")).get_data(as_text=True)
        assert "<td>photographed</td>" in page
        assert '<details class="case" open' in page
        assert '<details class="case" data-case' in client.get(mine(quiz, f"/{places[1]}?plain=1")).get_data(
            as_text=True
        )

    @pytest.mark.parametrize(
        ("kind", "form", "sentence"),
        [
            ("ordering", {"place": ["a:1", "b:1"]}, "Give each step a number of its own, from 1 to 4."),
            ("numeric", {"choice": "twelve"}, "This is not a number that can be read. Write digits only"),
            ("text", {"choice": "a" * 201}, "This answer does not belong to the question."),
            ("matching", {"choice": ["a:b"]}, "This answer does not belong to the question."),
        ],
    )
    def test_what_is_no_answer_is_refused_in_words_and_stays_in_its_field(
        self, client: HouseClient, quiz: Quiz, kind: str, form: dict[str, Any], sentence: str
    ) -> None:
        screens = {screen.kind: screen for screen in queries.list_screens(begin(client, quiz))}
        sent = client.speak("en").post(mine(quiz, f"/{screens[kind].position}"), data={**form, "go": "next"})
        assert sent.status_code == 422
        assert sentence in sent.get_data(as_text=True)
        if kind == "numeric":
            assert 'value="twelve"' in sent.get_data(as_text=True)
        assert held() == {}

    def test_what_is_cleared_is_no_answer_any_more(self, client: HouseClient, quiz: Quiz) -> None:
        attempt = begin(client, quiz)
        question = question_of_kind("multiple")
        phone = phone_of(client, quiz, attempt)
        phone.told(phone.tap(question.id, question.option_keys[:1]))
        (told,) = phone.told(phone.tap(question.id, []))
        assert (told["state"], told["holds"]) == ("kept", [])
        db.session.rollback()
        assert len(rules.unanswered(queries.list_screens(db.session.scalars(select(Attempt)).one()))) == 8

    def test_after_release_each_kind_is_explained(
        self, client: HouseClient, quiz: Quiz, officer: Account, forum: Forum
    ) -> None:
        answer_all(begin(client, quiz), at=at(forum, 2, "10:22"))
        client.post(mine(quiz, "/review"))
        services.close_quiz(quiz, actor=None, at=at(forum, 2, "10:30"))
        services.release_results(quiz, actor=None, at=at(forum, 2, "10:31"))
        page = client.speak("en").get(mine(quiz, "/result")).get_data(as_text=True)
        assert "8/8" in page
        assert "data-never-keep" in page
        assert page.count("Why CANARY") == page.count("Source CANARY") == 8
        assert page.count("Law: CANARY") == 8
        assert "and up to 0.5 more or less" in page


def scored_after_closing(quiz: Quiz) -> list[Any]:
    """What the attempts of a quiz are worth once it is closed."""
    services.close_quiz(quiz, actor=None, at=at(quiz.forum, 2, "10:30"))
    return queries.list_scored([quiz])


class TestNothingIsTold:
    def test_no_page_and_no_message_holds_a_canary_before_release(
        self, client: HouseClient, quiz: Quiz, forum: Forum
    ) -> None:
        attempt = begin(client, quiz)
        phone, address = phone_of(client, quiz, attempt), mine(quiz)
        screens = queries.list_screens(attempt)
        right = {question.id: right_answer_of(question) for question in queries.list_questions(quiz)}
        seen = [client.get(address + place) for place in ("", "/1", "/3?plain=1", "/review")]
        said = [screen.question_id for screen in screens if screen.kind != "text"]
        seen += [phone.send(phone.tap(question, right[question])) for question in said]
        seen += [client.get(address + place) for place in ("", "/1", "/review")]
        seen.append(phone.hand_in())
        services.close_quiz(quiz, actor=None, at=at(forum, 2, "10:30"))
        seen += [client.get(address + place) for place in ("", "/1", "/review", "/result")]
        seen.append(client.get(f"/forums/{forum.code}/me/quizzes"))
        for response in seen:
            assert CANARY not in response.get_data(as_text=True), response.request.path

    def test_right_and_wrong_taps_are_answered_alike(self, client: HouseClient, forum: Forum, officer: Account) -> None:
        quiz = make_quiz(forum, opened=at(forum, 2, "10:20"))
        screen = queries.list_screens(begin(client, quiz))[0]
        attempt = db.session.scalars(select(Attempt)).one()
        answers = set()
        for place, choice in enumerate(screen.choices):
            phone = phone_of(client, quiz, attempt, device=f"phone-{place}")
            told = phone.told(phone.tap(screen.question_id, [choice.key]))[0]
            assert told.pop("holds") == [choice.key]
            answers.add(str(told))
        assert len(answers) == 1

    def test_two_attempts_get_the_same_but_for_the_order(self, forum: Forum, quiz: Quiz) -> None:
        """Neither order nor ids tell: every option stands in every place, and the right order is never shown."""
        places: dict[str, set[int]] = {}
        for badge in range(10, 34):
            registration = make_registration(forum, badge_number=badge)
            attempt = services.start_attempt(quiz, registration, actor=None, at=at(forum, 2, "10:21"))
            for screen in queries.list_screens(attempt):
                shown = [choice.key for choice in screen.choices]
                if screen.kind == "ordering":
                    assert shown != right_answer_of(question_of_kind("ordering"))
                if screen.kind == "matching":
                    pairs = question_of_kind("matching").solution["pairs"]
                    assert [target.key for target in screen.targets][:3] != [pairs[key] for key in shown]
                if screen.kind == "single":
                    places.setdefault(question_of_kind("single").correct_key, set()).add(
                        shown.index(question_of_kind("single").correct_key)
                    )
        assert list(places.values()) == [{0, 1, 2, 3}]

    def test_the_whole_quiz_is_at_most_fifty_kilobytes(
        self, client: HouseClient, forum: Forum, officer: Account
    ) -> None:
        """Ten questions in both languages with scripts and styles of the player, as they go over the line."""
        quiz = make_quiz(forum, questions=10, opened=at(forum, 2, "10:20"))
        begin(client, quiz)
        page = client.get(mine(quiz, "/1"), headers={"Accept-Encoding": "gzip"})
        assert page.headers["Content-Encoding"] == "gzip"
        assert len(page.get_data()) + wire_size_of_player() < 50_000


def wire_size_of_player() -> int:
    """Scripts and styles that only a quiz loads, compressed as a server sends them."""
    names = [*(ROOT / "js").glob("quiz*.js"), *(ROOT / "js").glob("queue*.js"), ROOT / "js" / "sw-pages.js"]
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in [*names, ROOT / "css" / "quiz.css"])


class TestJudgedAtOnce:
    def judged(self, forum: Forum, behaviour: str) -> tuple[Attempt, Question, str]:
        """An attempt, its first question and a wrong answer to it."""
        _, attempt, question = open_attempt(forum, behaviour=behaviour)
        return attempt, question, next(key for key in question.option_keys if key != question.correct_key)

    def test_an_immediate_answer_is_final_and_explained(self, forum: Forum) -> None:
        attempt, question, wrong = self.judged(forum, "immediate")
        answer(attempt, question, wrong, moment(forum))
        verdict = verdicts_of(attempt)[question.id]
        assert (verdict.is_right, verdict.is_final, verdict.right) == (False, True, [question.correct_key])
        assert verdict.feedback == question.feedback
        with pytest.raises(AlreadyAnswered):
            answer(attempt, question, question.correct_key, moment(forum))
        assert [row.chosen for row in db.session.scalars(select(Answer))] == [[wrong]]
        assert len(db.session.scalars(select(AnswerArrival)).all()) == 1

    def test_a_mastery_question_tells_nothing_until_it_is_right_and_its_first_answer_counts(self, forum: Forum) -> None:
        attempt, question, wrong = self.judged(forum, "mastery")
        answer(attempt, question, wrong, moment(forum))
        verdict = verdicts_of(attempt)[question.id]
        assert (verdict.is_right, verdict.is_final, list(verdict.right), bool(verdict.feedback)) == (
            False,
            False,
            [],
            False,
        )
        answer(attempt, question, question.correct_key, moment(forum))
        verdict = verdicts_of(attempt)[question.id]
        assert (verdict.is_right, verdict.tries, verdict.feedback) == (True, 2, question.feedback)
        assert [row.chosen for row in db.session.scalars(select(Answer))] == [[wrong]]

    def test_a_check_that_is_asked_again_is_never_judged(self, forum: Forum) -> None:
        quiz, attempt, question = open_attempt(forum, behaviour="immediate")
        with transaction():
            quiz.purpose = "pre"  # the form refuses this pair; a quiz of another installation may bring it
        answer(attempt, question, question.correct_key, moment(forum))
        assert verdicts_of(attempt) == {}

    def test_the_phone_hears_the_verdict_in_both_languages(
        self, client: HouseClient, forum: Forum, officer: Account
    ) -> None:
        quiz = make_quiz(forum, opened=at(forum, 2, "10:20"), behaviour="immediate")
        attempt = begin(client, quiz)
        screen = queries.list_screens(attempt)[0]
        phone = phone_of(client, quiz, attempt)
        (told,) = phone.told(phone.tap(screen.question_id, [screen.choices[0].key]))
        assert set(told["verdict"]["feedback"]) == {"km", "en"}
        assert told["verdict"]["is_final"] is True
        (again,) = phone.told(phone.tap(screen.question_id, [screen.choices[1].key]))
        assert (again["state"], again["holds"]) == ("refused", [screen.choices[0].key])

    def test_a_plain_page_shows_the_verdict_and_the_way_on(
        self, client: HouseClient, forum: Forum, officer: Account
    ) -> None:
        quiz = make_quiz(forum, opened=at(forum, 2, "10:20"), behaviour="immediate")
        screen = queries.list_screens(begin(client, quiz))[0]
        client.speak("en")
        assert "Check my answer" in client.get(mine(quiz, "/1?plain=1")).get_data(as_text=True)
        sent = client.post(mine(quiz, "/1"), data={"choice": screen.choices[0].key, "go": "stay"})
        assert sent.location == mine(quiz, "/1?plain=1")
        page = client.get(sent.location).get_data(as_text=True)
        assert "CANARY" in page
        assert "Next question" in page
        assert "Check my answer" not in page

    def test_the_overview_names_what_comes_again(self, client: HouseClient, forum: Forum, officer: Account) -> None:
        quiz = make_quiz(forum, opened=at(forum, 2, "10:20"), behaviour="mastery")
        attempt = begin(client, quiz)
        screen = queries.list_screens(attempt)[0]
        right = queries.list_questions_of(attempt)[0].correct_key
        wrong = next(choice.key for choice in screen.choices if choice.key != right)
        client.speak("en").post(mine(quiz, "/1"), data={"choice": wrong, "go": "next"})
        page = client.get(mine(quiz, "/review?plain=1")).get_data(as_text=True)
        assert "Question 1 is not right yet and comes again." in page


class TestLate:
    def test_both_scores_are_told_and_a_trainer_decides_and_changes_it(self, forum: Forum) -> None:
        quiz, attempt, question = open_attempt(forum)
        wrong = next(key for key in question.option_keys if key != question.correct_key)
        answer(attempt, question, wrong, moment(forum))
        answer(attempt, question, question.correct_key, moment(forum, "10:50"))
        late = late_of([attempt])[attempt.id]
        assert (late.count, late.in_time.right, late.with_late.right) == (1, 0, 1)
        assert late.first_received_at == moment(forum, "10:50")
        services.submit_attempt(attempt, actor=None, at=moment(forum, "10:51"))
        scores = [queries.list_scored([quiz])[0].sheet.right]
        for decide in (services.accept_late, services.decline_late, services.accept_late):
            decide(attempt, actor=None, at=moment(forum, "11:00"))
            scores.append(queries.list_scored([quiz])[0].sheet.right)
        assert scores == [0, 1, 0, 1]
        assert (attempt.late_accepted_at, attempt.late_declined_at) == (moment(forum, "11:00"), None)

    def test_the_second_score_costs_the_same_for_one_and_three_people(self, forum: Forum, count_queries: Any) -> None:
        quiz_id, costs = make_quiz(forum, opened=moment(forum)).id, []
        for badges in ([1], [2, 3]):
            quiz = db.session.get_one(Quiz, quiz_id)
            for badge in badges:
                registration = make_registration(quiz.forum, badge_number=badge)
                services.start_attempt(quiz, registration, actor=None, at=moment(quiz.forum))
            with count_queries() as seen:
                late_of(queries.list_attempts(db.session.get_one(Quiz, quiz_id)))
            costs.append(len(seen))
        assert costs[0] == costs[1] <= 6
