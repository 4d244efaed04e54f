"""The pages of sign-in, activation, the own account and the tables, as browsers meet them."""

import io
import re
from collections.abc import Iterator
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from forum_app.accounts import services
from forum_app.accounts.models import Rank, SignIn
from forum_app.accounts.views.ceiling import ceiling
from forum_app.kernel import clock
from forum_app.kernel.database import db
from forum_app.kernel.web import carry
from tests.accounts.browsing import HTMX, hidden, sign_in, who_is_in
from tests.factories.accounts import (
    PASSWORD,
    PIN,
    make_account,
    make_enrolled,
    make_staff_account,
)
from tests.pages import HouseClient


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
