"""The pages of sign-in, activation, the own account and the tables, as browsers meet them."""

import io
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from forum_app.accounts import queries, services
from forum_app.accounts.models import Account, Device, Rank, SignIn
from forum_app.accounts.views.ceiling import ceiling
from forum_app.kernel import clock, logs
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db, transaction
from forum_app.kernel.web import carry
from tests.factories.accounts import (
    PASSWORD,
    PIN,
    make_account,
    make_card,
    make_enrolled,
    make_person,
    make_rank,
    make_staff_account,
    make_unit,
)
from tests.pages import HouseClient

TELEGRAM = {"User-Agent": "Mozilla/5.0 (Linux; Android 13) Telegram-Android/10.2"}
HTMX = {"HX-Request": "true"}


def sign_in(client: HouseClient, login: str, password: str, **more: Any) -> TestResponse:
    return client.post("/sign-in", data={"login": login, "password": password, **more})


def hidden(response: TestResponse) -> dict[str, str]:
    """Names and values of the hidden inputs of a page."""
    found = re.findall(r'<input[^>]*type="hidden"[^>]*>', response.text)
    pairs = [(re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)) for tag in found]
    return {name[1]: unescape(value[1]) if value else "" for name, value in pairs if name}


def who_is_in(client: HouseClient) -> str | None:
    """The staff name or badge code the account page shows."""
    response = client.get("/account")
    return None if response.status_code != 200 else response.text


@pytest.fixture(autouse=True)
def _fresh_ceiling() -> Iterator[None]:
    ceiling.forget()
    yield
    ceiling.forget()


class TestSignIn:
    @pytest.mark.parametrize("lang", ["km", "en"])
    def test_the_page_asks_for_name_and_password_in_both_languages(self, client: HouseClient, lang: str) -> None:
        response = client.speak(lang).get("/sign-in")
        assert response.status_code == 200
        assert 'name="login"' in response.text
        assert 'name="password"' in response.text

    def test_a_right_password_leads_to_the_first_page_or_on(self, client: HouseClient) -> None:
        make_staff_account()
        assert sign_in(client, "sok.dara", PASSWORD).headers["Location"] == "/"
        client.post("/sign-out")
        assert sign_in(client, "sok.dara", PASSWORD, next="/tables").headers["Location"] == "/tables"

    @pytest.mark.parametrize(
        "target", ["https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example"]
    )
    def test_another_site_is_never_next(self, client: HouseClient, target: str) -> None:
        make_staff_account()
        assert sign_in(client, "sok.dara", PASSWORD, next=target).headers["Location"] == "/"

    def test_a_wrong_password_and_an_unknown_name_get_the_same_page(self, client: HouseClient) -> None:
        make_staff_account()
        client.speak("en")
        wrong = sign_in(client, "sok.dara", "not the password")
        unknown = sign_in(client, "sok.dora", "not the password")
        assert (wrong.status_code, unknown.status_code) == (422, 422)
        normal = re.compile(r'value="[^"]*"')
        assert normal.sub("", wrong.text) == normal.sub("", unknown.text)
        assert "The name or the password is not right." in wrong.text

    def test_a_pin_without_an_enrolled_phone_says_what_to_do(self, client: HouseClient) -> None:
        account, _phone = make_enrolled()
        response = sign_in(client.speak("en"), account.person.badge_code, PIN)
        assert response.status_code == 422
        assert "A PIN works only on the phone that was enrolled." in response.text
        assert who_is_in(client) is None

    def test_an_enrolled_browser_greets_by_name_and_asks_only_the_pin(self, client: HouseClient) -> None:
        account, phone = make_enrolled()
        client.set_cookie("device", phone)
        page = client.get("/sign-in")
        assert account.name.km in page.text
        assert hidden(page)["login"] == account.person.badge_code
        assert sign_in(client, hidden(page)["login"], PIN).status_code == 303
        assert db.session.scalars(select(SignIn)).one().device_id is not None
        client.post("/sign-out")
        assert 'type="text"' in client.get("/sign-in?other=1").text

    def test_somebody_else_may_sign_in_on_an_enrolled_phone_with_a_password(self, client: HouseClient) -> None:
        _account, phone = make_enrolled()
        make_staff_account()
        client.set_cookie("device", phone)
        failed = sign_in(client, "sok.dara", "not the password")
        assert 'value="sok.dara"' in failed.text
        assert sign_in(client, "sok.dara", PASSWORD).status_code == 303
        assert db.session.scalars(select(SignIn)).one().device_id is None

    def test_too_many_tries_answer_429_and_another_account_is_not_touched(self, client: HouseClient) -> None:
        make_staff_account()
        make_staff_account(login="chan.thy")
        answers = [sign_in(client, "sok.dara", "not the password") for _ in range(6)]
        assert [answer.status_code for answer in answers] == [422] * 5 + [429]
        assert answers[-1].headers["Retry-After"] == "60"
        assert sign_in(client, "chan.thy", PASSWORD).status_code == 303

    def test_a_failed_try_does_not_use_up_the_form(self, client: HouseClient) -> None:
        make_staff_account()
        assert "op_id" not in {name for name, value in hidden(client.get("/sign-in")).items() if value}
        sign_in(client, "sok.dara", "not the password")
        assert sign_in(client, "sok.dara", PASSWORD).status_code == 303

    def test_a_ceiling_per_address_stops_machines_only(
        self, client: HouseClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make_staff_account()
        monkeypatch.setattr(ceiling, "per_minute", 2)
        statuses = [sign_in(client, f"nobody{n}", "x").status_code for n in range(3)]
        assert statuses == [422, 422, 429]

    def test_nothing_of_the_session_before_survives_a_sign_in(self, client: HouseClient) -> None:
        make_staff_account()
        with client.session_transaction() as cookie:
            cookie["planted"], cookie["csrf_token"] = "x", "known to the attacker"
        sign_in(client, "sok.dara", PASSWORD)
        with client.session_transaction() as cookie:
            assert "planted" not in cookie
            assert cookie.get("csrf_token") != "known to the attacker"

    def test_signing_in_again_ends_the_sign_in_before(self, client: HouseClient) -> None:
        account = make_account()
        make_staff_account()
        client.sign_in(account)
        sign_in(client, "sok.dara", PASSWORD)
        ended = db.session.scalars(select(SignIn).where(SignIn.account_id == account.id)).one()
        assert ended.ended_at is not None

    def test_who_is_signed_in_is_led_on(self, client: HouseClient) -> None:
        client.sign_in(make_account())
        assert client.get("/sign-in?next=/account").headers["Location"] == "/account"

    def test_switching_the_language_keeps_what_was_typed(self, client: HouseClient) -> None:
        response = client.post("/sign-in", data={"login": "sok.dara", "password": "", "switch_lang": "en"})
        assert response.status_code == 200
        assert 'value="sok.dara"' in response.text
        assert '<html lang="en">' in response.text


class TestSignOut:
    def test_a_link_only_shows_the_button_and_the_button_ends_the_sign_in(self, client: HouseClient) -> None:
        client.sign_in(make_account())
        assert client.get("/sign-out").status_code == 200
        assert who_is_in(client) is not None
        assert client.post("/sign-out").headers["Location"] == "/"
        assert who_is_in(client) is None
        assert client.get("/sign-out").status_code == 200
        assert client.post("/sign-out").status_code == 303

    def test_pages_lead_to_the_sign_in_and_back(self, client: HouseClient) -> None:
        response = client.get("/tables/ranks?page=2")
        assert response.headers["Location"] == "/sign-in?next=/tables/ranks?page%3D2"
        make_staff_account()
        page = client.get(response.headers["Location"])
        assert hidden(page)["next"] == "/tables/ranks?page=2"


class TestCarriedForm:
    """The sign-in ends in the middle of a form, and nothing typed is lost."""

    typed = {
        "code": "major-x",
        "name_km": "នាយការិយាល័យ ស្រាវជ្រាវ",
        "name_en": 'A "long" <name>\nwith two lines',
        "level": "50",
        "service": "police",
        "op_id": "0192b1de-1111-7000-8000-000000000001",
        "csrf_token": "old",
        "new_password": "must never travel",
    }

    def ended(self, client: HouseClient) -> TestResponse:
        """The answer to a form that is sent after its sign-in was ended."""
        account = make_staff_account()
        client.sign_in(account)
        assert client.get("/tables/ranks").status_code == 200
        services.sign_out_elsewhere(account, but_token="", at=clock.wall())
        return client.post("/tables/ranks?from=list", data=self.typed)

    def test_the_form_goes_through_the_sign_in_and_is_sent(self, client: HouseClient) -> None:
        asked = self.ended(client)
        assert asked.status_code == 401
        carry = hidden(asked)["carry"]
        failed = sign_in(client, "sok.dara", "not the password", carry=carry)
        assert hidden(failed)["carry"] == carry
        kept = sign_in(client, "sok.dara", PASSWORD, carry=hidden(failed)["carry"])
        assert kept.status_code == 200
        assert 'action="/tables/ranks?from=list"' in kept.text
        fields = hidden(kept)
        assert {name: fields[name] for name in ("code", "name_km", "level", "service", "op_id")} == {
            name: self.typed[name] for name in ("code", "name_km", "level", "service", "op_id")
        }
        long_text = re.search(r'<textarea name="name_en" hidden>\n(.*?)</textarea>', kept.text, re.DOTALL)
        assert long_text
        assert unescape(long_text[1]) == self.typed["name_en"]
        assert "must never travel" not in kept.text
        sent = client.post("/tables/ranks?from=list", data={**fields, "name_en": "Major X"})
        assert sent.status_code == 303
        assert db.session.scalars(select(Rank)).one().code == "major-x"

    def test_what_is_carried_leads_to_no_other_site(self, app: Flask) -> None:
        with app.app_context():
            assert carry.unpack(carry._signer().dumps(["//evil.example", [], False])) is None
            assert carry.unpack(None) is None

    def test_switching_the_language_on_the_way_keeps_it(self, client: HouseClient) -> None:
        carry = hidden(self.ended(client))["carry"]
        switched = client.post("/sign-in", data={"login": "", "password": "", "carry": carry, "switch_lang": "en"})
        assert hidden(switched)["carry"] == carry
        assert "What you typed is kept" in switched.text

    def test_what_was_changed_on_the_way_is_not_sent(self, client: HouseClient) -> None:
        carry = hidden(self.ended(client))["carry"]
        response = sign_in(client, "sok.dara", PASSWORD, carry=carry[:-2] + "xx")
        assert response.headers["Location"] == "/"

    def test_htmx_is_sent_to_the_sign_in_and_back_to_its_page(self, client: HouseClient) -> None:
        headers = {**HTMX, "HX-Current-URL": "http://localhost/tables/ranks"}
        response = client.post("/tables/ranks", data=self.typed, headers=headers)
        assert response.status_code == 204
        assert response.headers["HX-Redirect"] == "/sign-in?next=/tables/ranks"
        elsewhere = client.post("/tables/ranks", headers={**HTMX, "HX-Current-URL": "https://evil.example/x"})
        assert elsewhere.headers["HX-Redirect"] == "/sign-in"

    def test_a_chosen_file_is_named_as_not_kept(self, client: HouseClient) -> None:
        make_staff_account()
        data = {"code": "x", "file": (io.BytesIO(b"x"), "list.xlsx")}
        asked = client.post("/tables/ranks", data=data)
        kept = sign_in(client.speak("en"), "sok.dara", PASSWORD, carry=hidden(asked)["carry"])
        assert "A chosen file cannot be kept." in kept.text


class TestStaleForm:
    """The CSRF token of a form is gone: signed out in another tab, or signed in anew."""

    ours = {"Origin": "http://localhost"}

    @pytest.fixture(autouse=True)
    def _check_tokens(self, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)

    def test_a_form_of_our_own_page_goes_through_the_sign_in(self, client: HouseClient) -> None:
        make_staff_account()
        asked = client.post("/tables/ranks", data={"code": "kept-code"}, headers=self.ours)
        assert asked.status_code == 401
        data = {**hidden(asked), "login": "sok.dara", "password": PASSWORD}
        kept = client.post("/sign-in", data=data)
        assert hidden(kept)["code"] == "kept-code"

    def test_who_is_signed_in_sends_it_again_by_one_button(self, client: HouseClient) -> None:
        client.sign_in(make_staff_account())
        kept = client.post("/tables/ranks", data={"code": "x", "name_en": "X", "service": "both"}, headers=self.ours)
        assert kept.status_code == 400
        assert client.post("/tables/ranks", data=hidden(kept)).status_code == 303

    def test_a_public_form_is_offered_again_without_a_sign_in(self, client: HouseClient) -> None:
        kept = client.post("/activate", data={"badge": "ABC", "code": "DEF"}, headers=self.ours)
        assert 'action="/activate"' in kept.text
        assert hidden(kept)["badge"] == "ABC"

    def test_the_sign_in_page_is_drawn_again_with_the_name(self, client: HouseClient) -> None:
        again = client.post("/sign-in", data={"login": "sok.dara", "password": "x"}, headers=self.ours)
        assert again.status_code == 400
        assert 'value="sok.dara"' in again.text

    @pytest.mark.parametrize("origin", ["https://evil.example", "null", ""])
    def test_a_form_of_another_site_is_never_kept(self, client: HouseClient, origin: str) -> None:
        client.sign_in(make_staff_account())
        response = client.post("/tables/ranks", data={"code": "planted"}, headers={"Origin": origin})
        assert response.status_code == 400
        assert "planted" not in response.text


def officer_with_rank() -> Account:
    rank, unit = make_rank(), make_unit()
    return make_account(make_person(rank_id=rank.id, unit_id=unit.id))


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


class TestSeen:
    def test_last_seen_moves_once_a_minute_and_an_enrolled_phone_is_kept_for_the_day(
        self, app: Flask, client: HouseClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        account, phone = make_enrolled()
        start = clock.wall()
        token = services.begin_sign_in(account, device=queries.find_device(phone), at=start)
        with client.session_transaction() as cookie:
            cookie["_user_id"] = token
        closing = start + timedelta(hours=30)
        services.keep_alive_rules.append(lambda _account, _at: closing)
        try:
            monkeypatch.setattr(clock, "wall", lambda: start + timedelta(seconds=30))
            client.get("/account")
            assert db.session.scalars(select(SignIn)).one().last_seen_at == start
            monkeypatch.setattr(clock, "wall", lambda: start + timedelta(seconds=61))
            client.get("/account")
            row = db.session.scalars(select(SignIn)).one()
            assert (row.last_seen_at, row.kept_until) == (start + timedelta(seconds=61), closing)
            monkeypatch.setattr(clock, "wall", lambda: start + timedelta(hours=29))
            assert client.get("/account").status_code == 200
        finally:
            services.keep_alive_rules.pop()

    def test_the_closing_of_a_day_in_forum_time_is_kept_in_real_time(
        self, app: Flask, client: HouseClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        account, phone = make_enrolled()
        client.set_cookie("device", phone)
        back = timedelta(days=-790)
        monkeypatch.setattr(clock, "offset", lambda: back)
        seen: list[datetime] = []
        services.keep_alive_rules.append(lambda _account, at: seen.append(at) or at + timedelta(hours=20))
        try:
            sign_in(client, account.person.badge_code, PIN)
        finally:
            services.keep_alive_rules.pop()
        kept = db.session.scalars(select(SignIn)).one().kept_until
        assert kept is not None
        assert abs(kept - clock.wall() - timedelta(hours=20)) < timedelta(minutes=1)
        assert abs(seen[0] - clock.wall() - back) < timedelta(minutes=1)

    def test_a_refused_form_is_not_taken_for_done_because_the_person_was_seen(
        self, client: HouseClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client.sign_in(make_staff_account())
        later = clock.wall() + timedelta(minutes=2)
        monkeypatch.setattr(clock, "wall", lambda: later)
        form = {"code": "x", "service": "both", "op_id": "0192b1de-1111-7000-8000-000000000002"}
        assert client.post("/tables/ranks", data=form).status_code == 422
        assert client.post("/tables/ranks", data={**form, "name_en": "X"}).status_code == 303
        assert db.session.scalars(select(Rank)).one().name == Bilingual(en="X")


class TestTables:
    @pytest.mark.parametrize("lang", ["km", "en"])
    def test_staff_edit_every_table_in_both_languages(self, client: HouseClient, lang: str) -> None:
        client.sign_in(make_staff_account()).speak(lang)
        assert client.get("/tables").status_code == 200
        row = {"code": "x1", "name_km": "ឈ្មោះ", "name_en": "Title", "service": "both", "level": "៥០", "position": "2"}
        for table in queries.TABLES:
            assert client.post(f"/tables/{table}", data={**row, "province_id": ""}).status_code == 303
            assert client.get(f"/tables/{table}").status_code == 200
            found = queries.list_table(table)[0]
            assert client.get(f"/tables/{table}/{found.id}").status_code == 200
            change = {**row, "name_en": "Renamed", "province_id": ""}
            assert client.post(f"/tables/{table}/{found.id}", data=change).status_code == 303
            assert queries.list_table(table)[0].name.en == "Renamed"
        assert queries.list_ranks()[0].level == 50

    def test_a_code_that_is_taken_and_a_row_without_name_are_refused_in_words(self, client: HouseClient) -> None:
        client.sign_in(make_staff_account()).speak("en")
        rank = make_rank("captain")
        taken = client.post("/tables/ranks", data={"code": "captain", "name_en": "Captain", "service": "both"})
        assert taken.status_code == 422
        assert "The table already has a row with this code." in taken.text
        empty = client.post(
            f"/tables/ranks/{rank.id}", data={"code": "captain", "name_km": "", "name_en": "", "service": "both"}
        )
        assert empty.status_code == 422

    def test_an_unknown_table_or_row_is_not_found(self, client: HouseClient) -> None:
        client.sign_in(make_staff_account())
        assert client.get("/tables/secrets").status_code == 404
        assert client.get("/tables/ranks/0192b1de-1111-7000-8000-000000000002").status_code == 404

    def test_officers_do_not_edit_tables(self, client: HouseClient) -> None:
        client.sign_in(make_account())
        for path in ("/tables", "/tables/ranks"):
            assert client.get(path).status_code == 403

    def test_a_long_table_costs_no_more_queries_than_a_short_one(self, client: HouseClient, count_queries: Any) -> None:
        client.sign_in(make_staff_account())
        seen = []
        for number in range(3):
            with transaction() as session:
                province = queries.TABLES["provinces"](code=f"0{number}", name=Bilingual("ខេត្ត", "Province"))
                session.add(province)
                session.flush()
                unit = queries.TABLES["units"](
                    code=f"u{number}", name=Bilingual("អង្គភាព", "Unit"), province_id=province.id
                )
                session.add(unit)
            with count_queries() as queries_seen:
                client.get("/tables/units")
            seen.append(len(queries_seen))
        assert seen[0] == seen[2]


def test_no_code_pin_or_password_reaches_the_log(client: HouseClient, capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("INFO")
    try:
        account = make_account()
        card = make_card(account)
        client.post("/activate", data={"badge": account.person.badge_code, "code": card.code})
        client.post("/activate/who", data={"is_me": "yes"})
        client.post("/activate/pin", data={"secret": PIN})
        client.post("/sign-out")
        sign_in(client, account.person.badge_code, PIN)
        sign_in(client, "nobody", PASSWORD)
    finally:
        written = capsys.readouterr().err
        with capsys.disabled():
            logs.configure("ERROR")
    assert '"route": "/activate/pin"' in written
    for secret in (card.code, card.token, PIN, PASSWORD, account.person.badge_code, account.name.en):
        assert secret not in written


def test_staff_pages_over_http_say_that_the_address_is_not_encrypted(
    app: Flask, client: HouseClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    hotel = "192.168.1.20"
    monkeypatch.setitem(app.config, "TRUSTED_HOSTS", [hotel, "localhost"])
    make_staff_account()
    said = {}
    for base in (f"http://{hotel}", f"https://{hotel}", "http://localhost"):
        data = {"login": "sok.dara", "password": PASSWORD}
        client.post("/sign-in?lang=en", data=data, base_url=base)
        said[base] = "This address is not encrypted." in client.get("/tables?lang=en", base_url=base).text
    assert said == {f"http://{hotel}": True, f"https://{hotel}": False, "http://localhost": False}
