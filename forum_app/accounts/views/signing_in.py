"""Flask-Login wired to our sign-ins: the user id of a browser is a random token, its sha256 a row."""

from flask import Flask, Response, current_app, g, request
from flask_babel import gettext
from flask_login import LoginManager
from flask_wtf.csrf import CSRFError

from forum_app.accounts import queries, rules, services
from forum_app.accounts.models import Account
from forum_app.accounts.views import browser, visitor
from forum_app.kernel import clock, operations
from forum_app.kernel.access import SignInRequired, current_actor
from forum_app.kernel.web import carry, errors
from forum_app.kernel.web.answers import answer, is_htmx, safe_next

manager = LoginManager()
manager.session_protection = None


def init(app: Flask) -> None:
    """Tell Flask-Login how to load an account, and what a page does when nobody is signed in."""
    manager.init_app(app)
    manager.user_loader(_load)
    app.register_error_handler(SignInRequired, _ask_to_sign_in)
    app.register_error_handler(CSRFError, _stale_form)
    app.after_request(_note_seen)


def _load(token: str) -> Account | None:
    found = queries.find_live_sign_in(token, at=clock.wall())
    if found is None:
        return None
    g.sign_in = found
    account = found.account
    account.sign_in_token = token
    return account


def _note_seen(response: Response) -> Response:
    """Write down that the person was here, after the answer is made and outside its operation."""
    found, at = g.pop("sign_in", None), clock.wall()
    if found is None or response.status_code >= 500 or found.last_seen_at + rules.SEEN_EVERY > at:
        return response
    operations.begin(None)
    kept = browser.kept_until(found.account) if found.device_id else None
    services.note_seen(found, kept_until=kept, at=at)
    return response


def _ask_to_sign_in(_error: SignInRequired) -> Response:
    """A page is shown after the sign-in; a form keeps what was typed and is sent again after it."""
    if is_htmx():
        shown = request.headers.get("HX-Current-URL", "").removeprefix(request.host_url.rstrip("/"))
        return answer(to=visitor.sign_in_url(safe_next(shown, "")))
    if request.method in ("GET", "HEAD"):
        return answer(to=visitor.sign_in_url(request.full_path.rstrip("?")))
    return visitor.ask_again(carry.pack())


def _stale_form(_error: CSRFError) -> Response:
    """A form of ours whose session is gone (signed out in another tab, say): what was typed is kept as well.

    Only when the browser itself says that our own page sent it; a form of another site ends here.
    """
    if not carry.is_from_our_page() or is_htmx():
        sentence = gettext("The form is from another visit. Open the page again and send it once more.")
        return errors.error_page(400, sentence)
    if request.endpoint == "accounts.sign_in":
        return visitor.draw_again()
    declared = getattr(current_app.view_functions.get(request.endpoint or ""), "access", None)
    if current_actor() is None and (declared is None or declared.rule != "public"):
        return visitor.ask_again(carry.pack())
    carried = carry.unpack(carry.pack())
    assert carried is not None, "we signed it this moment"
    return visitor.offer_again(carried, status=400)
