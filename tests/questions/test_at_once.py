"""Several people writing into the bank at the same moment."""

import threading
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from forum_app.kernel import clock
from forum_app.kernel.database import db
from forum_app.questions import services
from forum_app.questions.models import Question
from forum_app.questions.rules import refusals
from tests.factories.questions import make_question, make_taught, question_data

pytestmark = pytest.mark.usefixtures("context")

TIMES = 5


def at_once(app: Flask, act: Any) -> list[Any]:
    """What each of several threads got from `act`, or the refusal it met."""
    start, found = threading.Barrier(TIMES), []

    def run() -> None:
        with app.app_context():
            start.wait()
            try:
                found.append(act())
            except refusals.NewerVersionExists as refusal:
                found.append(type(refusal))
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run) for _ in range(TIMES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_everybody_gets_a_code_of_their_own(app: Flask) -> None:
    make_taught()
    db.session.remove()
    found = at_once(app, lambda: services.write_question(question_data(), actor=None, at=clock.now()).code)
    assert sorted(found) == [f"DF-T00{number}" for number in range(1, TIMES + 1)]


def test_one_new_version_is_begun_however_many_begin_it(app: Flask) -> None:
    key = make_question(status="approved").id
    db.session.remove()

    def change() -> int:
        question = db.session.get_one(Question, key)
        return services.change_question(question, question_data(difficulty=1), actor=None, at=clock.now()).version

    found = at_once(app, change)
    assert sorted(map(str, found)) == sorted(["2", *[str(refusals.NewerVersionExists)] * (TIMES - 1)])
    assert db.session.scalars(select(Question.version).order_by(Question.version)).all() == [1, 2]
