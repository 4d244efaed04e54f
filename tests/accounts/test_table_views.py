"""Being seen, and the tables that organisers edit."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from forum_app.accounts import queries, services
from forum_app.accounts.models import Rank, SignIn
from forum_app.accounts.views.ceiling import ceiling
from forum_app.kernel import clock, logs
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db, transaction
from tests.accounts.browsing import sign_in
from tests.factories.accounts import (
    PASSWORD,
    PIN,
    make_account,
    make_card,
    make_enrolled,
    make_rank,
    make_staff_account,
)
from tests.pages import HouseClient


@pytest.fixture(autouse=True)
def _fresh_ceiling() -> Iterator[None]:
    ceiling.forget()
    yield
    ceiling.forget()


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
