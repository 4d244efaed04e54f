"""A live quiz from the lobby to the end; the wall and the signals."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DatabaseError

from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db, transaction
from forum_app.live import queries, rules, services
from forum_app.live.models import LiveGuestAnswer, LiveRun, LiveStep, Signal, WallQuestion
from forum_app.live.rules import Action, Hall
from forum_app.programme.models import ForumSession
from forum_app.questions.models import Question
from forum_app.quizzes import queries as quiz_queries
from forum_app.quizzes.models import Attempt
from forum_app.registration.models import Registration
from tests.factories.forums import make_forum
from tests.factories.programme import make_session
from tests.factories.quizzes import make_quiz
from tests.factories.registration import make_registration
from tests.live.acting import make_live, moment, start, step

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def forum(at_time: Callable[[Any], None]) -> Forum:
    forum = make_forum()
    at_time(moment(forum))
    return forum


@pytest.fixture
def officer(forum: Forum) -> Registration:
    return make_registration(forum)


def say(run: LiveRun, officer: Registration, key: str, question: Question | None = None) -> None:
    services.answer_as_participant(
        run,
        officer,
        question or current(run),
        chosen=[key],
        language="km",
        actor=None,
        at=clock.now(),
    )


def current(run: LiveRun) -> Question:
    question = queries.current_question(run)
    assert question is not None
    return question


class TestRunning:
    def test_only_a_quiz_that_is_asked_live_has_a_lobby(self, forum: Forum) -> None:
        with pytest.raises(rules.NotALiveQuiz):
            services.start_run(make_quiz(forum), allows_guests=False, actor=None, at=clock.now())

    def test_starting_twice_is_one_lobby(self, forum: Forum) -> None:
        quiz = make_live(forum)
        runs = [services.start_run(quiz, allows_guests=guests, actor=None, at=clock.now()) for guests in (True, False)]
        assert runs[0].id == runs[1].id
        assert (len(runs[0].code), runs[0].phase, runs[0].allows_guests, quiz.state) == (6, "lobby", True, "open")

    def test_a_button_pressed_twice_acts_once(self, forum: Forum) -> None:
        run = start(forum)
        for _ in range(2):
            services.do(run, Action.ASK, seen=0, actor=None, at=clock.now())
        assert (run.phase, run.position, run.step) == ("asking", 1, 1)

    def test_every_step_is_kept_and_none_can_be_changed(self, forum: Forum) -> None:
        step(start(forum), "ask", "close", "again", "close", "explain")
        steps = db.session.execute(select(LiveStep.step, LiveStep.phase, LiveStep.position).order_by(LiveStep.step))
        assert [tuple(row) for row in steps] == [
            (1, "asking", 1),
            (2, "closed", 1),
            (3, "asking", 1),
            (4, "closed", 1),
            (5, "explained", 1),
        ]
        with pytest.raises(DatabaseError, match="append-only"), transaction() as session:
            session.execute(update(LiveStep).values(phase="ended"))

    def test_the_end_hands_in_what_everybody_answered_and_closes_the_quiz(
        self, forum: Forum, officer: Registration
    ) -> None:
        run = start(forum)
        services.join(run, officer, actor=None, at=clock.now())
        step(run, "ask")
        say(run, officer, current(run).correct_key)
        step(run, "close", "explain", "end")
        attempt = db.session.scalars(select(Attempt)).one()
        assert attempt.submitted_at == clock.now()
        assert (run.quiz.state, quiz_queries.sheet_of(attempt).right) == ("closed", 1)
        with pytest.raises(rules.RunOver):
            step(run, "ask")
        with pytest.raises(rules.RunOver):
            services.join(run, officer, actor=None, at=clock.now())
        with pytest.raises(rules.RunOver):
            services.join_as_guest(run, at=clock.now())


class TestAnswering:
    def test_the_newest_choice_counts_while_the_question_is_asked(self, forum: Forum, officer: Registration) -> None:
        run = start(forum)
        attempt = services.join(run, officer, actor=None, at=clock.now())
        step(run, "ask")
        for key in current(run).option_keys[:2]:
            say(run, officer, key)
        held = queries.find_answer(attempt, current(run))
        assert held is not None
        assert held.chosen == [current(run).option_keys[1]]

    def test_no_answer_slips_in_before_behind_or_beside_the_question(self, forum: Forum, officer: Registration) -> None:
        run = start(forum)
        services.join(run, officer, actor=None, at=clock.now())
        first, second = quiz_queries.list_questions(run.quiz)[:2]
        for prepare in ((), ("ask",), ("close",)):
            step(run, *prepare)
            with pytest.raises(rules.QuestionNotAsked):
                say(run, officer, second.option_keys[0], second)
        with pytest.raises(rules.QuestionNotAsked):
            say(run, officer, first.option_keys[0], first)

    def test_an_answer_that_is_none_is_refused(self, forum: Forum, officer: Registration) -> None:
        run = start(forum)
        services.join(run, officer, actor=None, at=clock.now())
        step(run, "ask")
        with pytest.raises(rules.AnswerMissing):
            say(run, officer, "nothing")

    def test_who_has_not_joined_joins_first(self, forum: Forum, officer: Registration) -> None:
        run = step(start(forum), "ask")
        with pytest.raises(rules.NotJoined):
            say(run, officer, current(run).option_keys[0])

    def test_guests_answer_only_where_they_may_and_change_their_mind(self, forum: Forum) -> None:
        with pytest.raises(rules.GuestsNotAllowed):
            services.join_as_guest(start(forum), at=clock.now())
        run = start(forum, code="Q2", guests=True)
        guest = queries.find_guest(run, services.join_as_guest(run, at=clock.now()))
        assert guest is not None
        assert queries.find_guest(run, "somebody else's token") is None
        step(run, "ask")
        keys = current(run).option_keys
        for key in keys[:2]:
            services.answer_as_guest(run, guest, current(run), chosen=[key], language="en", at=clock.now())
        assert db.session.scalars(select(LiveGuestAnswer.chosen)).all() == [[keys[1]]]

    def test_the_hall_is_participants_and_guests_together(self, forum: Forum, officer: Registration) -> None:
        run = start(forum, guests=True)
        services.join(run, officer, actor=None, at=clock.now())
        guest = queries.find_guest(run, services.join_as_guest(run, at=clock.now()))
        assert guest is not None
        assert queries.hall_of(run, None) == Hall(joined=2, answered=0)
        step(run, "ask")
        right = current(run).correct_key
        say(run, officer, right)
        services.answer_as_guest(run, guest, current(run), chosen=[right], language="km", at=clock.now())
        assert queries.hall_of(run, current(run)) == Hall(joined=2, answered=2)
        bars = {bar.key: (bar.people, bar.is_right) for bar in queries.list_bars(run, current(run))}
        assert bars[right] == (2, None)
        step(run, "close", "explain")
        bars = {bar.key: (bar.people, bar.is_right) for bar in queries.list_bars(run, current(run))}
        assert bars[right] == (2, True)
        assert sum(people for people, _ in bars.values()) == 2

    def test_of_a_kind_without_options_only_right_or_not_is_counted_and_only_at_the_end(
        self, forum: Forum, officer: Registration
    ) -> None:
        run = start(forum, questions=1)
        with transaction():
            asked = quiz_queries.list_questions(run.quiz)[0]
            asked.kind, asked.options, asked.solution = "numeric", [], {"value": "64"}
        services.join(run, officer, actor=None, at=clock.now())
        step(run, "ask")
        say(run, officer, "៦៤")
        step(run, "close")
        assert queries.list_bars(run, current(run)) == []
        step(run, "explain")
        assert [(bar.key, bar.people) for bar in queries.list_bars(run, current(run))] == [("right", 1), ("wrong", 0)]


class TestWall:
    @pytest.fixture
    def session_now(self, forum: Forum) -> ForumSession:
        return make_session(forum, day=2, start="10:00", end="11:00")

    def test_nothing_says_who_asked(self, session_now: ForumSession) -> None:
        services.ask(session_now, text="  តើត្រូវធ្វើអ្វី?  ", at=clock.now())
        columns = db.session.execute(text("SELECT * FROM wall_questions")).mappings().one()
        assert set(columns) == {
            "id", "forum_id", "forum_session_id", "text_km", "text_en", "state", "asked_at", "settled_at",
        }  # fmt: skip
        assert (columns["text_km"], columns["text_en"], columns["state"]) == ("តើត្រូវធ្វើអ្វី?", "", "waiting")

    def test_questions_are_taken_on_the_day_of_the_session_only(self, forum: Forum, session_now: ForumSession) -> None:
        for off in (timedelta(hours=-2), timedelta(days=1)):
            with pytest.raises(rules.WallClosed):
                services.ask(session_now, text="Why?", at=moment(forum) + off)

    def test_a_full_wall_says_so(self, session_now: ForumSession, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(rules, "MOST_WAITING", 1)
        services.ask(session_now, text="Why?", at=clock.now())
        with pytest.raises(rules.WallFull):
            services.ask(session_now, text="How?", at=clock.now())

    def test_the_most_wanted_question_stands_first_and_each_person_counts_once(
        self, forum: Forum, session_now: ForumSession, officer: Registration
    ) -> None:
        asked = [services.ask(session_now, text=words, at=clock.now()) for words in ("First?", "Second?")]
        for question in asked:
            services.settle(question, "shown", actor=None, at=clock.now())
        assert [services.support(asked[1], officer) for _ in range(2)] == [True, False]
        wall = queries.list_wall(session_now, ["shown"])
        assert [(question.text.en, count) for question, count in wall] == [("Second?", 1), ("First?", 0)]
        assert queries.list_supported(officer.id, asked) == {asked[1].id}

    def test_the_interpreter_writes_the_other_side(self, session_now: ForumSession) -> None:
        question = services.ask(session_now, text="Why?", at=clock.now())
        services.translate(question, Bilingual("ហេតុអ្វី?", "Why?"), actor=None)
        assert db.session.scalars(select(WallQuestion)).one().text == Bilingual("ហេតុអ្វី?", "Why?")
        with pytest.raises(rules.QuestionEmpty):
            services.translate(question, Bilingual(), actor=None)
        with pytest.raises(rules.QuestionTooLong):
            services.translate(question, Bilingual(en="x" * 301), actor=None)

    def test_a_second_tap_in_three_minutes_changes_nothing(
        self, forum: Forum, session_now: ForumSession, officer: Registration
    ) -> None:
        times = [moment(forum, clock_time) for clock_time in ("10:21", "10:23", "10:24")]
        assert [services.signal(session_now, officer, kind="fast", at=one) for one in times] == [True, False, True]
        assert queries.count_signals(session_now, at=times[2]) == {"fast": 2}
        assert queries.count_signals(session_now, at=moment(forum, "10:40")) == {}
        assert str(officer.id) not in str(db.session.scalars(select(Signal.voter)).all())
        with pytest.raises(rules.SignalUnknown):
            services.signal(session_now, officer, kind="boring", at=times[0])

    def test_the_session_of_now_is_the_one_that_began_last(self, forum: Forum, session_now: ForumSession) -> None:
        later = make_session(forum, day=2, start="10:15", end="10:45", code="S2")
        assert queries.find_session_now(forum, at=moment(forum)) == later
        assert queries.find_session_now(forum, at=moment(forum, "09:52")) == session_now
        assert queries.find_session_now(forum, at=moment(forum, "12:00")) is None
