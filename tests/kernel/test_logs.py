"""Nothing personal or secret reaches the log, whatever a page does with it."""

import io
import json
import logging

import pytest
import structlog
from flask import request

from forum_app.kernel import logs
from forum_app.kernel.access import public

SECRETS = {
    "login": "7H3K9QZ2",
    "password": "CANARY-PASSWORD",
    "pin": "918273",
    "code": "K7M2Q9X4",
    "phone": "+85512998877",
    "answer": "CANARY-ANSWER",
    "family_name_km": "ចាន់ធូ",
    "token": "CANARY-TOKEN",
}


@public
def careless():
    """A page that logs what it got, by name and inside an error."""
    logs.logger().warning("try.careless", **request.form.to_dict())
    raise RuntimeError(f"cannot use {request.form.to_dict()}")


@pytest.fixture(scope="module", autouse=True)
def careless_page(small):
    """The careless page."""
    small.add_url_rule("/try/careless", "try.careless", careless, methods=["POST"])


@pytest.fixture
def lines(small, monkeypatch):
    """Everything written at DEBUG, by our logger and by the libraries'."""
    sink = io.StringIO()
    handler = logging.StreamHandler(sink)
    root, level = logging.getLogger(), logging.getLogger().level
    before = structlog.get_config()
    logs.configure("DEBUG")
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sink))
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    small.config["WTF_CSRF_ENABLED"] = False
    yield sink.getvalue
    small.config["WTF_CSRF_ENABLED"] = True
    root.removeHandler(handler)
    root.setLevel(level)
    structlog.configure(**before)


@pytest.mark.parametrize(
    "address", ["/sign-in", "/try/careless", "/try/broken", "/try/named", "/try/inside", "/activate"]
)
def test_what_a_person_typed_is_in_no_line(visitor, lines, address):
    visitor.post(address, data=SECRETS, query_string={"next": "/x"})
    written = lines()
    assert written
    assert [name for name, value in SECRETS.items() if value in written] == []


def test_a_forced_error_is_written_with_its_place_and_without_its_message(visitor, lines):
    assert visitor.get("/try/broken").status_code == 500
    events = [json.loads(line) for line in lines().splitlines() if line.startswith("{")]
    failed = next(event for event in events if event["event"] == "request.failed")
    assert failed["error"] == "ValueError"
    assert failed["where"]
    assert "CANARY" not in lines()


def test_a_line_names_the_route_and_not_the_address(visitor, lines):
    visitor.get("/try/status/404?token=CANARY-TOKEN")
    event = json.loads(lines().splitlines()[-1])
    assert event["route"] == "/try/status/<int:code>"
    assert "CANARY" not in lines()


def test_the_person_can_read_out_the_id_of_the_line(visitor, lines):
    answer = visitor.get("/try/fine")
    event = json.loads(lines().splitlines()[-1])
    assert event["request_id"] == answer.headers["X-Request-Id"]
    assert event["status_code"] == 200


def test_the_watchers_questions_fill_no_log(visitor, lines):
    visitor.get("/livez")
    assert lines() == ""


@pytest.mark.parametrize("name", ["password", "badge_code", "phone", "full_name", "csrf_token", "answers"])
def test_a_field_whose_name_promises_something_secret_is_blanked(name):
    assert logs.redact(None, "info", {name: "x"}) == {name: "[redacted]"}
