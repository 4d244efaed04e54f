"""Pools, freezing and changing, as services keep them."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import select

from forum_app.course.models import Module
from forum_app.forums.models import Forum
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db, transaction
from forum_app.programme.models import ForumSession
from forum_app.questions.models import Exhibit, Question
from forum_app.quizzes import queries, rules, services
from forum_app.quizzes.models import Quiz
from forum_app.quizzes.rules import Offset, State
from forum_app.quizzes.rules.arriving import QuestionNotAsked
from forum_app.quizzes.services import PoolData
from forum_app.registration.models import Registration
from tests.factories.forums import make_forum
from tests.factories.programme import at, make_session
from tests.factories.questions import make_taught
from tests.factories.quizzes import make_bank, make_quiz, question_row
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


def module_of(quiz: Quiz) -> Module:
    assert quiz.module is not None
    return quiz.module


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
        subjects = [pool.objective_id for pool in queries.list_pools(quiz)]
        counts = {tuple(sum(q.objective_id == code for q in one) for code in subjects) for one in seen}
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
        assert [(pool.module_id, pool.question_count) for pool in queries.list_pools(quiz)] == [
            (modules[0].id, 3),
            (modules[1].id, 2),
        ]

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
            code="Q1",
            title=quiz.title,
            question_count=4,
            modules=[module_of(quiz)],
            attempts_allowed=2,
            entry="present",
        )
        services.change_quiz(quiz, data, actor=None)
        assert (quiz.attempts_allowed, quiz.entry) == (2, "present")

    @pytest.mark.parametrize(
        "change", [{"behaviour": "immediate"}, {"is_shuffled": False}, {"draw": "each"}, {"limit_minutes": 5}]
    )
    def test_what_people_rely_on_stays(self, forum: Forum, change: dict[str, Any]) -> None:
        quiz = make_quiz(forum, opened=at(forum, 2, "10:20"))
        data = services.QuizData(code="Q1", title=quiz.title, question_count=4, modules=[module_of(quiz)], **change)
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
