"""What every answer says to the browser, whatever it is."""

import re

import pytest

from forum_app.kernel.web.csrf import csrf
from tests.kernel.conftest import LARGEST

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; object-src 'none'"
)
ALWAYS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=()",
}


@pytest.fixture
def without_csrf(small):
    """Forms are accepted without a token, to reach what lies behind the check."""
    small.config["WTF_CSRF_ENABLED"] = False
    yield
    small.config["WTF_CSRF_ENABLED"] = True


def answers(client):
    """One answer of every status."""
    yield 200, client.get("/try/fine")
    yield 302, client.get("/try/elsewhere")
    yield 303, client.get("/try/inside")
    for code in (400, 401, 403, 404, 405, 410, 429, 500, 503):
        yield code, client.get(f"/try/status/{code}")
    yield 404, client.get("/no/such/page")
    yield 405, client.post("/try/fine")
    yield 409, client.get("/try/refused")
    yield 413, client.post("/try/named", data={"name": "x" * LARGEST})
    yield 422, client.post("/try/named", data={"name": ""})
    yield 500, client.get("/try/broken")


def test_every_status_carries_exactly_these_headers(visitor, without_csrf):
    for code, answer in answers(visitor):
        assert answer.status_code == code, answer.request.path
        found = {name: answer.headers.get(name) for name in ALWAYS}
        assert found == ALWAYS, f"{code} {answer.request.path}"
        assert "Server" not in answer.headers


def test_what_somebody_signed_in_sees_is_kept_by_no_cache(member):
    answer = member.get("/try/inside")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Cookie" in answer.headers["Vary"]


def test_an_answer_to_a_form_is_kept_by_no_cache(visitor, without_csrf):
    assert visitor.post("/try/named", data={"name": "x"}).headers["Cache-Control"] == "no-store"


def test_https_is_remembered_only_where_it_is_used(visitor):
    assert "Strict-Transport-Security" not in visitor.get("/try/fine").headers
    secure = visitor.get("/try/fine", base_url="https://localhost")
    assert secure.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_a_foreign_host_is_refused(visitor):
    assert visitor.get("/try/fine", headers={"Host": "evil.example"}).status_code == 400


def test_a_form_without_its_token_changes_nothing_and_says_why(visitor):
    answer = visitor.post("/try/named?lang=en", data={"name": "x"})
    assert answer.status_code == 400
    assert "The form is from another visit." in answer.get_data(as_text=True)


def test_the_token_of_a_form_does_not_grow_old(small):
    assert small.config["WTF_CSRF_TIME_LIMIT"] is None
    assert small.extensions["csrf"] is csrf


def test_cookies_follow_the_origin(small):
    assert small.config["SESSION_COOKIE_NAME"] == "forum"
    assert small.config["SESSION_COOKIE_SECURE"] is False
    assert small.config["SESSION_COOKIE_HTTPONLY"] is True
    assert small.config["SESSION_COOKIE_SAMESITE"] == "Lax"


def test_no_page_of_the_kernel_holds_inline_code(visitor):
    page = visitor.get("/try/status/404").get_data(as_text=True)
    assert re.findall(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", page) == []
