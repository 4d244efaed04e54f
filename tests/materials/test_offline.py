"""A day on the phone: what is offered to be kept, how large it is said to be, and what stays on the server."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from forum_app.accounts.models import Account
from forum_app.forums.models import Forum
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db
from forum_app.materials import queries, rules, services
from forum_app.programme.models import ForumSession
from tests.factories import crafted
from tests.factories.forums import make_forum
from tests.factories.materials import make_file, make_lesson, material_data
from tests.factories.programme import at, make_module, make_session
from tests.factories.registration import make_officer
from tests.pages import HouseClient

HOME = "/forums/TEST-1"


@pytest.fixture
def forum(context: None) -> Forum:
    return make_forum()


def kept(page: str) -> dict[str, tuple[str, int]]:
    """Address, where it is fetched, and bytes, of every piece that the page offers."""
    found = re.findall(r'<li data-url="([^"]+)" data-fetch="([^"]+)" data-bytes="(\d+)"', page)
    return {url: (fetch.replace("&amp;", "&"), int(size)) for url, fetch, size in found}


@pytest.mark.parametrize("lang", ["km", "en"])
def test_a_day_offers_its_lessons_and_open_files_with_their_size(client: HouseClient, forum: Forum, lang: str) -> None:
    first, second = make_session(forum), make_session(forum, "D2S01", day=2)
    module = make_module()
    make_lesson(forum, module, forum_session=first)
    plain = make_file(forum, content=b"x" * 300_000, forum_session=first)
    make_file(forum, label="amber", forum_session=first)
    make_file(forum, law_only=True, forum_session=first)
    services.add_link(
        forum, material_data(forum_session=first), url="https://example.org/", actor=None, at=at(forum, 1, "08:00")
    )
    make_file(forum, forum_session=second)
    make_file(forum, forum_session=first, is_published=False)
    page = client.sign_in(make_officer(forum)).speak(lang).get(f"{HOME}/me/days/1")
    text, _language = module.text_in(lang)
    lesson = f"{HOME}/me/read/{module.code}"
    file = f"{HOME}/me/materials/{plain.id}/km"
    assert kept(page.text) == {
        lesson: (f"{lesson}?whole=1&leaf=1", rules.lesson_bytes(text)),
        file: (file, 300_000),
    }
    day_on = first.day.day_on.isoformat()
    assert f'data-day="day-TEST-1-{day_on}"' in page.text
    assert f'data-total="{rules.PAGE_BYTES + 300_000 + rules.lesson_bytes(text)}"' in page.text
    said = {"en": "2 materials are not kept", "km": "ឯកសារ 2 មិនត្រូវរក្សាទុកទេ"}[lang]
    assert said in page.text


def test_a_day_without_materials_is_its_programme(client: HouseClient, forum: Forum) -> None:
    make_session(forum, title=Bilingual("បើកវេទិកា", "Opening"))
    page = client.sign_in(make_officer(forum)).speak("en").get(f"{HOME}/me/days/1")
    assert ("Opening" in page.text, kept(page.text), "80 kB" in page.text) == (True, {}, True)
    assert client.get(f"{HOME}/me/days/9").status_code == 404
    assert client.get(f"{HOME}/me/days/2").status_code == 200


def test_fetching_a_lesson_to_keep_is_no_reading(client: HouseClient, forum: Forum) -> None:
    module = make_module()
    make_lesson(forum, module, forum_session=make_session(forum))
    client.sign_in(make_officer(forum))
    ((fetch, _size),) = kept(client.get(f"{HOME}/me/days/1").text).values()
    assert client.get(fetch).status_code == 200
    assert queries.count_readers(forum) == {}


def test_the_size_of_a_lesson_is_about_what_its_page_weighs() -> None:
    assert rules.lesson_bytes("ក" * 1000) == 5700
    pieces = [rules.Piece("/a", "/a", 100, is_page=True), rules.Piece("/b", "/b", 50, is_page=False)]
    assert rules.parcel_bytes(pieces) == rules.PAGE_BYTES + 150


def test_a_day_costs_the_same_for_one_and_three(
    client: HouseClient, forum: Forum, count_queries: Callable[[], Any]
) -> None:
    officer_id, forum_session = make_officer(forum).id, make_session(forum)

    def measure() -> int:
        client.sign_in(db.session.get_one(Account, officer_id)).get(f"{HOME}/me/days/1")
        with count_queries() as seen:
            client.get(f"{HOME}/me/days/1")
        return len(seen)

    make_file(forum, forum_session=forum_session)
    one = measure()
    forum, forum_session = db.session.get_one(Forum, forum.id), db.session.get_one(ForumSession, forum_session.id)
    for _ in range(2):
        make_file(forum, content=crafted.pdf(pages=2), forum_session=forum_session)
    assert measure() == one
