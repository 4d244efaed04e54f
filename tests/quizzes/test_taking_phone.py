"""What a phone sends and hears: batches, repeats, two phones, and everything that can be wrong with a message."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from forum_app.accounts.models import Account
from forum_app.forums.models import Forum
from forum_app.kernel.database import db, transaction
from forum_app.quizzes import queries, services
from forum_app.quizzes.models import Answer, AnswerArrival, Attempt, Quiz
from tests.factories.forums import make_forum
from tests.factories.programme import at
from tests.factories.quizzes import make_quiz
from tests.factories.registration import make_officer
from tests.pages import HouseClient
from tests.quizzes.browsing import begin, mine
from tests.quizzes.phones import Phone, phone_of

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


@pytest.fixture
def attempt(client: HouseClient, quiz: Quiz, officer: Account) -> Attempt:
    return begin(client, quiz)


@pytest.fixture
def phone(client: HouseClient, quiz: Quiz, attempt: Attempt) -> Phone:
    return phone_of(client, quiz, attempt)


@pytest.fixture
def taps(attempt: Attempt) -> Callable[[int, int], tuple[Any, list[str]]]:
    """`taps(question, option)`: what a tap names, by places counted from 0."""
    screens = queries.list_screens(attempt)
    return lambda question, option: (screens[question].question_id, [screens[question].choices[option].key])


def kept() -> list[tuple[str, int, list[str], bool]]:
    db.session.rollback()
    rows = db.session.scalars(select(AnswerArrival).order_by(AnswerArrival.device, AnswerArrival.sequence))
    return [(row.device, row.sequence, row.chosen, row.is_late) for row in rows]


def counting() -> list[tuple[list[str], str, int, bool]]:
    db.session.rollback()
    rows = db.session.scalars(select(Answer).order_by(Answer.is_late, Answer.received_at, Answer.sequence))
    return [(row.chosen, row.device, row.sequence, row.is_late) for row in rows]


def refused(answer: Any, status: int) -> str:
    """The sentence of a call that was refused as a whole, with nothing kept."""
    assert answer.status_code == status
    assert kept() == []
    return str(answer.get_json()["text"])


class TestMessages:
    def test_several_answers_in_one_call_are_each_told(self, phone: Phone, taps: Any) -> None:
        sent = [phone.tap(*taps(question, question)) for question in range(3)]
        told = phone.told(*sent)
        assert [(one["state"], one["sequence"], one["holds"], one["own"], one["late"]) for one in told] == [
            ("kept", place + 1, sent[place]["chosen"], True, False) for place in range(3)
        ]
        assert len(counting()) == 3

    def test_a_call_that_is_sent_again_is_kept_once_and_told_the_same(self, phone: Phone, taps: Any) -> None:
        sent = [phone.tap(*taps(0, 1)), phone.tap(*taps(1, 1))]
        assert phone.told(*sent) == phone.told(*sent)
        assert [sequence for _, sequence, _, _ in kept()] == [1, 2]

    def test_the_last_tap_of_a_phone_counts_in_whatever_order_they_come(self, phone: Phone, taps: Any) -> None:
        first, second, third = (phone.tap(*taps(0, option)) for option in (0, 1, 2))
        phone.told(third)
        (told,) = phone.told(first)
        assert (told["state"], told["holds"]) == ("kept", third["chosen"])
        phone.told(second)
        assert counting() == [(third["chosen"], "phone-1", 3, False)]
        assert len(kept()) == 3

    def test_between_two_phones_the_later_arrival_counts(self, client: HouseClient, phone: Phone, taps: Any) -> None:
        other = Phone(client, phone.quiz, phone.attempt_id, "phone-2")
        old = phone.tap(*taps(0, 0))
        phone.told(phone.tap(*taps(0, 1)))
        theirs = other.tap(*taps(0, 2))
        other.told(theirs)
        assert counting() == [(theirs["chosen"], "phone-2", 1, False)]
        (told,) = phone.told(old)
        assert (told["holds"], told["own"]) == (theirs["chosen"], False)
        newest = phone.tap(*taps(0, 3))
        phone.told(newest)
        assert counting() == [(newest["chosen"], "phone-1", 3, False)]

    def test_a_phone_put_back_to_an_older_state_is_asked_to_count_anew(self, phone: Phone, taps: Any) -> None:
        phone.told(phone.tap(*taps(0, 0)))
        phone.sequence = 0
        (told,) = phone.told(phone.tap(*taps(1, 0)))
        assert told["state"] == "renumber"
        assert len(kept()) == 1

    def test_language_and_time_are_kept_with_each_answer(self, phone: Phone, taps: Any) -> None:
        phone.told(phone.tap(*taps(0, 0), language="en", ms=4321))
        db.session.rollback()
        row = db.session.scalars(select(Answer)).one()
        assert (row.language, row.ms) == ("en", 4321)

    def test_handing_in_twice_is_once(self, phone: Phone, taps: Any, forum: Forum) -> None:
        phone.told(phone.tap(*taps(0, 0)))
        assert [phone.hand_in().get_json() for _ in range(2)] == [{"state": "kept"}] * 2
        db.session.rollback()
        assert db.session.scalars(select(Attempt)).one().submitted_at == at(forum, 2, "10:25")

    def test_a_batch_costs_as_many_queries_as_one_answer(self, phone: Phone, taps: Any, count_queries: Any) -> None:
        costs = []
        for batch in ([0], [1, 2, 3]):
            sent = [phone.tap(*taps(question, 0)) for question in batch]
            db.session.rollback()
            with count_queries() as seen:
                phone.send(*sent)
            costs.append(len(seen))
        assert costs[0] == costs[1] <= 15, costs


class TestTime:
    def test_a_phone_whose_clock_is_wrong_hears_that_it_changes_nothing(
        self, client: HouseClient, phone: Phone, taps: Any
    ) -> None:
        phone.clock_off = timedelta(days=-400)
        client.speak("en")
        answer = phone.send(phone.tap(*taps(0, 0)))
        assert answer.get_json()["clock"] == (
            "The clock of this phone is wrong. That changes nothing: the server's clock counts."
        )
        db.session.rollback()
        row = db.session.scalars(select(Answer)).one()
        assert (row.is_late, row.received_at - row.answered_at < timedelta(minutes=1)) == (False, True)

    def test_a_right_clock_is_not_spoken_of(self, phone: Phone, taps: Any) -> None:
        assert "clock" not in phone.send(phone.tap(*taps(0, 0))).get_json()

    def test_an_hour_in_the_queue_is_counted_back_from_the_servers_time(
        self, phone: Phone, taps: Any, forum: Forum
    ) -> None:
        tap = phone.tap(*taps(0, 0))
        tap["answered_at"] -= 2 * 60 * 1000
        phone.told(tap)
        db.session.rollback()
        row = db.session.scalars(select(Answer)).one()
        assert row.answered_at == row.attempt.started_at  # never before the start, whatever the phone says

    def test_answered_in_time_but_arrived_late_is_late(
        self, phone: Phone, taps: Any, forum: Forum, at_time: Callable[[Any], None]
    ) -> None:
        early = phone.tap(*taps(0, 0))
        phone.told(early)
        at_time(at(forum, 2, "10:40") + timedelta(seconds=31))
        tap = phone.tap(*taps(0, 1))
        (told,) = phone.told(tap)
        assert (told["state"], told["late"], told["holds"]) == ("kept", True, tap["chosen"])
        assert counting() == [(early["chosen"], "phone-1", 1, False), (tap["chosen"], "phone-1", 2, True)]

    def test_within_the_grace_it_is_in_time(
        self, phone: Phone, taps: Any, forum: Forum, at_time: Callable[[Any], None]
    ) -> None:
        at_time(at(forum, 2, "10:40") + timedelta(seconds=30))
        assert phone.told(phone.tap(*taps(0, 0)))[0]["late"] is False

    def test_after_closing_it_is_kept_apart(self, phone: Phone, taps: Any, quiz: Quiz, forum: Forum) -> None:
        services.close_quiz(quiz, actor=None, at=at(forum, 2, "10:24"))
        assert phone.told(phone.tap(*taps(0, 0)))[0]["late"] is True


class TestRefusals:
    @pytest.fixture(autouse=True)
    def _english(self, client: HouseClient) -> None:
        client.speak("en")

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"{",
            b"[]",
            b"null",
            b'{"answers": 1}',
            b"\xff\xfe",
            b'{"attempt": "x", "sent_at": 0, "answers": []}',
            b"[" * 100_000,
        ],
    )
    def test_what_is_no_message_is_refused_whole(self, phone: Phone, body: bytes) -> None:
        text = refused(phone.post(body), 400)
        assert text == "This message could not be read. Nothing of it was kept; the answers are still on the phone."

    @pytest.mark.parametrize(
        "wrong",
        [
            {"question": "x"},
            {"chosen": "a"},
            {"chosen": [1]},
            {"chosen": ["a" * 501]},
            {"chosen": ["a"] * 31},
            {"chosen": ["\x00"]},
            {"language": "fr"},
            {"sequence": 0},
            {"sequence": True},
            {"device": ""},
            {"device": "a b"},
            {"answered_at": "now"},
            {"answered_at": 1e300},
            {"ms": -1},
        ],
    )
    def test_one_broken_answer_refuses_the_message(self, phone: Phone, taps: Any, wrong: dict[str, Any]) -> None:
        sent = phone.send(phone.tap(*taps(0, 0)), {**phone.tap(*taps(1, 0)), **wrong})
        assert "could not be read" in refused(sent, 400)

    def test_ten_thousand_answers_are_refused_whole(self, phone: Phone, taps: Any) -> None:
        many = [phone.tap(*taps(0, 0)) for _ in range(10_000)]
        expected = "This message holds more than 200 answers. Nothing of it was kept; send them in smaller parts."
        assert refused(phone.send(*many), 413) == expected
        assert refused(phone.send(*many[:201]), 413) == expected

    def test_another_persons_attempt_is_refused_like_one_that_is_not_there(
        self, phone: Phone, taps: Any, quiz: Quiz, forum: Forum, app: Any
    ) -> None:
        other = app.test_client().sign_in(make_officer(forum, badge_number=9)).speak("en")
        expected = (
            "These answers belong to an attempt of somebody else. Sign in with the name under which it was begun."
        )
        tap = phone.tap(*taps(0, 0))
        assert refused(Phone(other, quiz, phone.attempt_id).send(tap), 404) == expected
        assert refused(Phone(other, quiz, uuid4()).send(tap), 404) == expected
        assert Phone(other, quiz, phone.attempt_id).hand_in().status_code == 404

    def test_an_attempt_of_another_quiz_is_refused(self, client: HouseClient, phone: Phone, taps: Any) -> None:
        quiz = make_quiz(phone.quiz.forum, code="Q2", opened=at(phone.quiz.forum, 2, "10:20"))
        assert "somebody else" in refused(Phone(client, quiz, phone.attempt_id).send(phone.tap(*taps(0, 0))), 404)

    def test_a_question_that_is_not_asked_is_refused_and_the_others_are_kept(self, phone: Phone, taps: Any) -> None:
        told = phone.told(phone.tap(uuid4(), ["a"]), phone.tap(*taps(1, 0)))
        assert [one["state"] for one in told] == ["refused", "kept"]
        assert told[0]["text"] == "This question is not part of your quiz, so its answer was not kept."
        assert [sequence for _, sequence, _, _ in kept()] == [2]

    def test_an_answer_that_belongs_to_another_question_is_refused(self, phone: Phone, taps: Any) -> None:
        (told,) = phone.told(phone.tap(taps(0, 0)[0], taps(1, 0)[1]))
        assert told["text"] == "This answer does not belong to the question. Choose one of the answers on the page."
        (told,) = phone.told(phone.tap(taps(0, 0)[0], []))
        assert told["state"] == "refused"
        assert kept() == []

    def test_before_opening_nothing_is_taken(self, phone: Phone, taps: Any, quiz: Quiz) -> None:
        db.session.rollback()
        with transaction():
            quiz.opened_at = None
        assert refused(phone.send(phone.tap(*taps(0, 0))), 409) == (
            "This quiz is not open yet. The trainer opens it in the session."
        )

    def test_after_handing_in_nothing_is_changed(self, phone: Phone, taps: Any) -> None:
        phone.hand_in()
        assert refused(phone.send(phone.tap(*taps(0, 0))), 409) == (
            "You have already handed in this quiz. Its answers can no longer be changed."
        )

    def test_after_the_release_nothing_is_kept(self, phone: Phone, taps: Any, quiz: Quiz, forum: Forum) -> None:
        services.close_quiz(quiz, actor=None, at=at(forum, 2, "10:24"))
        services.release_results(quiz, actor=None, at=at(forum, 2, "10:25"))
        assert refused(phone.send(phone.tap(*taps(0, 0))), 409) == (
            "The results are released. Answers that arrive now are no longer kept."
        )

    def test_handing_in_nonsense_is_refused(self, phone: Phone) -> None:
        assert "could not be read" in refused(phone.post(b"{}", "/hand-in"), 400)

    def test_handing_in_after_closing_is_refused_in_words(self, phone: Phone, quiz: Quiz, forum: Forum) -> None:
        services.close_quiz(quiz, actor=None, at=at(forum, 2, "10:24"))
        answer = phone.hand_in()
        assert answer.get_json()["text"].startswith("This quiz is closed.")

    def test_a_refusal_is_said_in_the_language_of_the_reader(self, client: HouseClient, phone: Phone) -> None:
        client.speak("km")
        assert phone.post(b"{").get_json()["text"].startswith("សារនេះអានមិនបាន។")

    def test_a_page_of_somebody_else_cannot_send(self, client: HouseClient, quiz: Quiz, app: Any) -> None:
        assert app.test_client().post(mine(quiz, "/answers"), data=json.dumps({})).status_code in (302, 303, 401)
