"""One log line per request, and a request id that the person can read to us over the phone."""

import time

import structlog
from flask import Flask, Response, g, request

from forum_app.kernel import logs
from forum_app.kernel.access import current_actor
from forum_app.kernel.identifiers import random_code


def init(app: Flask) -> None:
    """Bind the context of each request and write its line."""
    app.before_request(_start)
    app.after_request(_finish)


def _start() -> None:
    g.request_id = random_code(8)
    g.started = time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id, route=str(request.url_rule))


def _finish(response: Response) -> Response:
    if "started" not in g or request.path.startswith("/livez"):
        return response
    actor = current_actor()
    ms = round((time.perf_counter() - g.started) * 1000, 1)
    logs.logger().info(
        "request",
        method=request.method,
        status_code=response.status_code,
        ms=ms,
        account=str(actor.id) if actor else None,
    )
    response.headers["X-Request-Id"] = g.request_id
    return response
