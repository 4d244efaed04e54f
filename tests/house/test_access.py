"""Who may reach which page: the written table and the truth."""

from pathlib import Path
from uuid import uuid4

import pytest
from flask import g
from sqlalchemy import func, select

from forum_app.forums.models import Forum
from forum_app.kernel import access
from forum_app.kernel.audit import AuditEntry
from forum_app.kernel.database import db
from tests.house import world as worlds
from tests.house.world import HOLDS, declared, may_claim
from tests.pages import check_page

GOLDEN = Path(__file__).resolve().parents[2] / "docs" / "access.md"
NARROWER = {
    "health.readyz": "503 until the database is migrated, which the one of these tests never is",
    "forums.start": "anybody's while the installation is empty, an organiser's afterwards",
}
"""Pages that a role of theirs does not reach in this small world: endpoint and why."""


@pytest.fixture
def world(app, context):
    """Two forums with one account for each role."""
    return worlds.build()


@pytest.fixture
def browser(app, world):
    """A browser of one of the principals: `browser("desk")`."""

    def make(principal):
        client = app.test_client()
        client.check_pages = False  # this is about the door; one test below looks at what is behind it
        account = world.accounts[principal]
        return client if account is None else client.sign_in(account)

    return make


def send(client, method, address, **values):
    """One request. The test's context outlives it, and with it who was signed in: that is forgotten."""
    for name in list(g):
        g.pop(name)
    return client.open(address, method=method, **values)


@pytest.fixture
def ask(browser):
    """One request as one of the principals: `ask("desk", "GET", "/forums")`."""
    return lambda principal, method, address, **values: send(browser(principal), method, address, **values)


def methods(rule):
    """The methods of a rule that a person uses."""
    return sorted((rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"})


def test_the_written_table_is_the_table_of_the_application(app):
    written = GOLDEN.read_text("utf-8")
    assert written == access.as_markdown(app), "run: flask access list --markdown > docs/access.md, and read the change"


def test_every_policy_names_the_roles_it_can_let_in(app):
    silent = [rule.endpoint for rule in worlds.rules(app) if not declared(app, rule).who]
    assert silent == []


def test_every_named_role_exists(app):
    known = set().union(*HOLDS.values()) | {"speaker"}
    unknown = {role for rule in worlds.rules(app) for role in declared(app, rule).who} - known
    assert unknown == set()


def test_the_world_has_a_row_for_whatever_an_address_names(app, world):
    """An unknown id would be refused for the wrong reason."""
    models = {model for rule in worlds.rules(app) for model in declared(app, rule).models.values()}
    assert sorted(model.__name__ for model in models if world.row_of(model, world.forum) is None) == []


def test_nobody_reaches_a_page_of_another_role(app, world, ask):
    let_in = []
    for rule in worlds.rules(app):
        for principal in HOLDS:
            if may_claim(principal, declared(app, rule)):
                continue
            address = world.address(app, rule)
            for method in methods(rule):
                answer = ask(principal, method, address)
                refused = answer.status_code in {403, 404}
                if principal == "anonymous":
                    refused = (answer.status_code in {302, 303} and "/sign-in" in answer.headers["Location"]) or (
                        answer.status_code in {200, 401} and b'name="login"' in answer.data  # what was typed is carried
                    )
                if not refused:
                    let_in.append(f"{principal}: {method} {rule.rule} answered {answer.status_code}")
    assert let_in == []


def test_every_role_reaches_its_pages(app, world, ask):
    kept_out = []
    for rule in worlds.rules(app):
        if "GET" not in methods(rule) or rule.endpoint in NARROWER:
            continue
        for principal in HOLDS:
            if not may_claim(principal, declared(app, rule)):
                continue
            answer = ask(principal, "GET", world.address(app, rule))
            if answer.status_code == 403 or answer.status_code >= 500:
                kept_out.append(f"{principal}: GET {rule.rule} answered {answer.status_code}")
    assert kept_out == []


@pytest.mark.parametrize("lang", ["km", "en"])
def test_every_page_is_whole_in_both_languages(app, world, ask, lang):
    """The invariants of tests/pages.py on every page, for the first role that reaches it."""
    flawed = []
    for rule in worlds.rules(app):
        principal = next((name for name in HOLDS if may_claim(name, declared(app, rule))), None)
        if principal is None or "GET" not in methods(rule):
            continue
        answer = ask(principal, "GET", world.address(app, rule), query_string={"lang": lang})
        try:
            check_page(answer)
        except AssertionError as error:
            flawed.append(f"{principal}: {rule.rule}: {str(error).splitlines()[0]}")
    assert flawed == []


def test_a_thing_of_another_forum_is_not_found_under_this_one(app, world, ask):
    found = []
    for rule in worlds.rules(app):
        models = declared(app, rule).models
        things = [model for model in models.values() if model is not Forum and hasattr(model, "forum_id")]
        if Forum not in models.values() or not things:
            continue
        for principal, forum, things_of in (
            ("organiser", world.forum, world.other_forum),
            ("organiser elsewhere", world.other_forum, world.forum),
            ("administrator", world.forum, world.other_forum),
        ):
            address = world.address(app, rule, forum=forum, things_of=things_of)
            for method in methods(rule):
                answer = ask(principal, method, address)
                if answer.status_code != 404:
                    found.append(f"{principal}: {method} {rule.rule} answered {answer.status_code}")
    assert found == []


def test_every_form_may_arrive_twice(app, world, browser):
    """An empty form, sent twice with one operation id: no second effect, and no error."""
    differing = []
    for rule in worlds.rules(app):
        principal = next((name for name in HOLDS if may_claim(name, declared(app, rule))), None)
        if "POST" not in methods(rule) or principal is None:
            continue
        client, address, data = browser(principal), world.address(app, rule), {"op_id": str(uuid4())}
        first = send(client, "POST", address, data=data)
        written = count_audit()
        second = send(client, "POST", address, data=data)
        same = first.status_code == second.status_code and first.headers.get("Location") == second.headers.get(
            "Location"
        )
        if not same and not (first.status_code == 200 and leads_to_a_page(client, second)):
            differing.append(f"{principal}: POST {rule.rule}: {first.status_code}, then {second.status_code}")
        if written != count_audit() or first.status_code >= 500:
            differing.append(f"{principal}: POST {rule.rule} did something twice ({first.status_code})")
    assert differing == []


def count_audit():
    """How many entries the audit trail has."""
    return db.session.scalar(select(func.count(AuditEntry.id)))


def leads_to_a_page(client, answer):
    """True for a redirect to what can be opened: a secret that was shown once is not shown again."""
    return answer.status_code == 303 and send(client, "GET", answer.headers["Location"]).status_code < 400
