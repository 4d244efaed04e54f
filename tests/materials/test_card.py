"""The summary card of a lesson, and the page of what nobody qualified has read."""

import io

import pytest
from pypdf import PdfReader

from forum_app.course import imports as course_imports
from forum_app.course import services as course_services
from forum_app.course.models import Module
from forum_app.course.queries import find_module
from forum_app.forums.models import Forum
from forum_app.kernel.database import db
from forum_app.kernel.khmer.text import search_key
from forum_app.materials import documents
from tests.factories.forums import make_forum, make_staff
from tests.factories.materials import make_lesson
from tests.factories.registration import make_officer
from tests.pages import HouseClient

HOME = "/forums/TEST-1"
CODES = [content.code for content in course_imports.read_modules()]


@pytest.fixture
def forum(context: None) -> Forum:
    return make_forum()


def load(code: str) -> Module:
    content = next(one for one in course_imports.read_modules() if one.code == code)
    course_services.load_module(content)
    module = find_module(code)
    assert module is not None
    return module


@pytest.mark.parametrize("code", CODES)
@pytest.mark.usefixtures("forum")
def test_the_card_of_every_lesson_is_one_sheet_with_both_languages(code: str) -> None:
    module = load(code)
    pdf = PdfReader(io.BytesIO(documents.card_pdf(module, lang="km", sample=False)))
    assert len(pdf.pages) == 1
    text = "".join(pdf.pages[0].extract_text().split())
    assert "".join(module.title.en.split()) in text
    assert search_key("ត្រូវធ្វើ")[:3] in search_key(text)
    data = documents.card_data(module, lang="km", sample=True)
    assert data["sample"] == "គំរូ SAMPLE"
    for side in data["sides"]:
        assert 6 <= len(side["do"]) + len(side["do_not"]) <= 9
        assert side["remember"]
        assert len(side["notes"]) == (5 if module.law_status else 3)


@pytest.mark.parametrize("lang", ["km", "en"])
def test_an_officer_prints_the_card_of_a_published_lesson(client: HouseClient, forum: Forum, lang: str) -> None:
    module = load("DF")
    officer = make_officer(forum)
    client.sign_in(officer).speak(lang)
    assert client.get(f"{HOME}/me/read/DF/card").status_code == 404
    make_lesson(forum, module)
    assert f"{HOME}/me/read/DF/card" in client.get(f"{HOME}/me/read/DF?whole=1").text
    answer = client.get(f"{HOME}/me/read/DF/card")
    assert (answer.status_code, answer.mimetype, answer.data[:5]) == (200, "application/pdf", b"%PDF-")


@pytest.mark.parametrize("lang", ["km", "en"])
def test_a_trainer_sees_which_lessons_nobody_has_read(client: HouseClient, forum: Forum, lang: str) -> None:
    law, _ = load("SL"), load("DF")
    law.read_by = {"km": {"name": "Sok Dara", "on": "2026-11-23"}, "en": None, "law": None}
    db.session.commit()
    page = client.sign_in(make_staff(forum, "trainer")).speak(lang).get(f"{HOME}/materials/unread")
    assert page.status_code == 200
    assert ("Sok Dara" in page.text, "2026-11-23" in page.text) == (True, True)
    waiting = {"km": "មិនទាន់មាននរណា", "en": "Nobody yet"}[lang]
    assert page.text.count(waiting) == 4


def test_who_has_read_is_no_page_for_officers(client: HouseClient, forum: Forum) -> None:
    assert client.sign_in(make_officer(forum)).get(f"{HOME}/materials/unread").status_code == 403
