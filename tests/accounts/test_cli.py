"""The commands an administrator of the machine types."""

import re

from flask import Flask
from sqlalchemy import select

from forum_app.accounts import services
from forum_app.accounts.cli import group
from forum_app.accounts.models import Account
from forum_app.kernel import clock
from forum_app.kernel.database import db
from tests.factories.accounts import make_staff_account


def test_the_first_organiser_gets_an_activation_card_as_text(app: Flask, context: None) -> None:
    arguments = ["create-organiser", "--name", "សុខ ដារ៉ា", "--name", "Sok Dara"]
    result = app.test_cli_runner().invoke(group, arguments)
    assert result.exit_code == 0, result.output
    account = db.session.scalars(select(Account)).one()
    assert (account.login, account.is_administrator, account.is_staff) == ("sok.dara", True, True)
    assert (account.name.km, account.person.given_name_km) == ("សុខ ដារ៉ា", "ដារ៉ា")
    code = re.search(r"One-time code: +(\S+)", result.output)
    link = re.search(r"http://127\.0\.0\.1:8000/activate#(\S+)", result.output)
    assert code
    assert link
    by_code = services.find_card_by_code("sok.dara", code[1], at=clock.now())
    assert services.find_card_by_token(link[1], at=clock.now()).id == by_code.id


def test_a_name_is_asked_for_when_none_is_given(app: Flask, context: None) -> None:
    result = app.test_cli_runner().invoke(group, ["create-organiser", "--login", "first"], input="Dara\n")
    assert result.exit_code == 0
    assert "Sign-in name:   first" in result.output


def test_a_sign_in_name_that_is_taken_is_said_in_words(app: Flask, context: None) -> None:
    make_staff_account()
    result = app.test_cli_runner().invoke(group, ["create-organiser", "--name", "Sok Dara"])
    assert result.exit_code == 1
    assert "Somebody else already signs in with this name." in result.output


def test_accounts_are_listed_without_secrets(app: Flask, context: None) -> None:
    account = make_staff_account()
    result = app.test_cli_runner().invoke(group, ["list"])
    assert result.output == f"sok.dara\tstaff\tactive\t{account.name.km}\t{account.name.en}\n"
