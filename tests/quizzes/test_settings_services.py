"""Windows, attempts, entry, pools and freezing, as services keep them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from forum_app.forums.models import Forum
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db, transaction
from forum_app.messages.models import Message
from forum_app.programme.models import ForumSession
from forum_app.questions.models import Exhibit, Question
from forum_app.quizzes import jobs, queries, rules, services
from forum_app.quizzes.models import Quiz, QuizAdmission, QuizEvent
from forum_app.quizzes.rules import Offset, State
from forum_app.quizzes.rules.arriving import QuestionNotAsked
from forum_app.quizzes.services import PoolData
from forum_app.registration.models import Registration
from tests.factories.attendance import make_check_in
from tests.factories.forums import make_forum
from tests.factories.programme import at, make_session
from tests.factories.questions import make_taught
from tests.factories.quizzes import make_bank, make_quiz, question_row, take_quiz
from tests.factories.registration import make_registration

pytestmark = pytest.mark.usefixtures("context")

AROUND = {"opens": Offset("end", -10), "closes": Offset("end", 5)}
"""With the session from 10:00 to 11:00 of day 2: opens 10:50, closes 11:05."""


@pytest.fixture
def forum() -> Forum:
    return make_forum()


def held(forum: Forum) -> ForumSession:
    return make_session(forum, "D2S02", day=2, start="10:00", end="11:00")


def by_the_clock(forum: Forum, **values: Any) -> Quiz:
    return make_quiz(forum, forum_session_id=held(forum).id, **{**AROUND, **values})


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
        with transaction():
            quiz.forum_session.ends_at = at(forum, 2, "11:15")
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
        with transaction():
            quiz.forum_session.ends_at = at(forum, 2, "12:00")
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
        counting = queries.find_counting(quiz, person)
        assert counting is not None
        assert (queries.sheet_of(counting.attempt).right, counting.made) == (right, 3)


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


def pools(*counts: int) -> Sequence[PoolData]:
    module = make_taught("DF")
    return [PoolData(count, objective_id=one.id) for count, one in zip(counts, module.objectives, strict=False)]


def fill(count: int) -> None:
    """So many questions about each of two objectives."""
    make_taught("DF")
    rows = [question_row(f"DF-Q{n}", objective=f"DF-O{1 + n % 2}") for n in range(2 * count)]
    services.load_questions("DF", rows)


def asked(quiz: Quiz, person: Registration) -> list[Question]:
    return queries.list_questions_of(services.start_attempt(quiz, person, actor=None, at=at(quiz.forum, 2, "10:21")))


class TestPools:
    def make(self, forum: Forum, *counts: int, **values: Any) -> Quiz:
        data = services.QuizData(
            **{"code": "P1", "title": Bilingual("តេស្ត", "Quiz"), "pools": pools(*counts), **values}
        )
        return services.create_quiz(forum, data, actor=None, at=at(forum, 1, "08:00"))

    def test_each_pool_gives_its_number_to_everybody_and_the_sum_is_the_quiz(self, forum: Forum) -> None:
        fill(6)
        quiz = services.open_quiz(self.make(forum, 2, 3, draw="each"), actor=None, at=at(forum, 2, "10:20"))
        assert quiz.question_count == 5
        seen = [asked(quiz, make_registration(forum, badge_number=badge)) for badge in range(1, 9)]
        counts = {tuple(sum(q.objective.code == code for q in one) for code in ("DF-O1", "DF-O2")) for one in seen}
        assert counts == {(2, 3)}
        assert len({frozenset(q.id for q in one) for one in seen}) > 1

    def test_the_same_attempt_asks_the_same_whatever_happens_to_the_bank(self, forum: Forum) -> None:
        fill(6)
        quiz = services.open_quiz(self.make(forum, 2, 3, draw="each"), actor=None, at=at(forum, 2, "10:20"))
        attempt = services.start_attempt(quiz, make_registration(forum), actor=None, at=at(forum, 2, "10:21"))
        before = [question.id for question in queries.list_questions_of(attempt)]
        services.load_questions("DF", [question_row("DF-Q99", objective="DF-O1")])
        assert [question.id for question in queries.list_questions_of(attempt)] == before

    def test_scores_are_counted_over_what_each_person_was_asked(self, forum: Forum) -> None:
        fill(6)
        quiz = services.open_quiz(self.make(forum, 2, 2, draw="each"), actor=None, at=at(forum, 2, "10:20"))
        attempt = services.start_attempt(quiz, make_registration(forum), actor=None, at=at(forum, 2, "10:21"))
        for question in queries.list_questions_of(attempt)[:3]:
            chosen, when = [question.correct_key], at(forum, 2, "10:22")
            services.record_answer(attempt, question, chosen=chosen, language="km", actor=None, at=when)
        services.submit_attempt(attempt, actor=None, at=at(forum, 2, "10:23"))
        assert [(found.sheet.right, found.sheet.total) for found in queries.list_scored([quiz])] == [(3, 4)]
        assert queries.sheet_of(attempt).percent == 75

    def test_an_answer_to_a_question_of_somebody_else_is_refused(self, forum: Forum) -> None:
        fill(6)
        quiz = services.open_quiz(self.make(forum, 1, 1, draw="each"), actor=None, at=at(forum, 2, "10:20"))
        attempt = services.start_attempt(quiz, make_registration(forum), actor=None, at=at(forum, 2, "10:21"))
        mine = queries.plan_of(quiz).asks(attempt.seed)
        other = db.session.scalars(select(Question).where(Question.id.not_in(mine))).first()
        assert other is not None
        with pytest.raises(QuestionNotAsked):
            services.record_answer(
                attempt, other, chosen=[other.correct_key], language="km", actor=None, at=at(forum, 2, "10:22")
            )

    def test_500_of_12_is_refused_and_says_the_line(self, forum: Forum) -> None:
        fill(6)
        with pytest.raises(rules.PoolTooSmall) as refused:
            self.make(forum, 2, 500)
        assert refused.value.values == {"line": 2, "wanted": 500, "found": 6}

    def test_several_modules_become_a_pool_each(self, forum: Forum) -> None:
        modules = [make_bank("DF", 4), make_bank("TR", 4)]
        data = services.QuizData(code="P2", title=Bilingual("ត", "T"), modules=modules, question_count=5)
        quiz = services.create_quiz(forum, data, actor=None, at=at(forum, 1, "08:00"))
        assert [(pool.module.code, pool.question_count) for pool in queries.list_pools(quiz)] == [("DF", 3), ("TR", 2)]

    def test_other_pools_choose_anew_and_after_the_opening_they_stay(self, forum: Forum) -> None:
        fill(6)
        quiz = self.make(forum, 2, 3)
        data = services.QuizData(code="P1", title=quiz.title, pools=pools(1, 1))
        services.change_quiz(quiz, data, actor=None)
        assert len(queries.list_questions(quiz)) == quiz.question_count == 2
        services.open_quiz(quiz, actor=None, at=at(forum, 2, "10:20"))
        with pytest.raises(rules.AlreadyOpened):
            services.change_quiz(quiz, services.QuizData(code="P1", title=quiz.title, pools=pools(2, 1)), actor=None)

    def test_the_questions_of_a_case_file_follow_each_other(self, forum: Forum) -> None:
        fill(4)
        with transaction() as session:
            module = make_taught("DF")
            exhibit = Exhibit(code="DF-C1", module_id=module.id, title=Bilingual("ករណី", "Case"))
            session.add(exhibit)
            session.flush()
            for question in session.scalars(select(Question).where(Question.code.in_(["DF-Q1", "DF-Q3", "DF-Q5"]))):
                question.exhibit_id = exhibit.id
        quiz = services.open_quiz(self.make(forum, 4, 4, draw="each"), actor=None, at=at(forum, 2, "10:20"))
        for badge in range(1, 6):
            places = [
                place
                for place, one in enumerate(asked(quiz, make_registration(forum, badge_number=badge)))
                if one.exhibit_id
            ]
            assert places == list(range(places[0], places[0] + 3))


class TestFreezing:
    def test_opening_takes_the_newest_version_and_replaces_what_was_withdrawn(self, forum: Forum) -> None:
        make_bank(count=6)
        quiz = make_quiz(forum, questions=4, question_count=3)
        first, second, third = queries.list_questions(quiz)
        with transaction() as session:
            second.status = "retired"
            third.status = "retired"
            session.flush()
            words = {name: getattr(third, name) for name in ("kind", "options", "solution", "module_id", "facts")}
            session.add(Question(code=third.code, version=2, stem=Bilingual("ថ្មី", "New"), **words))
        newer = db.session.scalars(select(Question).where(Question.version == 2)).one()
        services.open_quiz(quiz, actor=None, at=at(forum, 2, "10:20"))
        found = queries.list_questions(quiz)
        assert [found[0], found[1]] == [first, newer]
        assert len(found) == 3
        assert second not in found

    def test_what_cannot_be_made_up_keeps_it_closed_with_a_sentence(self, forum: Forum) -> None:
        quiz = make_quiz(forum, questions=4)
        with transaction():
            queries.list_questions(quiz)[0].legal_hold = True
        with pytest.raises(rules.QuestionsMissing):
            services.open_quiz(quiz, actor=None, at=at(forum, 2, "10:20"))
        assert quiz.state is State.PREPARED

    def test_a_legal_hold_after_the_opening_changes_nothing(self, forum: Forum) -> None:
        quiz = make_quiz(forum, opened=at(forum, 2, "10:20"))
        with transaction():
            queries.list_questions(quiz)[0].legal_hold = True
        services.close_quiz(quiz, actor=None, at=at(forum, 2, "10:30"))
        services.open_quiz(quiz, actor=None, at=at(forum, 2, "10:31"))
        assert len(queries.list_questions(quiz)) == 4


class TestChanging:
    def test_after_the_opening_times_attempts_and_entry_may_still_change(self, forum: Forum) -> None:
        quiz = make_quiz(forum, opened=at(forum, 2, "10:20"))
        data = services.QuizData(
            code="Q1", title=quiz.title, question_count=4, modules=[quiz.module], attempts_allowed=2, entry="present"
        )
        services.change_quiz(quiz, data, actor=None)
        assert (quiz.attempts_allowed, quiz.entry) == (2, "present")

    @pytest.mark.parametrize(
        "change", [{"behaviour": "immediate"}, {"is_shuffled": False}, {"draw": "each"}, {"limit_minutes": 5}]
    )
    def test_what_people_rely_on_stays(self, forum: Forum, change: dict[str, Any]) -> None:
        quiz = make_quiz(forum, opened=at(forum, 2, "10:20"))
        data = services.QuizData(code="Q1", title=quiz.title, question_count=4, modules=[quiz.module], **change)
        with pytest.raises(rules.AlreadyOpened):
            services.change_quiz(quiz, data, actor=None)

    def test_a_check_before_the_course_tells_nothing_early(self, forum: Forum) -> None:
        with pytest.raises(rules.ToldTooEarly):
            make_quiz(forum, purpose="pre", behaviour="immediate")

    def test_a_copy_has_the_settings_and_pools_and_was_never_opened(self, forum: Forum) -> None:
        quiz = by_the_clock(forum, attempts_allowed=3, entry="present", draw="each")
        services.open_quiz(quiz, actor=None, at=at(forum, 2, "10:20"))
        copies = [services.copy_quiz(quiz, actor=None, at=at(forum, 2, "10:30")) for _ in range(2)]
        assert [copy.code for copy in copies] == ["Q1-2", "Q1-3"]
        assert (copies[0].attempts_allowed, copies[0].entry, copies[0].draw) == (3, "present", "each")
        assert (copies[0].window, copies[0].opened_at) == (quiz.window, None)
        assert copies[0].position == 2

    def test_everybody_sees_the_same_order_where_nothing_is_shuffled(self, forum: Forum) -> None:
        quiz = make_quiz(forum, opened=at(forum, 2, "10:20"), is_shuffled=False)
        orders = [asked(quiz, make_registration(forum, badge_number=badge)) for badge in (1, 2)]
        assert orders[0] == orders[1] == queries.list_questions(quiz)


def test_the_setting_up_of_a_window_is_a_matter_of_minutes(forum: Forum) -> None:
    quiz = by_the_clock(forum)
    assert quiz.window.closes_at is not None
    assert quiz.window.opens_at == quiz.window.closes_at - timedelta(minutes=15)
