"""What the tests of quizzes share: ways to act and to look."""

import threading
from collections.abc import Callable
from typing import Any

from flask import Flask
from sqlalchemy import select

from forum_app.forums.models import Forum
from forum_app.kernel.database import db
from forum_app.questions.models import Question
from forum_app.quizzes import queries, services
from forum_app.quizzes.models import Answer, Attempt, Quiz
from tests.factories.programme import at
from tests.factories.quizzes import make_quiz
from tests.factories.registration import make_registration


def moment(forum: Forum, clock_time: str = "10:20") -> Any:
    return at(forum, 2, clock_time)


def open_attempt(forum: Forum, **values: Any) -> tuple[Quiz, Attempt, Question]:
    quiz = make_quiz(forum, opened=moment(forum), **values)
    attempt = services.start_attempt(quiz, make_registration(forum), actor=None, at=moment(forum))
    return quiz, attempt, queries.list_questions(quiz)[0]


def held(attempt: Attempt) -> list[tuple[list[str], int, bool]]:
    rows = db.session.scalars(select(Answer).where(Answer.attempt_id == attempt.id).order_by(Answer.is_late))
    return [(row.chosen, row.sequence, row.is_late) for row in rows]


def answer(attempt: Attempt, question: Question, key: str, when: Any, sequence: int = 0) -> Answer:
    return services.record_answer(
        attempt, question, chosen=[key], language="km", actor=None, at=when, sequence=sequence
    )


def at_once(app: Flask, count: int, act: Callable[[int], None]) -> list[str]:
    """Do `act` in `count` threads that start together; the names of what they raised."""
    gate, raised = threading.Barrier(count), []

    def run(number: int) -> None:
        with app.app_context():
            gate.wait()
            try:
                act(number)
            except Exception as error:
                raised.append(type(error).__name__)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised
