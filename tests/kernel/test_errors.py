"""Error pages: in the reader's language, never a traceback."""

import pytest

from forum_app.kernel.web.errors import SENTENCES, TITLES
from tests.pages import check_page

STATUSES = (400, 403, 404, 405, 410, 429, 500, 503)


def test_every_status_has_a_title_and_a_sentence():
    assert set(TITLES) == set(SENTENCES)


@pytest.mark.parametrize("lang", ["km", "en"])
@pytest.mark.parametrize("code", STATUSES)
def test_a_status_has_its_page_in_both_languages(visitor, code, lang):
    answer = visitor.get(f"/try/status/{code}?lang={lang}")
    text = answer.get_data(as_text=True)
    assert answer.status_code == code
    assert f'<html lang="{lang}"' in text
    check_page(answer)
    assert (TITLES[code] in text) is (lang == "en")


def test_a_refusal_is_shown_as_its_own_sentence(visitor):
    answer = visitor.get("/try/refused?lang=en")
    assert answer.status_code == 409
    assert "The room holds 40 people." in answer.get_data(as_text=True)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_breaks_is_a_page_without_a_traceback(small, visitor, method):
    small.config["WTF_CSRF_ENABLED"] = False
    answer = visitor.open("/try/broken?lang=en", method=method)
    small.config["WTF_CSRF_ENABLED"] = True
    text = answer.get_data(as_text=True)
    assert answer.status_code == 500
    assert SENTENCES[500] in text
    assert "Traceback" not in text
    assert "CANARY" not in text


def test_an_unknown_status_is_shown_as_the_nearest_known_one(visitor):
    assert visitor.get("/try/status/418?lang=en").status_code == 418
    assert TITLES[400] in visitor.get("/try/status/418?lang=en").get_data(as_text=True)
