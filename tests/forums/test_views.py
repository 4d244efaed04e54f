"""An organiser's pages about the forum."""

import pytest

from forum_app.forums import queries
from forum_app.kernel.database import db
from tests.factories.forums import make_forum, make_staff
from tests.pages import HouseClient


@pytest.mark.parametrize("lang", ["km", "en"])
@pytest.mark.parametrize("path", ["settings", "staff/add"])
def test_an_organiser_sees_the_pages_in_both_languages(client: HouseClient, lang: str, path: str) -> None:
    forum = make_forum()
    client.sign_in(make_staff(forum)).speak(lang)
    response = client.get(f"/forums/{forum.code}/{path}")
    assert response.status_code == 200
    assert f'<html lang="{lang}">' in response.get_data(as_text=True)


def test_nobody_else_sees_them(client: HouseClient) -> None:
    forum, other = make_forum(), make_forum("OTHER")
    for account in (make_staff(forum, "desk"), make_staff(other)):
        assert client.sign_in(account).get(f"/forums/{forum.code}/settings").status_code == 403


def test_a_change_is_saved_and_a_title_in_no_language_is_refused_with_what_was_typed(client: HouseClient) -> None:
    forum = make_forum()
    client.sign_in(make_staff(forum))
    typed = {"title_km": "វេទិកាថ្មី", "title_en": "", "venue_km": "សណ្ឋាគារថ្មី"}
    assert client.post(f"/forums/{forum.code}/settings", data=typed).status_code == 303
    db.session.expire_all()
    assert forum.title.km == "វេទិកាថ្មី"
    refused = client.post(
        f"/forums/{forum.code}/settings", data={"title_km": "", "title_en": "", "venue_km": "កន្លែងដែលបានវាយ"}
    )
    assert refused.status_code == 422
    assert "កន្លែងដែលបានវាយ" in refused.get_data(as_text=True)


def test_switching_the_language_in_the_middle_of_a_form_keeps_what_was_typed(client: HouseClient) -> None:
    forum = make_forum()
    client.sign_in(make_staff(forum))
    page = client.post(f"/forums/{forum.code}/settings", data={"venue_km": "កន្លែងដែលបានវាយ", "switch_lang": "en"})
    assert page.status_code == 200
    text = page.get_data(as_text=True)
    assert '<html lang="en">' in text
    assert "កន្លែងដែលបានវាយ" in text


def test_somebody_who_helps_is_added_and_a_taken_login_is_said_beside_the_field(client: HouseClient) -> None:
    forum = make_forum()
    client.sign_in(make_staff(forum))
    data = {"given_name_km": "សុភា", "role": "desk", "language": "km", "login": "desk9"}
    assert client.post(f"/forums/{forum.code}/staff/add", data=data).status_code == 303
    assert "desk" in {member.role for member in queries.list_staff(forum)}
    assert client.post(f"/forums/{forum.code}/staff/add", data=data).status_code == 422


def test_a_card_for_a_helper_is_shown_once(client: HouseClient) -> None:
    forum = make_forum()
    client.sign_in(make_staff(forum))
    (member,) = queries.list_staff(forum)
    page = client.post(f"/forums/{forum.code}/staff/{member.id}/card")
    assert page.status_code == 200
    assert "/activate" in page.get_data(as_text=True)


def test_an_operation_that_arrives_twice_gets_the_first_answer(client: HouseClient) -> None:
    forum = make_forum()
    client.sign_in(make_staff(forum))
    sent = {"op_id": "0192c0de-0000-7000-8000-000000000001"}
    first = client.post(f"/forums/{forum.code}/days/add", data=sent)
    second = client.post(f"/forums/{forum.code}/days/add", data=sent)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location
    assert len(queries.list_days(forum)) == 4
