"""Which language a page speaks."""

import pytest
from flask_babel import gettext

from forum_app.kernel import i18n
from tests.kernel.conftest import RoomIsFull


@pytest.mark.parametrize(
    ("address", "cookie", "form", "lang"),
    [
        ("/", "", {}, "km"),
        ("/", "en", {}, "en"),
        ("/?lang=km", "en", {}, "km"),
        ("/?lang=fr", "en", {}, "en"),
        ("/", "fr", {}, "km"),
        ("/?lang=km", "km", {"switch_lang": "en"}, "en"),
    ],
)
def test_the_forms_switch_wins_over_the_address_and_that_over_the_cookie(app, address, cookie, form, lang):
    headers = {"Cookie": f"lang={cookie}"} if cookie else {}
    with app.test_request_context(address, method="POST" if form else "GET", data=form, headers=headers):
        assert i18n.current_language() == lang


def test_the_choice_in_an_address_is_remembered(client):
    found = client.get("/sign-in?lang=en")
    cookie = next(cookie for cookie in found.headers.getlist("Set-Cookie") if cookie.startswith("lang=en;"))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert 'lang="en"' in client.get("/sign-in").get_data(as_text=True)


def test_a_choice_that_is_none_leaves_no_cookie(client):
    cookies = client.get("/sign-in?lang=fr").headers.getlist("Set-Cookie")
    assert [cookie for cookie in cookies if cookie.startswith("lang=")] == []


def test_a_document_speaks_the_language_it_is_made_in(app):
    with app.test_request_context("/?lang=km"):
        with i18n.in_language("en"):
            assert gettext("Page not found") == "Page not found"
        assert gettext("Page not found") != "Page not found"


def test_a_refusal_is_filled_in(app):
    with app.test_request_context("/?lang=en"):
        assert i18n.sentence(RoomIsFull(places=40)) == "The room holds 40 people."


def test_without_a_request_khmer_is_spoken(app):
    assert i18n.choose() == "km"


def test_a_number_written_in_a_template_follows_each_reader(app):
    template = app.jinja_env.from_string("{{ 1|kd }} {{ 0|letter }}")
    shown = []
    for lang in ("km", "en"):
        with app.test_request_context(f"/?lang={lang}"):
            shown.append(template.render())
    assert shown == ["១ ក", "1 A"]
