"""What the tests of accounts share: ways to act and to look."""

import re
from html import unescape
from typing import Any

from werkzeug.test import TestResponse

from forum_app.accounts.models import Account
from tests.factories.accounts import (
    make_account,
    make_person,
    make_rank,
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


def officer_with_rank() -> Account:
    rank, unit = make_rank(), make_unit()
    return make_account(make_person(rank_id=rank.id, unit_id=unit.id))
