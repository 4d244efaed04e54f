"""Access is declared on the view, and an undeclared one keeps the application from starting."""

import pytest
from flask import Flask

from forum_app.forums.models import Forum
from forum_app.kernel import access
from forum_app.kernel.access import Declared, UndeclaredAccess, allow, public, roles, signed_in
from tests.factories.accounts import make_account
from tests.factories.forums import make_forum
from tests.factories.registration import make_registration


@roles("organiser", "desk")
def may_open(actor, thing):
    """Nobody, so that only the declaration is looked at."""
    return False


def test_an_undeclared_endpoint_keeps_the_application_from_starting():
    app = Flask("bare", static_folder=None)
    app.add_url_rule("/forgotten", "forgotten", lambda: "x")
    with pytest.raises(UndeclaredAccess, match="no access declared for: forgotten"):
        access.require_declarations(app)


def test_a_declared_application_starts():
    app = Flask("bare", static_folder=None)
    app.add_url_rule("/", "open", public(lambda: "x"))
    access.require_declarations(app)


def test_a_view_declares_its_policy_its_roles_and_its_models():
    view = allow(may_open, forum=Forum)(lambda **_loaded: "x")
    assert view.access == Declared("may_open", ("organiser", "desk"), {"forum": Forum})


def test_the_table_lists_address_methods_endpoint_and_roles():
    app = Flask("bare", static_folder=None)
    app.add_url_rule("/open", "open", public(lambda: "x"), methods=["GET", "POST"])
    assert access.table(app) == [
        {"rule": "/open", "methods": ["GET", "POST"], "endpoint": "open", "policy": "public", "who": ["anybody"]}
    ]
    assert access.as_markdown(app).splitlines()[-1] == "| `/open` | GET, POST | open | public | anybody |"


def test_anybody_with_an_account_is_signed_in():
    assert signed_in(object())
    assert not signed_in(None)


def test_an_unknown_forum_is_not_found_and_a_closed_one_is_forbidden(client):
    make_forum("HERE")
    client.sign_in(make_account(login="staff", is_staff=True))
    assert client.get("/forums/NOWHERE/settings").status_code == 404
    assert client.get("/forums/HERE/settings").status_code == 403


def test_whoever_is_not_signed_in_is_sent_there_and_back(client):
    make_forum("HERE")
    found = client.get("/forums/HERE/settings?tab=days")
    assert found.status_code == 303
    assert found.headers["Location"] == "/sign-in?next=/forums/HERE/settings?tab%3Ddays"


def test_a_row_of_another_forum_is_not_found(context, app):
    here, there = make_forum("HERE"), make_forum("THERE")
    registration = make_registration(there)
    with app.test_request_context(), pytest.raises(Exception, match="404"):
        access._check_same_forum({"forum": here, "registration": registration})
    access._check_same_forum({"forum": there, "registration": registration})
