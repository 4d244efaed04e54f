"""Somebody with a certificate in hand asks whether it is genuine."""

import pytest
from flask import Flask

from forum_app.certificates import services
from forum_app.certificates.models import Certificate
from forum_app.certificates.views.ceiling import ceiling
from forum_app.kernel import clock
from tests.factories.accounts import make_person
from tests.factories.certificates import make_certificate
from tests.factories.forums import make_forum
from tests.factories.registration import make_registration
from tests.pages import HouseClient

WORDS = {
    "km": {"prepared": "មិនទាន់", "given": "មានសុពលភាព", "void": "មោឃៈ", "unknown": "មិនស្គាល់"},
    "en": {"prepared": "not", "given": "is valid", "void": "void", "unknown": "unknown"},
}


@pytest.fixture(autouse=True)
def _fresh_ceiling(app: Flask) -> None:
    ceiling.forget()


def made(state: str) -> Certificate:
    """A certificate in this state."""
    forum = make_forum()
    certificate = make_certificate(make_registration(forum, person=make_person("រតនា", "ឌី")))
    if state in ("given", "void"):
        services.give(certificate, actor=None, at=clock.now())
    if state == "void":
        services.void(certificate, reason="Wrong name", actor=None, at=clock.now())
    return certificate


def title_of(page: str) -> str:
    return page.partition("<h1")[2].partition("</h1>")[0].lower()


@pytest.mark.parametrize("lang", ["km", "en"])
@pytest.mark.parametrize("state", ["prepared", "given", "void"])
def test_a_serial_answers_its_state_and_the_name_on_the_paper(client: HouseClient, state: str, lang: str) -> None:
    serial = made(state).serial
    page = client.speak(lang).get(f"/verify/{serial}")
    text = page.get_data(as_text=True)
    assert (page.status_code, "noindex" in page.headers["X-Robots-Tag"]) == (200, True)
    assert WORDS[lang][state] in title_of(text)
    assert "ឌី រតនា" in text
    assert "Wrong name" not in text  # the reason is the office's own


@pytest.mark.parametrize("lang", ["km", "en"])
def test_one_changed_character_is_unknown_and_names_nobody(client: HouseClient, lang: str) -> None:
    serial = made("given").serial
    client.speak(lang)
    for place in (0, 5, len(serial) - 1):
        other = "7" if serial[place] != "7" else "4"
        page = client.get(f"/verify/{serial[:place]}{other}{serial[place + 1 :]}")
        assert page.status_code == 404
        text = page.get_data(as_text=True)
        assert WORDS[lang]["unknown"] in title_of(text)
        assert "រតនា" not in text


def test_the_number_alone_finds_nothing(client: HouseClient) -> None:
    serial = made("given").serial
    assert client.get(f"/verify/{serial.partition('-')[0]}").status_code == 404
    assert client.get("/verify").status_code == 200
