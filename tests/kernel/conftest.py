"""An application of the kernel's own, with addresses that end in every way an answer can."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, abort, redirect
from wtforms.validators import DataRequired

from forum_app.accounts.services import begin_sign_in
from forum_app.application import create_app
from forum_app.kernel import clock, secrets
from forum_app.kernel.access import allow, public, signed_in
from forum_app.kernel.database import db
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.settings import Settings
from forum_app.kernel.web.answers import answer
from forum_app.kernel.web.forms import Form, TextField
from tests.factories.accounts import make_account

LARGEST = 100_000


class RoomIsFull(Refusal):
    text = "The room holds %(places)s people."


class NameForm(Form):
    name = TextField("Name", [DataRequired()])


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An application with its own data folder and its own keys; those of the others come back afterwards."""
    kept = secrets._keys
    settings = Settings(tmp_path_factory.mktemp("small"), mode="test", jobs="inline", log_level="CRITICAL")
    application = create_app(settings)
    application.config.update(WTF_CSRF_ENABLED=True, PROPAGATE_EXCEPTIONS=False, MAX_CONTENT_LENGTH=LARGEST)
    for rule, view, methods in ADDRESSES:
        application.add_url_rule(f"/try{rule}", f"try.{view.__name__}", view, methods=methods)
    with application.app_context():
        db.create_all()
    yield application
    with application.app_context():
        db.session.remove()
        db.engine.dispose()
    clock.use_offset_file(None)
    if kept is not None:
        secrets.use(kept)


@pytest.fixture
def visitor(small: Flask) -> Any:
    """A browser that nobody is signed in to."""
    return small.test_client()


@pytest.fixture
def member(small: Flask) -> Any:
    """A browser with somebody signed in."""
    with small.app_context():
        token = start_sign_in()
    client = small.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
    return client


def start_sign_in() -> str:
    """The token of a new account's sign-in."""
    return begin_sign_in(make_account(), at=clock.wall())


@public
def fine() -> Any:
    return answer(page="errors/page.html", title="T", text="t", code=200)


@public
def elsewhere() -> Any:
    return redirect("/try/fine", 302)


@public
def refused() -> Any:
    raise RoomIsFull(places=40)


@public
def broken() -> Any:
    raise ValueError("CANARY-IN-THE-MESSAGE")


@public
def status(code: int) -> Any:
    abort(code)


@allow(signed_in)
def inside() -> Any:
    return answer(page="errors/page.html", title="T", text="t", code=200)


@public
def named() -> Any:
    form = NameForm()
    if form.validate_on_submit():
        return answer(to="/try/fine")
    return answer(page="errors/page.html", status=form.status, title="T", text=str(form.name.data), code=form.status)


ADDRESSES = (
    ("/fine", fine, ["GET"]),
    ("/elsewhere", elsewhere, ["GET"]),
    ("/refused", refused, ["GET"]),
    ("/broken", broken, ["GET", "POST"]),
    ("/status/<int:code>", status, ["GET"]),
    ("/inside", inside, ["GET", "POST"]),
    ("/named", named, ["GET", "POST"]),
)
