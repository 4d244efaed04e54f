"""Pages of materials for organisers, trainers and officers."""

import io
from collections.abc import Callable
from typing import Any

import pytest

from forum_app.accounts.models import Account
from forum_app.course import imports as course_imports
from forum_app.course import services as course_services
from forum_app.course.models import Module
from forum_app.course.queries import find_module
from forum_app.forums.models import Forum
from forum_app.kernel.database import db
from forum_app.materials import queries, services
from forum_app.programme.models import ForumSession
from tests.factories.forums import make_forum, make_staff
from tests.factories.materials import PDF, make_file, make_lesson, material_data
from tests.factories.programme import at, make_session
from tests.factories.registration import make_officer
from tests.pages import HouseClient

HOME = "/forums/TEST-1"
VALUES = {"label": "clear", "warning_level": "0", "forum_session": "", "is_published": "y"}


@pytest.fixture
def forum(context: None) -> Forum:
    return make_forum()


def load(code: str) -> Module:
    content = next(one for one in course_imports.read_modules() if one.code == code)
    course_services.load_module(content)
    module = find_module(code)
    assert module is not None
    return module


@pytest.mark.parametrize("lang", ["km", "en"])
def test_an_organiser_uploads_publishes_and_withdraws(client: HouseClient, forum: Forum, lang: str) -> None:
    forum_session = make_session(forum)
    client.sign_in(make_staff(forum)).speak(lang)
    assert client.get(f"{HOME}/materials").status_code == 200
    assert client.get(f"{HOME}/materials/add/file").status_code == 200
    data = {
        "title_km": "ស្លាយ",
        "title_en": "Slides",
        "forum_session": str(forum_session.id),
        "label": "amber",
        "warning_level": "0",
        "file_km": (io.BytesIO(PDF), "មេរៀន.pdf"),
    }
    assert client.post(f"{HOME}/materials/add/file", data=data).status_code == 303
    (material,) = queries.list_materials(forum)
    assert (material.label, material.is_published, material.forum_session_id) == ("amber", False, forum_session.id)
    assert client.get(f"{HOME}/materials").status_code == 200
    assert client.post(f"{HOME}/materials/{material.id}/publish").status_code == 303
    assert client.get(f"{HOME}/materials").status_code == 200
    assert queries.list_materials(forum, published_only=True) == [material]
    client.post(f"{HOME}/materials/{material.id}/withdraw")
    assert queries.list_materials(forum, published_only=True) == []


def test_a_wrong_file_is_refused_in_words_and_keeps_the_title(client: HouseClient, forum: Forum) -> None:
    data = {"title_en": "Typed title", "file_en": (io.BytesIO(PDF), "a.docx"), **VALUES}
    page = client.sign_in(make_staff(forum)).speak("en").post(f"{HOME}/materials/add/file", data=data)
    assert page.status_code == 422
    assert "The file a.docx is not really a DOCX file." in page.text
    assert "Typed title" in page.text


@pytest.mark.parametrize("lang", ["km", "en"])
def test_links_and_lessons_are_added(client: HouseClient, forum: Forum, lang: str) -> None:
    load("DF")
    make_session(forum, module_id=load("TR").id)
    client.sign_in(make_staff(forum, "trainer")).speak(lang)
    assert client.get(f"{HOME}/materials/add/link").status_code == 200
    client.post(f"{HOME}/materials/add/link", data={**VALUES, "title_en": "Site", "url": "https://example.org/"})
    assert client.get(f"{HOME}/materials/add/lesson").status_code == 200
    client.post(f"{HOME}/materials/add/lesson", data={**VALUES, "module": "DF"})
    client.post(f"{HOME}/materials/lessons")
    found = [(one.kind, one.url, one.module.code if one.module else "") for one in queries.list_materials(forum)]
    assert found == [("link", "https://example.org/", ""), ("lesson", "", "DF"), ("lesson", "", "TR")]


@pytest.mark.parametrize("lang", ["km", "en"])
def test_an_officer_finds_materials_with_their_size(client: HouseClient, forum: Forum, lang: str) -> None:
    forum_session = make_session(forum, description=material_data().title)
    make_file(forum, forum_session=forum_session, warning_level=2)
    make_lesson(forum, load("DF"))
    hidden = make_file(forum, name="hidden.pdf", is_published=False)
    client.sign_in(make_officer(forum)).speak(lang)
    page = client.get(f"{HOME}/me/materials")
    assert (page.status_code, "1 kB" in page.text) == (200, True)
    assert str(hidden.id) not in page.text
    assert client.get(f"{HOME}/me/sessions/{forum_session.id}").status_code == 200


@pytest.mark.parametrize("lang", ["km", "en"])
@pytest.mark.parametrize("code", ["DF", "TR", "DN", "LP", "SL", "CP", "DC", "DE", "ET", "MD", "IC", "TM", "WB"])
def test_every_lesson_of_the_course_can_be_read(client: HouseClient, forum: Forum, lang: str, code: str) -> None:
    make_lesson(forum, load(code))
    reader = client.sign_in(make_officer(forum)).speak(lang)
    page = reader.get(f"{HOME}/me/read/{code}")
    assert page.status_code == 200
    assert 'href="#s1"' in page.text
    whole = reader.get(f"{HOME}/me/read/{code}?whole=1")
    assert 'class="key"' in whole.text
    assert "[^" not in page.text + whole.text


def test_reading_is_noted_and_unpublished_lessons_are_for_staff(client: HouseClient, forum: Forum) -> None:
    material = make_lesson(forum, load("DF"), is_published=False)
    officer, trainer = make_officer(forum), make_staff(forum, "trainer")
    assert client.sign_in(officer).get(f"{HOME}/me/read/DF").status_code == 404
    assert client.sign_in(trainer).get(f"{HOME}/me/read/DF").status_code == 200
    services.publish(material, actor=trainer, at=at(forum, 1, "08:00"))
    assert client.sign_in(officer).get(f"{HOME}/me/read/DF").status_code == 200
    assert queries.count_readers(forum) == {material.id: 1}


def test_a_download_is_an_attachment_with_its_khmer_name(
    client: HouseClient, forum: Forum, at_time: Callable[[Any], None]
) -> None:
    at_time(at(forum, 1, "10:00"))
    material = make_file(forum, name="មេរៀន.pdf")
    client.sign_in(make_officer(forum))
    answer = client.get(f"{HOME}/me/materials/{material.id}/km")
    assert (answer.status_code, answer.data, answer.mimetype) == (200, PDF, "application/pdf")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert client.get(f"{HOME}/me/materials/{material.id}/en").status_code == 404
    assert queries.count_readers(forum) == {material.id: 1}


def test_red_is_refused_in_words_after_the_forum(
    client: HouseClient, forum: Forum, at_time: Callable[[Any], None]
) -> None:
    material = make_file(forum, label="red")
    at_time(at(forum, 3, "18:00").replace(year=2025))
    page = client.sign_in(make_officer(forum)).speak("en").get(f"{HOME}/me/materials/{material.id}/km")
    assert page.status_code == 403
    assert "shown during the forum only" in page.text


def test_a_link_leads_out_and_is_noted(client: HouseClient, forum: Forum) -> None:
    material = services.add_link(
        forum, material_data(), url="https://example.org/", actor=None, at=at(forum, 1, "08:00")
    )
    answer = client.sign_in(make_officer(forum)).get(f"{HOME}/me/materials/{material.id}/open")
    assert (answer.status_code, answer.location) == (303, "https://example.org/")
    assert queries.count_readers(forum) == {material.id: 1}
    file = make_file(forum)
    assert client.get(f"{HOME}/me/materials/{file.id}/open").status_code == 404


def test_staff_open_what_is_not_published_and_officers_do_not(client: HouseClient, forum: Forum) -> None:
    material = make_file(forum, is_published=False)
    path = f"{HOME}/me/materials/{material.id}/km"
    officer, speaker = make_officer(forum), make_staff(forum, "speaker")
    assert client.sign_in(officer).get(path).status_code == 403
    assert client.sign_in(speaker).get(path).status_code == 200
    assert queries.count_readers(forum) == {}


def test_nobody_opens_what_belongs_to_another_forum(client: HouseClient, forum: Forum) -> None:
    other = make_forum("TEST-2")
    material = make_file(other)
    client.sign_in(make_officer(forum))
    assert client.get(f"{HOME}/me/materials/{material.id}/km").status_code == 404
    assert client.get(f"/forums/TEST-2/me/materials/{material.id}/km").status_code == 403
    assert client.get("/forums/TEST-2/me/materials").status_code == 403


@pytest.mark.parametrize(("role", "status"), [("organiser", 200), ("trainer", 200), ("desk", 403), ("speaker", 200)])
def test_who_puts_up_materials(client: HouseClient, forum: Forum, role: str, status: int) -> None:
    assert client.sign_in(make_staff(forum, role)).get(f"{HOME}/materials").status_code == status


def test_lists_cost_the_same_for_one_and_three(
    client: HouseClient, forum: Forum, count_queries: Callable[[], Any]
) -> None:
    forum_session = make_session(forum)
    pages = ((make_officer(forum).id, "/me/materials"), (make_staff(forum).id, "/materials"))

    def measure() -> list[int]:
        counts = []
        for account_id, path in pages:
            client.sign_in(db.session.get_one(Account, account_id)).get(f"{HOME}{path}")
            with count_queries() as seen:
                client.get(f"{HOME}{path}")
            counts.append(len(seen))
        return counts

    make_file(forum, forum_session=forum_session)
    one = measure()
    forum, forum_session = db.session.get_one(Forum, forum.id), db.session.get_one(ForumSession, forum_session.id)
    for _ in range(2):
        make_file(forum, forum_session=forum_session)
    assert measure() == one
