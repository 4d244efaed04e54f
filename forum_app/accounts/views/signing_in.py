"""Flask-Login wired to our sign-ins: the user id of a browser is a random token, its sha256 a row."""

from flask import Flask, Response, request
from flask_login import LoginManager

from forum_app.accounts import queries
from forum_app.accounts.models import Account
from forum_app.kernel import clock
from forum_app.kernel.access import SignInRequired
from forum_app.kernel.web.answers import answer, is_htmx

manager = LoginManager()
manager.session_protection = None


def init(app: Flask) -> None:
    """Tell Flask-Login how to load an account, and what a page does when nobody is signed in."""
    manager.init_app(app)
    manager.user_loader(_load)
    app.register_error_handler(SignInRequired, _ask_to_sign_in)


def _load(token: str) -> Account | None:
    found = queries.find_live_sign_in(token, at=clock.wall())
    if found is None:
        return None
    account = found.account
    account.sign_in_token = token
    return account


def _ask_to_sign_in(_error: SignInRequired) -> Response:
    here = request.full_path.rstrip("?") if request.method == "GET" and not is_htmx() else ""
    return answer(to=f"/sign-in?next={here}" if here else "/sign-in")
