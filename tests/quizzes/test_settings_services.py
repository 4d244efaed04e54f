"""Windows, attempts, entry, pools and freezing, as services keep them."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from forum_app.forums.models import Forum
from forum_app.kernel.database import db, transaction
from forum_app.messages.models import Message
from forum_app.programme.models import ForumSession
from forum_app.quizzes import jobs, queries, rules, services
from forum_app.quizzes.models import Quiz, QuizAdmission, QuizEvent
from forum_app.quizzes.rules import Offset, State
from forum_app.registration.models import Registration
from tests.factories.attendance import make_check_in
from tests.factories.forums import make_forum
from tests.factories.programme import at, make_session
from tests.factories.quizzes import make_quiz, take_quiz
from tests.factories.registration import make_registration

pytestmark = pytest.mark.usefixtures("context")

AROUND: dict[str, Any] = {"opens": Offset("end", -10), "closes": Offset("end", 5)}
"""With the session from 10:00 to 11:00 of day 2: opens 10:50, closes 11:05."""


@pytest.fixture
def forum() -> Forum:
    return make_forum()


def held(forum: Forum) -> ForumSession:
    return make_session(forum, "D2S02", day=2, start="10:00", end="11:00")


def by_the_clock(forum: Forum, **values: Any) -> Quiz:
    return make_quiz(forum, forum_session_id=held(forum).id, **{**AROUND, **values})


def move(quiz: Quiz, ends_at: datetime) -> None:
    """Make its session longer."""
    with transaction():
        assert quiz.forum_session is not None
        quiz.forum_session.ends_at = ends_at


def events(quiz: Quiz) -> list[tuple[str, datetime, Any]]:
    found = db.session.scalars(select(QuizEvent).where(QuizEvent.quiz_id == quiz.id).order_by(QuizEvent.id))
    return [(event.kind, event.at, event.actor_id) for event in found]


def letters(forum: Forum) -> list[str]:
    return list(db.session.scalars(select(Message.template)))


def states(quiz: Quiz, *clock_times: str) -> list[State]:
    return [quiz.standing_at(at(quiz.forum, 2, clock_time)).state for clock_time in clock_times]


class TestWindow:
    def test_it_opens_and_closes_by_itself_and_follows_the_session(self, forum: Forum) -> None:
        quiz = by_the_clock(forum)
        assert states(quiz, "10:49", "10:50", "11:05") == [State.PREPARED, State.OPEN, State.CLOSED]
        move(quiz, at(forum, 2, "11:15"))
        assert states(quiz, "10:50", "11:05", "11:20") == [State.PREPARED, State.OPEN, State.CLOSED]

    def test_the_first_who_begins_writes_the_opening_down(self, forum: Forum) -> None:
        quiz = by_the_clock(forum)
        services.start_attempt(quiz, make_registration(forum), actor=None, at=at(forum, 2, "10:52"))
        assert events(quiz) == [("opened", at(forum, 2, "10:50"), None)]
        assert quiz.frozen_at == at(forum, 2, "10:52")

    def test_before_and_after_its_window_nobody_begins(self, forum: Forum) -> None:
        quiz, person = by_the_clock(forum), make_registration(forum)
        with pytest.raises(rules.QuizNotOpen):
            services.start_attempt(quiz, person, actor=None, at=at(forum, 2, "10:49"))
        with pytest.raises(rules.QuizClosed):
            services.start_attempt(quiz, person, actor=None, at=at(forum, 2, "11:05"))
        assert events(quiz) == []

    def test_opened_early_by_hand_it_closes_by_the_clock(self, forum: Forum) -> None:
        quiz = services.open_quiz(by_the_clock(forum), actor=None, at=at(forum, 2, "10:20"))
        assert states(quiz, "10:30", "11:05") == [State.OPEN, State.CLOSED]

    def test_released_by_hand_after_the_clock_closed_it(self, forum: Forum) -> None:
        quiz = by_the_clock(forum)
        take_quiz(quiz, make_registration(forum), right=[True], at=at(forum, 2, "10:52"))
        services.release_results(quiz, actor=None, at=at(forum, 2, "11:30"))
        assert [(kind, when) for kind, when, _ in events(quiz)] == [
            ("opened", at(forum, 2, "10:50")),
            ("closed", at(forum, 2, "11:05")),
            ("released", at(forum, 2, "11:30")),
        ]

    def test_a_window_needs_a_session_and_a_sound_order(self, forum: Forum) -> None:
        with pytest.raises(rules.WindowWithoutSession):
            make_quiz(forum, **AROUND)
        with pytest.raises(rules.ClosesBeforeItOpens):
            by_the_clock(forum, closes=Offset("start", 0))
        other = make_session(make_forum("TEST-2"), "D1S01")
        with pytest.raises(rules.SessionOfAnotherForum):
            make_quiz(forum, code="Q3", forum_session_id=other.id)


class TestRelease:
    def test_results_are_there_at_once_and_people_are_told_once(self, forum: Forum) -> None:
        quiz = by_the_clock(forum, release="at_close")
        take_quiz(quiz, make_registration(forum), right=[True], at=at(forum, 2, "10:52"))
        assert states(quiz, "11:04", "11:05") == [State.OPEN, State.RELEASED]
        assert [services.settle([quiz], at=at(forum, 2, "11:04")), letters(forum)] == [0, []]
        assert [services.settle([quiz], at=at(forum, 2, "11:40")) for _ in range(2)] == [1, 0]
        assert letters(forum) == ["results_released"]
        assert quiz.released_at == quiz.closed_at == at(forum, 2, "11:05")

    def test_what_was_released_stays_so_when_the_session_moves(self, forum: Forum) -> None:
        quiz = by_the_clock(forum, release="at_close")
        take_quiz(quiz, make_registration(forum), right=[True], at=at(forum, 2, "10:52"))
        services.settle([quiz], at=at(forum, 2, "11:06"))
        move(quiz, at(forum, 2, "12:00"))
        assert states(quiz, "11:07") == [State.RELEASED]

    def test_closed_by_hand_it_is_released_in_the_same_step(self, forum: Forum) -> None:
        quiz = make_quiz(forum, opened=at(forum, 2, "10:20"), release="at_close")
        take_quiz(quiz, make_registration(forum), right=[True], at=at(forum, 2, "10:22"))
        services.close_quiz(quiz, actor=None, at=at(forum, 2, "10:40"))
        assert quiz.released_at == at(forum, 2, "10:40")
        assert letters(forum) == ["results_released"]
        with pytest.raises(rules.AlreadyReleased):
            services.open_quiz(quiz, actor=None, at=at(forum, 2, "10:41"))

    def test_the_hourly_chore_tells_people_when_nobody_looks(self, forum: Forum, at_time: Any) -> None:
        quiz = by_the_clock(forum, release="at_close")
        take_quiz(quiz, make_registration(forum), right=[True], at=at(forum, 2, "10:52"))
        at_time(at(forum, 2, "12:17"))
        jobs.settle_all()
        assert letters(forum) == ["results_released"]

    def test_a_certificate_sees_the_final_check_that_the_clock_released(self, forum: Forum, at_time: Any) -> None:
        quiz = by_the_clock(forum, release="at_close", purpose="post", modules=[])
        person = make_registration(forum)
        take_quiz(quiz, person, right=[True] * 4, at=at(forum, 2, "10:52"))
        at_time(at(forum, 2, "11:04"))
        assert queries.final_scores(forum) == {}
        at_time(at(forum, 2, "11:05"))
        assert queries.final_scores(forum) == {person.id: 100}

    def test_an_open_quiz_of_the_clock_is_the_officers_next_thing(self, forum: Forum) -> None:
        quiz, person = by_the_clock(forum), make_registration(forum)
        found = [queries.list_open_for(person, at=at(forum, 2, time)) for time in ("10:49", "10:50", "11:05")]
        assert found == [[], [quiz], []]


class TestAttempts:
    def test_once_is_once(self, forum: Forum) -> None:
        quiz, person = make_quiz(forum, opened=at(forum, 2, "10:20")), make_registration(forum)
        take_quiz(quiz, person, right=[True], at=at(forum, 2, "10:21"))
        with pytest.raises(rules.AlreadySubmitted):
            services.start_attempt(quiz, person, actor=None, at=at(forum, 2, "10:22"))

    def test_three_times_are_three_attempts_and_no_more(self, forum: Forum) -> None:
        quiz = make_quiz(forum, opened=at(forum, 2, "10:20"), attempts_allowed=3)
        person = make_registration(forum)
        made = [take_quiz(quiz, person, right=[True], at=at(forum, 2, "10:21")).number for _ in range(3)]
        assert made == [1, 2, 3]
        with pytest.raises(rules.NoAttemptsLeft) as refused:
            services.start_attempt(quiz, person, actor=None, at=at(forum, 2, "10:22"))
        assert refused.value.values == {"allowed": 3}

    def test_an_attempt_that_runs_is_gone_on_with(self, forum: Forum) -> None:
        quiz = make_quiz(forum, opened=at(forum, 2, "10:20"), attempts_allowed=0)
        person = make_registration(forum)
        first = services.start_attempt(quiz, person, actor=None, at=at(forum, 2, "10:21"))
        assert services.start_attempt(quiz, person, actor=None, at=at(forum, 2, "10:30")).id == first.id
        second = services.start_attempt(quiz, person, actor=None, at=at(forum, 2, "10:37"))
        assert (second.number, second.seed == first.seed) == (2, False)

    @pytest.mark.parametrize(("counting", "right"), [("first", 1), ("best", 3), ("last", 2)])
    def test_one_attempt_a_person_counts(self, forum: Forum, counting: str, right: int) -> None:
        quiz = make_quiz(forum, opened=at(forum, 2, "10:20"), attempts_allowed=0, counting=counting)
        person = make_registration(forum)
        for count in (1, 3, 2):
            take_quiz(quiz, person, right=[True] * count, at=at(forum, 2, "10:21"))
        assert [found.sheet.right for found in queries.list_scored([quiz])] == [right]
        found = queries.find_counting(quiz, person)
        assert found is not None
        assert (queries.sheet_of(found.attempt).right, found.made) == (right, 3)


class TestEntry:
    @pytest.fixture
    def quiz(self, forum: Forum) -> Quiz:
        morning = held(forum)
        return make_quiz(forum, opened=at(forum, 2, "10:20"), entry="present", forum_session_id=morning.id)

    def start(self, quiz: Quiz, person: Registration) -> None:
        services.start_attempt(quiz, person, actor=None, at=at(quiz.forum, 2, "10:25"))

    def test_who_is_checked_in_for_the_half_day_begins(self, forum: Forum, quiz: Quiz) -> None:
        here, yesterday = make_registration(forum, badge_number=1), make_registration(forum, badge_number=2)
        make_check_in(here, day=2)
        make_check_in(yesterday, day=1)
        self.start(quiz, here)
        with pytest.raises(rules.NotPresent):
            self.start(quiz, yesterday)

    def test_a_trainer_lets_somebody_in_with_a_reason(self, forum: Forum, quiz: Quiz) -> None:
        person = make_registration(forum)
        services.admit(quiz, person.id, reason=" ឧបករណ៍ស្កេនខូច ", actor=None, at=at(forum, 2, "10:24"))
        self.start(quiz, person)
        kept = db.session.scalars(select(QuizAdmission)).one()
        assert (kept.reason, kept.registration_id) == ("ឧបករណ៍ស្កេនខូច", person.id)

    def test_not_without_a_reason_and_nobody_of_another_forum(self, forum: Forum, quiz: Quiz) -> None:
        with pytest.raises(rules.ReasonMissing):
            services.admit(quiz, make_registration(forum).id, reason=" ", actor=None, at=at(forum, 2, "10:24"))
        stranger = make_registration(make_forum("TEST-2"))
        with pytest.raises(rules.NotOfThisForum):
            services.admit(quiz, stranger.id, reason="x", actor=None, at=at(forum, 2, "10:24"))

    def test_without_a_session_the_half_day_of_now_is_asked(self, forum: Forum) -> None:
        quiz = make_quiz(forum, opened=at(forum, 2, "10:20"), entry="present")
        person = make_registration(forum)
        with pytest.raises(rules.NotPresent):
            self.start(quiz, person)
        make_check_in(person, day=2)
        self.start(quiz, person)

    def test_outside_every_half_day_nobody_is_present(self, forum: Forum) -> None:
        quiz = make_quiz(forum, opened=at(forum, 2, "10:20"), entry="present")
        person = make_registration(forum)
        make_check_in(person, day=2)
        with pytest.raises(rules.NotPresent):
            services.start_attempt(quiz, person, actor=None, at=at(forum, 3, "23:30"))


def test_the_setting_up_of_a_window_is_a_matter_of_minutes(forum: Forum) -> None:
    quiz = by_the_clock(forum)
    assert quiz.window.closes_at is not None
    assert quiz.window.opens_at == quiz.window.closes_at - timedelta(minutes=15)
