from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DatabaseError, IntegrityError

from forum_app.forums.models import Forum
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import transaction, violated
from forum_app.questions.models import Question
from forum_app.quizzes import queries, services
from forum_app.quizzes.models import Answer, AnswerArrival, Attempt, LateDecision, Quiz, QuizEvent
from tests.factories.forums import make_forum
from tests.factories.programme import at
from tests.factories.quizzes import make_bank, make_quiz
from tests.factories.registration import make_registration

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def forum() -> Forum:
    return make_forum()


def refused(change: Any) -> str | None:
    """The name of the constraint that this change breaks."""
    with pytest.raises(IntegrityError) as error, transaction() as session:
        session.execute(change)
    return violated(error.value)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"purpose": "fun"}, "ck_quizzes_purpose"),
        ({"pass_percent": 101}, "ck_quizzes_pass_percent"),
        ({"limit_minutes": 0}, "ck_quizzes_limit_minutes"),
        ({"question_count": 0}, "ck_quizzes_question_count"),
    ],
)
def test_a_quiz_is_what_it_may_be(forum: Forum, values: dict[str, Any], constraint: str) -> None:
    make_quiz(forum)
    assert refused(update(Quiz).values(**values)) == constraint


def test_what_was_not_opened_is_not_closed_and_what_is_open_is_not_released(forum: Forum) -> None:
    quiz = make_quiz(forum)
    when = at(forum, 2, "10:20")
    assert refused(update(Quiz).values(closed_at=when)) == "ck_quizzes_closed_after_opened"
    services.open_quiz(quiz, actor=None, at=when)
    assert refused(update(Quiz).values(released_at=when)) == "ck_quizzes_released_after_closed"


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"kind": "essay"}, "ck_questions_kind"),
        ({"use": "exam"}, "ck_questions_use"),
        ({"status": "new"}, "ck_questions_status"),
        ({"difficulty": 4}, "ck_questions_difficulty"),
    ],
)
def test_a_question_is_what_it_may_be(values: dict[str, Any], constraint: str) -> None:
    make_bank(count=1)
    assert refused(update(Question).values(**values)) == constraint


def test_one_answer_a_question_and_one_attempt_of_a_number(forum: Forum) -> None:
    quiz = make_quiz(forum, opened=at(forum, 2, "10:20"))
    when = at(forum, 2, "10:21")
    attempt = services.start_attempt(quiz, make_registration(forum), actor=None, at=when)
    question = queries.list_questions(quiz)[0]
    key = [question.correct_key]
    services.record_answer(attempt, question, chosen=key, language="km", actor=None, at=when)
    double = Answer(
        attempt_id=attempt.id,
        question_id=question.id,
        chosen=key,
        language="km",
        answered_at=when,
        received_at=when,
    )
    again = Attempt(
        forum_id=forum.id,
        quiz_id=quiz.id,
        registration_id=attempt.registration_id,
        number=1,
        seed=1,
        language="km",
        started_at=when,
    )
    for row, constraint in (
        (double, "uq_answers_attempt_id_question_id_is_late"),
        (again, "uq_attempts_quiz_id_registration_id_number"),
    ):
        with pytest.raises(IntegrityError) as error, transaction() as session:
            session.add(row)
        assert violated(error.value) == constraint


def test_events_are_never_changed(forum: Forum) -> None:
    make_quiz(forum, opened=at(forum, 2, "10:20"))
    with pytest.raises(DatabaseError, match="append-only"), transaction() as session:
        session.execute(update(QuizEvent).values(kind="closed"))


def test_arrivals_and_decisions_are_never_changed(forum: Forum) -> None:
    quiz = make_quiz(forum, opened=at(forum, 2, "10:20"))
    late = at(forum, 2, "11:20")
    attempt = services.start_attempt(quiz, make_registration(forum), actor=None, at=at(forum, 2, "10:21"))
    question = queries.list_questions(quiz)[0]
    services.record_answer(attempt, question, chosen=[question.correct_key], language="km", actor=None, at=late)
    services.accept_late(attempt, actor=None, at=late)
    for change in (update(AnswerArrival).values(language="en"), update(LateDecision).values(is_accepted=False)):
        with pytest.raises(DatabaseError, match="append-only"), transaction() as session:
            session.execute(change)


def test_a_tap_is_kept_once_by_its_number(forum: Forum) -> None:
    quiz = make_quiz(forum, opened=at(forum, 2, "10:20"))
    when = at(forum, 2, "10:21")
    attempt = services.start_attempt(quiz, make_registration(forum), actor=None, at=when)
    question = queries.list_questions(quiz)[0]
    services.record_answer(attempt, question, chosen=[question.correct_key], language="km", actor=None, at=when)
    double = AnswerArrival(
        attempt_id=attempt.id,
        question_id=question.id,
        chosen=[],
        language="km",
        device="",
        sequence=1,
        answered_at=when,
        received_at=when,
        is_late=False,
    )
    with pytest.raises(IntegrityError) as error, transaction() as session:
        session.add(double)
    assert violated(error.value) == "uq_answer_arrivals_attempt_id_device_sequence"


def test_late_answers_are_accepted_or_declined_not_both(forum: Forum) -> None:
    quiz = make_quiz(forum, opened=at(forum, 2, "10:20"))
    when = at(forum, 2, "10:21")
    services.start_attempt(quiz, make_registration(forum), actor=None, at=when)
    both = update(Attempt).values(late_accepted_at=when, late_declined_at=when)
    assert refused(both) == "ck_attempts_late_decided_once"


def test_an_option_is_found_by_its_key() -> None:
    make_bank(count=1)
    with transaction() as session:
        question = session.query(Question).one()
        assert question.option_text(question.correct_key) == Bilingual("ជម្រើសទី 2 នៃ DF-Q1", "Choice 2 of DF-Q1")
