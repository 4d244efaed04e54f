"""Error pages in both languages, never a traceback; refusals, sign-in and repeats end here too."""

from typing import Any

from flask import Flask, Response, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from forum_app.kernel import logs
from forum_app.kernel.database import db
from forum_app.kernel.i18n import sentence
from forum_app.kernel.refusal import N_, Refusal
from forum_app.kernel.storage import is_full
from forum_app.kernel.web.answers import answer

TITLES = {
    400: N_("The page did not understand that"),
    403: N_("This page is not for your role"),
    404: N_("Page not found"),
    405: N_("This address is only for sending a form"),
    409: N_("Not done"),
    410: N_("No longer there"),
    413: N_("The file is too large"),
    422: N_("Not done"),
    429: N_("Too many tries"),
    500: N_("Something went wrong on our side"),
    503: N_("The server is busy"),
    507: N_("There is no room left"),
}
SENTENCES = {
    400: N_("Go back and try once more. What you typed is still in the form."),
    403: N_("Ask the organiser if you think you should see it."),
    404: N_("The address is wrong, or the page was removed."),
    405: N_("Go back and use the button on the page."),
    409: N_("Somebody else changed the same thing first. Open the page again to see it."),
    410: N_("What you are looking for was removed or has expired."),
    413: N_("Choose a smaller file. Nothing was saved."),
    422: N_("Something in the form is not right. Go back; what you typed is still there."),
    429: N_("Wait a minute, then try again."),
    500: N_("It has been written down. Nothing was half saved. Try again in a moment."),
    503: N_("Try again in a moment. Nothing was lost."),
    507: N_("The server has no room left. Nothing was half saved. Tell the organiser."),
}


def init(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(CSRFError, _bad_token)
    app.register_error_handler(RequestEntityTooLarge, _too_large)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def error_page(status: int, text: str | None = None) -> Response:
    """The page of this status, with our own sentence or the given one."""
    known = status if status in TITLES else (500 if status >= 500 else 400)
    context: dict[str, Any] = {"title": gettext(TITLES[known]), "text": text or gettext(SENTENCES[known])}
    return answer(page="errors/page.html", status=status, code=status, **context)


def _refused(refusal: Refusal) -> Response:
    return error_page(refusal.status, sentence(refusal))


def _bad_token(_error: CSRFError) -> Response:
    return error_page(400, gettext("The form is from another visit. Open the page again and send it once more."))


def _too_large(_error: RequestEntityTooLarge) -> Response:
    """The page asks for the form again (language, operation), and reading it again would raise again."""
    vars(request).update(form=ImmutableMultiDict(), files=ImmutableMultiDict())
    return error_page(413)


def _http(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:
        return error.get_response()  # type: ignore[return-value]
    return error_page(error.code)


def _unexpected(error: Exception) -> Response:
    db.session.rollback()
    if isinstance(error, OSError) and is_full(error):  # while the form itself was being received
        logs.logger().error("disk.full", route=str(request.url_rule))
        return error_page(507)
    logs.logger().error("request.failed", route=str(request.url_rule), exc_info=error)
    return error_page(500)
