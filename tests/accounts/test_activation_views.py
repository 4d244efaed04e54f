"""Activation, the embedded browser and one's own account."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from forum_app.accounts import queries, services
from forum_app.accounts.models import Account, Device
from forum_app.accounts.views.ceiling import ceiling
from forum_app.kernel import clock
from forum_app.kernel.database import db
from tests.accounts.browsing import TELEGRAM, officer_with_rank, sign_in, who_is_in
from tests.factories.accounts import (
    PASSWORD,
    PIN,
    make_account,
    make_card,
    make_enrolled,
)
from tests.pages import HouseClient


@pytest.fixture(autouse=True)
def _fresh_ceiling() -> Iterator[None]:
    ceiling.forget()
    yield
    ceiling.forget()


class TestActivation:
    @pytest.mark.parametrize("lang", ["km", "en"])
    def test_from_the_qr_code_to_the_first_page(self, client: HouseClient, lang: str) -> None:
        account = officer_with_rank()
        card = make_card(account)
        client.speak(lang)
        assert client.get("/activate").status_code == 200
        assert client.post("/activate", data={"token": card.token}).headers["Location"] == "/activate/who"
        who = client.get("/activate/who")
        assert who.headers["Cache-Control"] == "no-store"
        for shown in (account.name.km, account.name.en):
            assert shown in who.text
        assert {"km": "អនុសេនីយ៍ឯក", "en": "Captain"}[lang] in who.text
        assert client.post("/activate/who", data={"is_me": "yes"}).headers["Location"] == "/activate/pin"
        assert client.get("/activate/pin").status_code == 200
        done = client.post("/activate/pin", data={"secret": "៧៣៩២៦៤"})
        assert done.headers["Location"] == "/"
        cookie = next(c for c in done.headers.getlist("Set-Cookie") if c.startswith("device="))
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert "Max-Age=31536000" in cookie
        assert "Secure" not in cookie
        token = cookie.partition("=")[2].partition(";")[0]
        assert db.session.scalars(select(Device)).one().token_hash != token
        assert who_is_in(client) is not None
        client.post("/sign-out")
        assert sign_in(client, account.person.badge_code, PIN).status_code == 303

    def test_without_a_scanner_the_two_codes_are_typed(self, client: HouseClient) -> None:
        account = make_account()
        card = make_card(account)
        data = {"badge": account.person.badge_code.lower(), "code": card.printed_code.lower()}
        assert client.post("/activate", data=data).headers["Location"] == "/activate/who"

    def test_no_address_or_session_holds_the_token(self, client: HouseClient) -> None:
        card = make_card(make_account())
        client.post("/activate", data={"token": card.token})
        with client.session_transaction() as cookie:
            assert card.token not in str(dict(cookie))

    def test_a_wrong_code_and_an_unknown_badge_get_the_same_page(self, client: HouseClient) -> None:
        account = make_account()
        make_card(account)
        client.speak("en")
        normal = re.compile(r'value="[^"]*"')
        pages = [
            client.post("/activate", data={"badge": badge, "code": "0000000000"})
            for badge in (account.person.badge_code, "00000000")
        ]
        assert [page.status_code for page in pages] == [422, 422]
        assert normal.sub("", pages[0].text) == normal.sub("", pages[1].text)

    def test_both_codes_are_asked_for(self, client: HouseClient) -> None:
        assert client.post("/activate", data={"badge": "", "code": ""}).status_code == 422

    def test_a_used_card_says_so(self, client: HouseClient) -> None:
        card = make_card(make_account())
        row = services.find_card_by_token(card.token, at=clock.now())
        services.open_with_card(row, PIN, at=clock.now(), wall=clock.wall())
        response = client.speak("en").post("/activate", data={"token": card.token})
        assert response.status_code == 410
        assert "already used" in response.text

    def test_somebody_else_says_no_and_the_card_stays_good(self, client: HouseClient) -> None:
        card = make_card(make_account())
        client.post("/activate", data={"token": card.token})
        assert client.post("/activate/who", data={"is_me": "no"}).status_code == 200
        assert client.get("/activate/who").status_code == 410
        assert services.find_card_by_token(card.token, at=clock.now())

    def test_no_step_can_be_skipped(self, client: HouseClient) -> None:
        assert client.get("/activate/who").status_code == 410
        client.post("/activate", data={"token": make_card(make_account()).token})
        assert client.get("/activate/pin").status_code == 410
        assert client.post("/activate/pin", data={"secret": PIN}).status_code == 410
        assert client.post("/activate/who", data={}).status_code == 200

    def test_the_steps_last_a_quarter_of_an_hour(self, client: HouseClient, monkeypatch: pytest.MonkeyPatch) -> None:
        client.post("/activate", data={"token": make_card(make_account()).token})
        later = clock.wall() + timedelta(minutes=16)
        monkeypatch.setattr(clock, "wall", lambda: later)
        assert client.get("/activate/who").status_code == 410

    @pytest.mark.parametrize("pin", ["123456", "7392", "a longer password"])
    def test_a_pin_that_will_not_do_is_asked_again(self, client: HouseClient, pin: str) -> None:
        self.until_pin(client, make_account())
        assert client.post("/activate/pin", data={"secret": pin}).status_code == 422
        assert client.post("/activate/pin", data={"secret": PIN}).status_code == 303

    def test_an_officer_may_choose_a_longer_password(self, client: HouseClient) -> None:
        account = make_account()
        self.until_pin(client, account)
        assert client.get("/activate/pin?longer=1").status_code == 200
        assert client.post("/activate/pin?longer=1", data={"secret": PASSWORD}).status_code == 303
        client.post("/sign-out")
        client.delete_cookie("device")
        assert sign_in(client, account.person.badge_code, PASSWORD).status_code == 303

    def test_staff_choose_a_password(self, client: HouseClient) -> None:
        account = make_account(login="chan.thy", is_staff=True)
        self.until_pin(client, account, "staff")
        assert client.post("/activate/pin", data={"secret": PIN}).status_code == 422
        assert client.post("/activate/pin", data={"secret": PASSWORD}).status_code == 303

    def test_a_second_tap_on_done_arrives_at_the_same_place(self, client: HouseClient) -> None:
        self.until_pin(client, make_account())
        client.post("/activate/pin", data={"secret": PIN})
        assert client.post("/activate/pin", data={"secret": PIN}).headers["Location"] == "/"

    def test_a_further_phone_asks_the_pin_that_is_known(self, client: HouseClient) -> None:
        account, _phone = make_enrolled()
        self.until_pin(client, account, "enrol")
        assert client.post("/activate/pin", data={"secret": "846251"}).status_code == 422
        assert client.post("/activate/pin", data={"secret": PIN}).status_code == 303
        assert len(queries.list_devices(account)) == 2

    def until_pin(self, client: HouseClient, account: Account, purpose: str = "card") -> None:
        client.post("/activate", data={"token": make_card(account, purpose).token})
        client.post("/activate/who", data={"is_me": "yes"})


class TestEmbeddedBrowser:
    @pytest.mark.parametrize("path", ["/sign-in", "/activate"])
    def test_the_page_says_so_and_offers_a_link(self, client: HouseClient, path: str) -> None:
        inside = client.speak("en").get(path, headers=TELEGRAM)
        assert "Open this page in your own browser" in inside.text
        assert f"http://localhost{path}" in inside.text
        assert "Open this page in your own browser" not in client.get(path).text

    def test_a_scanned_code_is_not_used_up_inside_another_app(self, client: HouseClient) -> None:
        assert 'data-activate="wait"' in client.get("/activate", headers=TELEGRAM).text
        assert 'data-activate="now"' in client.get("/activate").text

    def test_after_the_sign_in_the_enrolment_is_carried_over(self, client: HouseClient) -> None:
        account, phone = make_enrolled()
        client.set_cookie("device", phone)
        data = {"login": account.person.badge_code, "password": PIN}
        assert client.post("/sign-in", data=data, headers=TELEGRAM).headers["Location"] == "/enrol"
        assert client.get("/enrol", headers=TELEGRAM).status_code == 200
        page = client.post("/enrol", headers=TELEGRAM)
        link = re.search(r"http://127\.0\.0\.1:8000/activate#([\w-]+)", page.text)
        assert link
        assert services.find_card_by_token(link[1], at=clock.now()).purpose == "enrol"


class TestOwnAccount:
    @pytest.mark.parametrize("lang", ["km", "en"])
    def test_the_pages_speak_both_languages(self, client: HouseClient, lang: str) -> None:
        account, phone = make_enrolled(officer_with_rank())
        client.set_cookie("device", phone)
        client.sign_in(account).speak(lang)
        services.begin_sign_in(account, at=clock.wall())
        for path in ("/account", "/account/password", "/enrol"):
            assert client.get(path).status_code == 200
        assert client.post("/enrol").status_code == 200

    def test_a_further_phone_has_ten_minutes(self, client: HouseClient, at_time: Any) -> None:
        client.sign_in(make_account())
        page = client.post("/enrol").text
        link = re.search(r"/activate#([\w-]+)", page)
        assert link
        assert 'src="data:image/svg+xml' in page
        at_time(clock.now() + timedelta(minutes=9))
        assert client.post("/activate", data={"token": link[1]}).status_code == 303
        at_time(clock.now() + timedelta(minutes=2))
        assert client.post("/activate", data={"token": link[1]}).status_code == 410

    def test_a_phone_is_forgotten_by_its_owner_only(self, client: HouseClient) -> None:
        account, phone = make_enrolled()
        other, _other_phone = make_enrolled()
        client.sign_in(account)
        own, foreign = queries.list_devices(account)[0].id, queries.list_devices(other)[0].id
        assert client.post(f"/account/devices/{foreign}/revoke").status_code == 404
        assert client.post(f"/account/devices/{own}/revoke").status_code == 303
        assert queries.find_device(phone) is None

    def test_signing_out_everywhere_else_keeps_this_browser(self, client: HouseClient) -> None:
        account = make_account()
        there = services.begin_sign_in(account, at=clock.wall())
        client.sign_in(account)
        assert client.post("/account/sign-out-elsewhere").status_code == 303
        assert queries.find_live_sign_in(there, at=clock.wall()) is None
        assert who_is_in(client) is not None

    def test_a_longer_password_needs_the_secret_of_now(self, client: HouseClient) -> None:
        account, phone = make_enrolled()
        client.set_cookie("device", phone)
        client.sign_in(account)
        wrong = {"current_password": "846251", "new_password": PASSWORD}
        assert client.post("/account/password", data=wrong).status_code == 422
        weak = {"current_password": PIN, "new_password": "password123"}
        assert client.post("/account/password", data=weak).status_code == 422
        right = {"current_password": PIN, "new_password": PASSWORD}
        assert client.post("/account/password", data=right).status_code == 303
        assert who_is_in(client) is not None
        client.post("/sign-out")
        assert sign_in(client, account.person.badge_code, PASSWORD).status_code == 303

    def test_the_language_is_kept_with_the_person_and_the_browser(self, client: HouseClient) -> None:
        account = make_account()
        client.sign_in(account)
        response = client.post("/language", data={"lang": "en", "next": "/account"})
        assert response.headers["Location"] == "/account"
        assert '<html lang="en">' in client.get("/account").text
        assert db.session.get_one(Account, account.id).language == "en"
        assert client.post("/language", data={"lang": "fr", "next": "//evil"}).headers["Location"] == "/"
        client.post("/sign-out")
        assert client.post("/language", data={"lang": "km"}).status_code == 303
        assert '<html lang="km">' in client.get("/sign-in").text

    def test_nobody_else_sees_these_pages(self, client: HouseClient) -> None:
        for path in ("/account", "/account/password", "/enrol"):
            assert client.get(path).headers["Location"].startswith("/sign-in?next=")
