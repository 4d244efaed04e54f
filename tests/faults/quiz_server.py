"""A real server with one open quiz and many officers, for tests and measurements of a whole hall.

`quiz_server make FOLDER OFFICERS QUESTIONS` makes the database and prints who may sign in;
`quiz_server serve FOLDER PORT` serves it until it is killed, and says "ready" when it listens;
`quiz_server scores FOLDER` prints what the product says each attempt is worth.
"""

import json
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select

from forum_app.accounts import services as accounts
from forum_app.application import create_app
from forum_app.kernel import clock
from forum_app.kernel.database import db, transaction
from forum_app.kernel.settings import Settings
from forum_app.kernel.web import server
from forum_app.quizzes import queries
from forum_app.quizzes.models import Quiz
from tests.factories.accounts import make_account, make_person
from tests.factories.forums import make_forum
from tests.factories.quizzes import make_quiz
from tests.factories.registration import make_registration

PIN = "739264"
ENROLLED = 66
"""So many have a PIN and a phone of their own; hashing one for each of hundreds would take the time of the test."""


def make_app(folder: Path) -> Flask:
    return create_app(Settings(folder, mode="demo", jobs="inline", log_level="CRITICAL"))


def make(folder: Path, officers: int, questions: int) -> dict[str, Any]:
    """The database, and what its phones need to know."""
    app = make_app(folder)
    with app.app_context():
        db.create_all()
        now = clock.now()
        forum = make_forum("HALL")
        quiz = make_quiz(forum, questions=questions, opened=now - timedelta(minutes=5), limit_minutes=60)
        people = [_officer(app, forum, number) for number in range(1, officers + 1)]
        told = {"quiz": f"/forums/{forum.code}/me/quizzes/{quiz.id}", "people": people}
        told["cookie"] = app.config["SESSION_COOKIE_NAME"]
        db.session.remove()
        db.engine.dispose()
    return told


def _officer(app: Flask, forum: Any, number: int) -> dict[str, Any]:
    with transaction():
        account = make_account(make_person(given_name_latin=f"Officer {number}"))
        make_registration(forum, badge_number=number, person=account.person)
        sessions = [_session(app, accounts.begin_sign_in(account, at=clock.wall())) for _phone in range(2)]
    device = ""
    if number <= ENROLLED:
        accounts.set_pin(account, PIN, actor=None)
        _, device = accounts.enrol_device(account, label="Chrome, Android", at=clock.wall())
    return {"login": account.person.badge_code, "sessions": sessions, "device": device, "account": str(account.id)}


def _session(app: Flask, token: str) -> str:
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return str(serializer.dumps({"_user_id": token, "_fresh": True}))


def serve(folder: Path, port: int) -> None:
    """Until it is killed."""
    made = server.make(make_app(folder), host="127.0.0.1", port=port, threads=server.THREADS)
    say("ready")
    made.run()


def scores(folder: Path) -> dict[str, int]:
    """Right answers by the badge code of their person."""
    with make_app(folder).app_context():
        scored = queries.list_scored([db.session.scalars(select(Quiz)).one()])
        return {one.attempt.registration.person.badge_code: one.sheet.right for one in scored}


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    command, target = sys.argv[1], Path(sys.argv[2])
    if command == "make":
        say(json.dumps(make(target, int(sys.argv[3]), int(sys.argv[4]))))
    elif command == "scores":
        say(json.dumps(scores(target)))
    else:
        serve(target, int(sys.argv[3]))
