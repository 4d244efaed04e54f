"""The first page and Start my forum."""

from dataclasses import replace

import pytest
from flask import Flask

from forum_app.accounts.models import Account
from forum_app.forums.models import Forum
from forum_app.forums.queries import find_forum, roles_of
from forum_app.kernel.database import db
from forum_app.overview import queries, rules
from tests.factories.accounts import make_account
from tests.factories.forums import make_forum, make_staff
from tests.factories.registration import make_officer
from tests.pages import HouseClient

START = {
    "title_km": "វេទិកាបណ្តុះបណ្តាល",
    "title_en": "",
    "starts_on": "2027-02-01",
    "ends_on": "2027-02-03",
    "venue_km": "សណ្ឋាគារ",
    "given_name_km": "សុភា",
    "given_name_latin": "",
    "login": "sophea",
    "password": "a long enough secret",
}


@pytest.mark.parametrize("lang", ["km", "en"])
def test_an_empty_installation_shows_two_doors_in_both_languages(client: HouseClient, lang: str) -> None:
    page = client.get(f"/?lang={lang}")
    assert page.status_code == 200
    text = page.get_data(as_text=True)
    assert ("ចាប់ផ្តើមវេទិការបស់ខ្ញុំ" if lang == "km" else "Start my forum") in text
    assert client.get(f"/start?lang={lang}").status_code == 200


def test_step_one_makes_the_first_account_and_the_forum_and_signs_in(client: HouseClient) -> None:
    answer = client.post("/start", data=START)
    assert answer.status_code == 303
    forum = db.session.query(Forum).one()
    account = db.session.query(Account).one()
    assert answer.location == f"/forums/{forum.code}/setup"
    assert (account.login, account.is_administrator, account.is_staff) == ("sophea", True, True)
    assert roles_of(account.person_id, forum.id) == {"organiser"}
    assert client.get(answer.location).status_code == 200


def test_step_one_keeps_what_was_typed_when_the_dates_are_the_wrong_way_round(client: HouseClient) -> None:
    page = client.post("/start", data={**START, "ends_on": "2027-01-01"})
    assert page.status_code == 422
    assert "វេទិកាបណ្តុះបណ្តាល" in page.get_data(as_text=True)
    assert db.session.query(Account).count() == 0


def test_once_somebody_real_is_there_a_stranger_must_sign_in(client: HouseClient) -> None:
    make_account(login="known", is_staff=True)
    assert client.get("/start").location == "/sign-in?next=/start"


def test_an_officer_cannot_start_a_forum(client: HouseClient) -> None:
    client.sign_in(make_officer(make_forum()))
    assert client.get("/start").status_code == 403


def test_an_organiser_starts_a_second_forum_without_a_second_account(client: HouseClient) -> None:
    account = make_staff(make_forum())
    client.sign_in(account)
    answer = client.post(
        "/start", data={"title_en": "Second Forum", "starts_on": "2027-02-01", "ends_on": "2027-02-01"}
    )
    assert answer.status_code == 303
    assert find_forum("SF-2027") is not None


def test_the_steps_say_what_is_done_and_what_comes_next() -> None:
    facts = rules.SetupFacts(people=20, sessions=0, helpers=0, cards_printed=1, sheets_printed=0, sample_present=False)
    found = rules.steps(facts)
    assert [step.done for step in found] == [True, True, False, False, False]
    following = rules.next_step(found)
    assert following is not None
    assert following.number == 3
    everything = rules.SetupFacts(1, 1, 1, 1, 1, sample_present=False)
    assert rules.next_step(rules.steps(everything)) is None


def test_a_step_can_be_skipped_and_every_step_leads_back(client: HouseClient) -> None:
    forum = make_forum()
    client.sign_in(make_staff(forum)).speak("en")
    first = client.get(f"/forums/{forum.code}/setup").get_data(as_text=True)
    assert "skip=2" in first
    assert "skip=3" in client.get(f"/forums/{forum.code}/setup?skip=2").get_data(as_text=True)
    assert "Back to the five steps" in client.get(f"/forums/{forum.code}/programme/fill").get_data(as_text=True)
    client.get(f"/forums/{forum.code}/dashboard")
    assert "Back to the five steps" not in client.get(f"/forums/{forum.code}/programme/fill").get_data(as_text=True)


def test_printing_cards_and_the_sheet_of_day_one_finishes_step_five(client: HouseClient) -> None:
    forum = make_forum()
    make_officer(forum)
    client.sign_in(make_staff(forum))
    home = f"/forums/{forum.code}"
    assert client.post(f"{home}/people/cards", data={"whom": "waiting", "order": "unit"}).mimetype == "application/pdf"
    assert not setup_step(forum, 5).done
    assert client.get(f"{home}/attendance/sheet.pdf?day=1").mimetype == "application/pdf"
    assert setup_step(forum, 5).done


def setup_step(forum: Forum, number: int) -> rules.Step:
    return rules.steps(queries.setup_facts(forum))[number - 1]


def test_on_a_real_server_nobody_becomes_organiser_by_visiting_first(client: HouseClient, app: Flask) -> None:
    demo = app.config["FORUM"]
    app.config["FORUM"] = replace(demo, mode="serve")
    try:
        assert client.get("/").location == "/sign-in"
        assert client.get("/start").location == "/sign-in?next=/start"
        assert client.post("/start", data=START).status_code == 303
    finally:
        app.config["FORUM"] = demo
    assert db.session.query(Account).count() == 0
