"""What the server process believes of whoever connects to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, request
from werkzeug.test import EnvironBuilder, run_wsgi_app

from forum_app.kernel.settings import Settings
from forum_app.kernel.web import server


@contextmanager
def made(folder: Path, origin: str) -> Iterator[Any]:
    """A server that only says from which address it was asked."""
    app = Flask("echo")
    app.config["FORUM"] = Settings(data_folder=folder, origin=origin)
    app.add_url_rule("/", view_func=lambda: str(request.remote_addr))
    found = server.make(app, host="127.0.0.1", port=0, threads=1)
    try:
        yield found
    finally:
        found.close()
        found.task_dispatcher.shutdown()


def asked_from(found: Any, address: str, forwarded: str) -> str:
    """What the application takes for the address of the phone."""
    environ = EnvironBuilder(headers=[("X-Forwarded-For", forwarded)]).get_environ()
    environ["REMOTE_ADDR"] = address
    pieces, _status, _headers = run_wsgi_app(found.application, environ)
    return b"".join(pieces).decode()


@pytest.mark.parametrize(
    ("address", "forwarded", "expected"),
    [
        ("127.0.0.1", "10.1.2.3", "10.1.2.3"),
        ("127.0.0.1", "6.6.6.6, 10.1.2.3", "10.1.2.3"),
        ("10.1.2.3", "6.6.6.6", "10.1.2.3"),
    ],
)
def test_only_the_proxy_on_this_machine_says_who_asks(
    tmp_path: Path, address: str, forwarded: str, expected: str
) -> None:
    """Otherwise everybody behind it shares one ceiling, and one machine keeps all from signing in."""
    with made(tmp_path, "https://forum.example.org") as found:
        assert asked_from(found, address, forwarded) == expected


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_requests_have_the_scheme_that_people_type(tmp_path: Path, scheme: str) -> None:
    """The proxy ends TLS: without this no answer asks for HSTS, and no form of ours comes from our own page."""
    with made(tmp_path, f"{scheme}://forum.example.org") as found:
        assert found.adj.url_scheme == scheme
