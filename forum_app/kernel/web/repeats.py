"""Between a request and the ledger of operations: the second arrival gets the first one's answer."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from flask import Flask, Response, current_app, jsonify, request

from forum_app.kernel import operations
from forum_app.kernel.access import current_actor
from forum_app.kernel.database import db
from forum_app.kernel.i18n import switched
from forum_app.kernel.web.answers import answer, safe_next

FIELD = "op_id"
HEADER = "X-Operation-Id"


def init(app: Flask) -> None:
    """Look at every POST before its view and after it."""
    app.before_request(_before)
    app.after_request(_after)
    app.teardown_request(lambda _error: operations.begin(None))  # a thread serves many requests
    app.register_error_handler(operations.Repeated, _answer_again)


def _before() -> Response | None:
    operations.begin(None)
    given = _given_id()
    if request.method != "POST" or given is None or request.endpoint is None or switched():
        return None
    actor = current_actor()
    wanted = operations.Pending(id=given, actor_id=actor.id if actor else None, endpoint=request.endpoint)
    done = operations.find_done(wanted)
    if done is not None:
        return _first_answer(done)
    operations.begin(wanted)
    return None


def _given_id() -> UUID | None:
    raw = request.headers.get(HEADER) or (request.form.get(FIELD) if request.form else None)
    try:
        return UUID(raw) if raw else None
    except ValueError:
        return None


def _first_answer(done: operations.Operation) -> Response:
    stored: dict[str, Any] = done.answer or {"to": _page_of_the_form()}
    if "json" in stored:
        return jsonify(stored["json"])
    return answer(to=stored["to"])


def _page_of_the_form() -> str:
    """Where the form stands when nobody kept an answer: this address, if it can be opened, or the page before it."""
    adapter = current_app.create_url_adapter(request)
    if adapter is not None and "GET" in adapter.allowed_methods():
        return request.path
    before = urlsplit(request.referrer or "")
    return safe_next(before.path, "/") if before.netloc == request.host else "/"


def _answer_again(repeated: operations.Repeated) -> Response:
    done = db.session.get(operations.Operation, repeated.operation_id)
    assert done is not None, "the ledger refused an id it does not hold"
    return _first_answer(done)


def _after(response: Response) -> Response:
    to = response.headers.get("HX-Redirect") or response.headers.get("Location")
    if to and to != request.path:
        operations.settle_late({"to": to})
    return response
