"""The organiser's timetable."""

import io
from collections.abc import Callable
from typing import Any

import pytest

from forum_app.kernel.bilingual import Bilingual
from forum_app.programme import exports, queries, services
from tests.factories.forums import make_forum, make_staff
from tests.factories.programme import make_session
from tests.pages import HouseClient


@pytest.mark.parametrize("lang", ["km", "en"])
@pytest.mark.parametrize("path", ["programme", "programme/add", "programme/rooms", "programme/fill"])
def test_an_organiser_sees_the_pages_in_both_languages(client: HouseClient, lang: str, path: str) -> None:
    forum = make_forum()
    services.add_room(forum, code="HALL", name=Bilingual("សាលធំ", "Main hall"), capacity=80, actor=None)
    make_session(forum)
    make_session(forum, "D1S02", start="10:00", end="10:20", kind="break", counts=False)
    client.sign_in(make_staff(forum)).speak(lang)
    assert client.get(f"/forums/{forum.code}/{path}?day=1").status_code == 200


def test_a_trainer_reads_the_programme_and_cannot_change_it(client: HouseClient) -> None:
    forum = make_forum()
    forum_session = make_session(forum)
    client.sign_in(make_staff(forum, "trainer"))
    assert client.get(f"/forums/{forum.code}/programme").status_code == 200
    assert client.get(f"/forums/{forum.code}/programme/{forum_session.id}").status_code == 403


def test_a_session_of_another_forum_is_not_found_here(client: HouseClient) -> None:
    forum, other = make_forum(), make_forum("OTHER")
    foreign = make_session(other)
    client.sign_in(make_staff(forum))
    assert client.get(f"/forums/{forum.code}/programme/{foreign.id}").status_code == 404


FORM = {
    "day": "1",
    "start": "09:00",
    "end": "10:00",
    "kind": "presentation",
    "spoken_language": "km",
    "counts": "y",
} | {
    "room": "",
    "module": "",
}


def test_a_session_is_added_changed_cancelled_and_restored(client: HouseClient) -> None:
    forum = make_forum()
    client.sign_in(make_staff(forum))
    assert client.post(f"/forums/{forum.code}/programme/add", data={**FORM, "title_km": "វគ្គថ្មី"}).status_code == 303
    (added,) = queries.list_sessions(forum)
    page = f"/forums/{forum.code}/programme/{added.id}"
    assert client.get(page).status_code == 200
    assert client.post(page, data={**FORM, "title_en": "Changed", "end": "10:30"}).status_code == 303
    assert queries.list_sessions(forum)[0].minutes == 90
    assert client.post(f"{page}/cancel").status_code == 303
    assert queries.list_sessions(forum) == []
    assert client.post(f"{page}/restore").status_code == 303
    assert len(queries.list_sessions(forum)) == 1


def test_a_session_that_ends_before_it_begins_is_refused_in_words_and_nothing_typed_is_lost(
    client: HouseClient,
) -> None:
    forum = make_forum()
    client.sign_in(make_staff(forum)).speak("en")
    data = {**FORM, "title_km": "ចំណងជើងដែលបានវាយ", "end": "08:00"}
    page = client.post(f"/forums/{forum.code}/programme/add", data=data)
    text = page.get_data(as_text=True)
    assert page.status_code == 422
    assert "The session ends before it begins." in text
    assert "ចំណងជើងដែលបានវាយ" in text


def test_a_template_fills_the_programme_and_the_sample_workbook_is_read_back(client: HouseClient) -> None:
    forum, other = make_forum(days=3), make_forum("OTHER", days=1)
    account = make_staff(forum)
    make_staff(other, account=account)
    client.sign_in(account)
    chosen = client.post(f"/forums/{forum.code}/programme/fill", data={"template": "three-days"})
    assert chosen.status_code == 303
    assert len(queries.list_sessions(forum)) > 20
    upload = {"file": (io.BytesIO(exports.sample_workbook()), "programme.xlsx")}
    assert client.post(f"/forums/{other.code}/programme/fill", data=upload).status_code == 303
    assert [s.kind for s in queries.list_sessions(other)] == ["registration", "presentation", "break"]


def test_a_file_that_is_no_workbook_gets_its_own_sentence(client: HouseClient) -> None:
    forum = make_forum()
    client.sign_in(make_staff(forum)).speak("en")
    page = client.post(f"/forums/{forum.code}/programme/fill", data={"file": (io.BytesIO(b"\x89PNG\r\n"), "list.xlsx")})
    assert page.status_code == 422
    assert "This file is not an Excel workbook" in page.get_data(as_text=True)


def test_the_timetable_costs_the_same_for_one_and_three_sessions(
    client: HouseClient, count_queries: Callable[[], Any]
) -> None:
    forum = make_forum()
    client.sign_in(make_staff(forum))
    make_session(forum)
    client.get(f"/forums/{forum.code}/programme?day=1")
    with count_queries() as one:
        client.get(f"/forums/{forum.code}/programme?day=1")
    for number in (2, 3):
        make_session(forum, f"D1S0{number}", start=f"1{number}:00", end=f"1{number}:30")
    with count_queries() as three:
        client.get(f"/forums/{forum.code}/programme?day=1")
    assert len(one) == len(three)
