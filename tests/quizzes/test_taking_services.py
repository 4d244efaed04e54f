"""Taking a quiz, also at once, and reading it."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from forum_app.forums.models import Forum
from forum_app.kernel.audit import AuditEntry
from forum_app.kernel.database import db
from forum_app.questions.models import Question
from forum_app.quizzes import queries, rules, services
from forum_app.quizzes.models import Attempt, Quiz, QuizQuestion
from forum_app.quizzes.rules.arriving import QuestionNotAsked, ResultsAreOut
from forum_app.registration.models import Registration
from tests.factories.forums import make_forum
from tests.factories.programme import make_module
from tests.factories.quizzes import make_quiz, question_row, take_quiz
from tests.factories.registration import make_registration
from tests.quizzes.acting import answer, at_once, held, moment, open_attempt

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def forum() -> Forum:
    return make_forum()


class TestTaking:
    def test_starting_twice_goes_on_with_the_same_attempt(self, forum: Forum) -> None:
        quiz, attempt, _ = open_attempt(forum)
        again = services.start_attempt(quiz, attempt.registration, actor=None, at=moment(forum, "10:25"))
        assert (again.id, again.seed, again.started_at) == (attempt.id, attempt.seed, moment(forum))

    def test_only_an_open_quiz_is_started(self, forum: Forum) -> None:
        quiz = make_quiz(forum)
        registration = make_registration(forum)
        with pytest.raises(rules.QuizNotOpen):
            services.start_attempt(quiz, registration, actor=None, at=moment(forum))

    @pytest.mark.parametrize("status", ["pending", "cancelled"])
    def test_only_confirmed_participants_start(self, forum: Forum, status: str) -> None:
        quiz = make_quiz(forum, opened=moment(forum))
        with pytest.raises(rules.NotRegistered):
            services.start_attempt(quiz, make_registration(forum, status=status), actor=None, at=moment(forum))

    def test_a_participant_of_another_forum_does_not_start(self, forum: Forum) -> None:
        quiz = make_quiz(forum, opened=moment(forum))
        stranger = make_registration(make_forum("OTHER-1"))
        with pytest.raises(rules.NotRegistered):
            services.start_attempt(quiz, stranger, actor=None, at=moment(forum))

    def test_the_last_choice_wins_by_sequence_not_by_arrival(self, forum: Forum) -> None:
        _, attempt, question = open_attempt(forum)
        first, second = question.option_keys[:2]
        answer(attempt, question, second, moment(forum), sequence=2)
        answer(attempt, question, first, moment(forum), sequence=1)
        assert held(attempt) == [([second], 2, False)]
        answer(attempt, question, first, moment(forum), sequence=3)
        assert held(attempt) == [([first], 3, False)]

    def test_an_answer_after_closing_is_kept_beside_the_one_in_time(self, forum: Forum) -> None:
        quiz, attempt, question = open_attempt(forum)
        first, second = question.option_keys[:2]
        answer(attempt, question, first, moment(forum))
        services.close_quiz(quiz, actor=None, at=moment(forum, "10:30"))
        answer(attempt, question, second, moment(forum, "10:31"))
        assert held(attempt) == [([first], 1, False), ([second], 2, True)]

    def test_after_the_release_nothing_is_kept(self, forum: Forum) -> None:
        quiz, attempt, question = open_attempt(forum)
        services.close_quiz(quiz, actor=None, at=moment(forum, "10:30"))
        services.release_results(quiz, actor=None, at=moment(forum, "10:31"))
        with pytest.raises(ResultsAreOut):
            answer(attempt, question, question.correct_key, moment(forum, "10:32"))
        assert held(attempt) == []

    def test_an_answer_within_the_grace_is_in_time(self, forum: Forum) -> None:
        _, attempt, question = open_attempt(forum)
        answer(attempt, question, question.option_keys[0], moment(forum, "10:35") + timedelta(seconds=30))
        assert held(attempt)[0][2] is False

    def test_a_late_answer_is_kept_but_does_not_count_until_accepted(self, forum: Forum) -> None:
        quiz, attempt, question = open_attempt(forum)
        answer(attempt, question, question.correct_key, moment(forum, "10:36"))
        services.submit_attempt(attempt, actor=None, at=moment(forum, "10:36"))
        assert queries.list_scored([quiz])[0].sheet.right == 0
        services.accept_late(attempt, actor=None, at=moment(forum, "10:40"))
        services.accept_late(attempt, actor=None, at=moment(forum, "10:41"))
        assert attempt.late_accepted_at == moment(forum, "10:40")
        assert queries.list_scored([quiz])[0].sheet.right == 1

    def test_without_late_answers_there_is_nothing_to_accept(self, forum: Forum) -> None:
        _, attempt, _ = open_attempt(forum)
        with pytest.raises(rules.NothingLate):
            services.accept_late(attempt, actor=None, at=moment(forum))

    def test_a_late_answer_never_replaces_one_in_time(self, forum: Forum) -> None:
        _, attempt, question = open_attempt(forum)
        first, second = question.option_keys[:2]
        answer(attempt, question, first, moment(forum), sequence=1)
        assert answer(attempt, question, second, moment(forum, "10:36"), sequence=2).is_late
        assert held(attempt) == [([first], 1, False), ([second], 2, True)]

    def test_what_does_not_belong_to_the_question_is_refused(self, forum: Forum) -> None:
        _, attempt, question = open_attempt(forum)
        with pytest.raises(rules.OptionUnknown):
            answer(attempt, question, "NONE", moment(forum))
        with pytest.raises(rules.OptionUnknown):
            services.record_answer(attempt, question, chosen=[], language="km", actor=None, at=moment(forum))
        make_module("TR")
        services.load_questions("TR", [question_row("TR-Q1")])
        other = db.session.scalars(select(Question).where(Question.code == "TR-Q1")).one()
        with pytest.raises(QuestionNotAsked):
            answer(attempt, other, other.option_keys[0], moment(forum))

    def test_handing_in_twice_is_once_and_ends_the_attempt(self, forum: Forum) -> None:
        quiz, attempt, question = open_attempt(forum)
        services.submit_attempt(attempt, actor=None, at=moment(forum, "10:25"))
        services.submit_attempt(attempt, actor=None, at=moment(forum, "10:26"))
        assert attempt.submitted_at == moment(forum, "10:25")
        with pytest.raises(rules.AlreadySubmitted):
            answer(attempt, question, question.option_keys[0], moment(forum, "10:27"))
        with pytest.raises(rules.AlreadySubmitted):
            services.start_attempt(quiz, attempt.registration, actor=None, at=moment(forum, "10:27"))

    def test_closing_hands_nothing_in_but_counts_what_is_saved(self, forum: Forum) -> None:
        quiz, attempt, question = open_attempt(forum)
        answer(attempt, question, question.correct_key, moment(forum))
        assert queries.list_scored([quiz]) == []
        services.close_quiz(quiz, actor=None, at=moment(forum, "10:30"))
        with pytest.raises(rules.QuizClosed):
            services.submit_attempt(attempt, actor=None, at=moment(forum, "10:31"))
        assert attempt.submitted_at is None
        assert [scored.sheet.right for scored in queries.list_scored([quiz])] == [1]

    def test_audit_rows_hold_no_answer(self, forum: Forum) -> None:
        _, attempt, question = open_attempt(forum)
        answer(attempt, question, question.correct_key, moment(forum))
        services.submit_attempt(attempt, actor=None, at=moment(forum))
        entries = db.session.scalars(select(AuditEntry).where(AuditEntry.action.like("quizzes.%"))).all()
        assert {"quizzes.start_attempt", "quizzes.submit_attempt"} <= {entry.action for entry in entries}
        assert question.correct_key not in str([entry.details for entry in entries])


class TestAtOnce:
    def test_six_presses_of_start_are_one_attempt(self, app: Flask, forum: Forum) -> None:
        quiz_id, registration_id = make_quiz(forum, opened=moment(forum)).id, make_registration(forum).id
        when = moment(forum)

        def press(_number: int) -> None:
            quiz = db.session.get_one(Quiz, quiz_id)
            services.start_attempt(quiz, db.session.get_one(Registration, registration_id), actor=None, at=when)

        assert at_once(app, 6, press) == []
        db.session.rollback()
        assert len(db.session.scalars(select(Attempt)).all()) == 1

    def test_six_taps_are_one_answer_and_the_highest_sequence_wins(self, app: Flask, forum: Forum) -> None:
        _, attempt, question = open_attempt(forum)
        attempt_id, question_id, keys, when = attempt.id, question.id, question.option_keys, moment(forum)

        def tap(number: int) -> None:
            found = db.session.get_one(Attempt, attempt_id), db.session.get_one(Question, question_id)
            answer(*found, keys[number % 4], when, sequence=number + 1)

        assert at_once(app, 6, tap) == []
        db.session.rollback()
        assert held(attempt) == [([keys[1]], 6, False)]


class TestReads:
    def test_an_open_quiz_is_offered_until_it_is_handed_in(self, forum: Forum) -> None:
        quiz, attempt, _ = open_attempt(forum)
        make_quiz(forum, code="Q2")
        registration = attempt.registration
        assert queries.list_open_for(registration, at=moment(forum)) == [quiz]
        services.submit_attempt(attempt, actor=None, at=moment(forum))
        assert queries.list_open_for(registration, at=moment(forum)) == []

    def test_the_final_check_counts_after_release_only(self, forum: Forum) -> None:
        quiz = make_quiz(forum, purpose="post", opened=moment(forum))
        registration = make_registration(forum)
        take_quiz(quiz, registration, right=[True, True, True], at=moment(forum))
        services.close_quiz(quiz, actor=None, at=moment(forum))
        assert queries.final_scores(forum) == {}
        assert queries.final_scores(forum, released_only=False) == {registration.id: 75}
        assert queries.scores_of(registration) == []
        services.release_results(quiz, actor=None, at=moment(forum))
        assert queries.final_scores(forum) == {registration.id: 75}
        sheet = rules.ScoreSheet(right=3, total=4, percent=75, passed=True)
        assert queries.scores_of(registration) == [(quiz, sheet)]

    def test_a_quiz_of_a_session_is_no_final_check(self, forum: Forum) -> None:
        quiz = make_quiz(forum, opened=moment(forum))
        take_quiz(quiz, make_registration(forum), right=[True], at=moment(forum))
        assert queries.final_scores(forum, released_only=False) == {}

    def test_screens_hold_nothing_about_what_is_right(self, forum: Forum) -> None:
        _, attempt, _ = open_attempt(forum)
        shown = repr(queries.list_screens(attempt))
        assert "CANARY" not in shown
        assert not hasattr(queries.list_screens(attempt)[0], "right_key")

    def test_explanations_are_refused_before_release(self, forum: Forum) -> None:
        _, attempt, _ = open_attempt(forum)
        with pytest.raises(rules.ResultsNotReleased):
            queries.list_explained(attempt)

    def test_scores_cost_the_same_for_one_and_three_people(self, forum: Forum, count_queries: Any) -> None:
        quiz_id, costs = make_quiz(forum, opened=moment(forum)).id, []
        for badges in ([1], [2, 3]):
            quiz = db.session.get_one(Quiz, quiz_id)
            for badge in badges:
                registration = make_registration(quiz.forum, badge_number=badge)
                take_quiz(quiz, registration, right=[True, False], at=moment(quiz.forum))
            with count_queries() as seen:
                queries.list_scored([db.session.get_one(Quiz, quiz_id)])
            costs.append(len(seen))
        assert costs[0] == costs[1] <= 5

    def test_positions_follow_the_attempts_own_order(self, forum: Forum) -> None:
        _, attempt, _ = open_attempt(forum)
        screens = queries.list_screens(attempt)
        found = [queries.find_question_at(attempt, position) for position in (1, 2, 3, 4)]
        assert [question and question.id for question in found] == [screen.question_id for screen in screens]
        assert queries.find_question_at(attempt, 5) is None
        assert queries.find_question_at(attempt, 0) is None

    def test_an_answered_question_cannot_be_removed_from_the_bank(self, forum: Forum) -> None:
        _, attempt, question = open_attempt(forum)
        answer(attempt, question, question.correct_key, moment(forum))
        assert db.session.scalar(select(QuizQuestion.id).where(QuizQuestion.question_id == question.id))
