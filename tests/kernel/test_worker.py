"""What phones need without a connection: the service worker, its stand-in page, the ticket of the queue."""

import pytest
from flask import Flask

from forum_app.kernel.web.headers import CSP
from tests.factories.accounts import make_account
from tests.pages import HouseClient

pytestmark = pytest.mark.usefixtures("context")


def test_the_worker_is_served_at_the_root_and_knows_files_and_policy(client: HouseClient, app: Flask) -> None:
    answer = client.get("/sw.js")
    script = answer.get_data(as_text=True)
    assert (answer.status_code, answer.mimetype) == (200, "text/javascript")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Content-Security-Policy"] == CSP
    assert f'const STATIC = "{app.config["STATIC_URL"]("")}";' in script
    assert f'const POLICY = "{CSP}";' in script


def test_the_stand_in_page_speaks_both_languages_and_names_nobody(client: HouseClient) -> None:
    account = make_account()
    page = client.sign_in(account).get("/offline").get_data(as_text=True)
    assert "<h1>មិនមានបណ្តាញ</h1>" in page
    assert "<h2>No connection</h2>" in page
    assert account.person.name.km not in page
    assert str(account.id) not in page


def test_a_ticket_names_the_account_and_gives_a_token_that_works(client: HouseClient) -> None:
    account = make_account()
    told = client.sign_in(account).get("/queue/ticket")
    assert told.headers["Cache-Control"] == "no-store"
    assert told.json is not None
    assert told.json["account"] == str(account.id)
    assert told.json["token"] != ""


def test_without_a_sign_in_a_ticket_is_empty_and_begins_no_session(client: HouseClient) -> None:
    told = client.get("/queue/ticket")
    assert told.json == {"account": None, "token": ""}
    assert told.headers.get("Set-Cookie") is None
