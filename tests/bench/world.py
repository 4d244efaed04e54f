"""What is measured on: a forum of three days with 43 sessions and 64 officers, one open quiz, one organiser."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask, g

from forum_app.accounts.models import Account
from forum_app.accounts.services import begin_sign_in
from forum_app.application import create_app
from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.database import db, transaction
from forum_app.kernel.settings import Settings
from forum_app.quizzes.models import Quiz
from forum_app.registration.models import Registration
from tests.factories.accounts import make_account, make_person, make_staff_account
from tests.factories.forums import make_forum, make_staff
from tests.factories.programme import at, make_session
from tests.factories.quizzes import make_quiz
from tests.factories.registration import make_registration

OFFICERS, SESSIONS, QUESTIONS = 64, 43, 10
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass
class World:
    """The forum and who asks for its pages."""

    app: Flask
    forum: Forum
    organiser: Account
    officers: list[tuple[Account, Registration]]
    quiz: Quiz

    def browser(self, account: Account) -> Any:
        """A browser in which somebody is signed in."""
        client = self.app.test_client()
        token = begin_sign_in(account, at=clock.wall())
        with client.session_transaction() as cookie:
            cookie["_user_id"] = token
        return client


@contextmanager
def build(folder: Path) -> Iterator[World]:
    """Make it in a data folder of its own, with every protection of a real installation switched on."""
    app = create_app(Settings(folder, mode="test", jobs="inline", log_level="CRITICAL"))
    with app.app_context():
        db.create_all()
        world = _fill(app)
        yield world
        db.session.remove()
        db.engine.dispose()


def _fill(app: Flask) -> World:
    with transaction():
        forum = make_forum("BENCH")
        for number in range(SESSIONS):
            day, hour = 1 + number % 3, 8 + number // 3 % 8
            start, end = f"{hour:02}:{number // 24 * 30:02}", f"{hour:02}:{number // 24 * 30 + 25:02}"
            make_session(forum, f"S{number:02}", day=day, start=start, end=end)
        organiser = make_staff(forum, "organiser", make_staff_account("organiser"))
        officers = [_officer(forum, number) for number in range(1, OFFICERS + 1)]
    quiz = make_quiz(forum, questions=QUESTIONS, opened=at(forum, 1, "08:00"))
    return World(app, forum, organiser, officers, quiz)


def _officer(forum: Forum, number: int) -> tuple[Account, Registration]:
    account = make_account(make_person(given_name_latin=f"Officer {number}"))
    return account, make_registration(forum, badge_number=number, person=account.person)


def request(client: Any, method: str, address: str, expected: int, **values: Any) -> Any:
    """One request that must be answered as expected; the context outlives it, so what it kept is forgotten."""
    for name in list(g):
        g.pop(name)
    found = client.open(address, method=method, **values)
    assert found.status_code == expected, f"{method} {address} answered {found.status_code}"
    return found


def token(client: Any, address: str) -> str:
    """The CSRF token of the forms of a page."""
    found = TOKEN.search(request(client, "GET", address, 200).get_data(as_text=True))
    assert found is not None, f"{address} has no form"
    return found.group(1)
