"""How a view ends."""

import pytest

from forum_app.kernel.web.answers import answer, safe_next


def test_a_browser_is_sent_on_with_303(small):
    with small.test_request_context():
        found = answer(to="/next")
    assert (found.status_code, found.headers["Location"]) == (303, "/next")


def test_htmx_is_sent_on_by_a_header_because_it_would_paste_the_page_in(small):
    with small.test_request_context(headers={"HX-Request": "true"}):
        found = answer(to="/next")
    assert (found.status_code, found.headers["HX-Redirect"]) == (204, "/next")
    assert "Location" not in found.headers


def test_htmx_gets_the_fragment_and_a_browser_the_page(small):
    values = {"page": "errors/page.html", "title": "T", "text": "t", "code": 200, "fragment": "components/icon.html"}
    with small.test_request_context():
        assert b"<html" in answer(**values).data
    with small.test_request_context(headers={"HX-Request": "true"}):
        found = answer(**values)
    assert b"<html" not in found.data
    assert "HX-Request" in found.headers["Vary"]


@pytest.mark.parametrize("code", [403, 409, 500])
def test_htmx_gets_error_pages_with_their_status(visitor, code):
    address = {403: "/try/status/403", 409: "/try/refused", 500: "/try/broken"}[code]
    assert visitor.get(address, headers={"HX-Request": "true"}).status_code == code


def test_htmx_is_sent_to_the_sign_in(visitor):
    found = visitor.get("/try/inside", headers={"HX-Request": "true"})
    assert found.status_code == 204
    assert found.headers["HX-Redirect"].startswith("/sign-in")


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example", "x", "", None])
def test_only_a_local_address_is_followed(target):
    assert safe_next(target, "/home") == "/home"


def test_a_local_address_is_followed():
    assert safe_next("/forums/A?x=1", "/home") == "/forums/A?x=1"
