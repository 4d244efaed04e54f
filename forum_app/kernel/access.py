"""Access is declared on the view: `@allow(policy, thing=Model)` or `@public`.

The decorator loads the object (404), asks the policy (403) and hands the object over. An endpoint without
a declaration keeps the application from starting.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Protocol, TypeVar
from uuid import UUID

from flask import Flask, abort, g
from flask_login import current_user
from sqlalchemy import select

from forum_app.kernel.database import db


class Actor(Protocol):
    """The signed-in account as policies see it."""

    @property
    def id(self) -> UUID: ...
    @property
    def person_id(self) -> UUID: ...
    @property
    def is_administrator(self) -> bool: ...


Policy = Callable[..., bool]
View = TypeVar("View", bound=Callable[..., Any])


class SignInRequired(Exception):
    """Nobody is signed in; the page needs somebody."""


class UndeclaredAccess(RuntimeError):
    """An endpoint says nothing about who may reach it."""


@dataclass(frozen=True, slots=True)
class Declared:
    """What a view declared: `who` lists the roles its policy can ever let in."""

    rule: str
    who: tuple[str, ...]
    models: dict[str, Any] = field(default_factory=dict)


def roles(*names: str) -> Callable[[Policy], Policy]:
    """State on a policy which roles it can ever let in (printed by `flask access list`, tested)."""

    def mark(policy: Policy) -> Policy:
        policy.roles = names  # type: ignore[attr-defined]
        return policy

    return mark


@roles("signed_in")
def signed_in(actor: Actor) -> bool:
    """Anybody with an account."""
    return actor is not None


def current_actor() -> Any:
    """The signed-in account, or None."""
    return current_user._get_current_object() if current_user.is_authenticated else None


def public(view: View) -> View:
    """Declare that anybody may reach this view."""
    view.access = Declared("public", ("anybody",))  # type: ignore[attr-defined]
    return view


def allow(policy: Policy, **models: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare the policy of a view and the models its URL names.

    `forum=Forum` reads the URL argument `forum_code` when the model has `url_key = "code"`, otherwise
    `forum_id`, and passes the row as `forum`. With several models the policy gets the last one, and rows
    that have a `forum_id` must belong to the forum of the URL.
    """

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def guarded(**arguments: Any) -> Any:
            actor = current_actor()
            if actor is None:
                raise SignInRequired
            loaded = {name: _load(name, model, arguments) for name, model in models.items()}
            _check_same_forum(loaded)
            g.loaded = loaded
            subject = list(loaded.values())[-1:]
            if not policy(actor, *subject):
                abort(403)
            return view(**arguments, **loaded)

        declared = Declared(policy.__name__, getattr(policy, "roles", ()), models)
        guarded.access = declared  # type: ignore[attr-defined]
        return guarded

    return decorate


def _load(name: str, model: Any, arguments: dict[str, Any]) -> Any:
    key = getattr(model, "url_key", "id")
    value = arguments.pop(f"{name}_{key}")
    row = db.session.scalar(select(model).where(getattr(model, key) == value))
    if row is None:
        abort(404)
    return row


def _check_same_forum(loaded: dict[str, Any]) -> None:
    forum = loaded.get("forum")
    for row in loaded.values():
        if forum is not None and getattr(row, "forum_id", forum.id) != forum.id:
            abort(404)


def require_declarations(app: Flask) -> None:
    """Refuse to start while one endpoint is undeclared. Raises UndeclaredAccess."""
    missing = sorted(name for name, view in app.view_functions.items() if not hasattr(view, "access"))
    if missing:
        raise UndeclaredAccess(f"no access declared for: {', '.join(missing)}")


def table(app: Flask) -> list[dict[str, Any]]:
    """Every route with its methods, endpoint, policy and roles, for `flask access list`."""
    rows = []
    for rule in app.url_map.iter_rules():
        declared: Declared = getattr(app.view_functions[rule.endpoint], "access")  # noqa: B009 - mypy knows no such name
        methods = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        row = {"rule": rule.rule, "methods": methods, "endpoint": rule.endpoint}
        rows.append({**row, "policy": declared.rule, "who": list(declared.who)})
    return sorted(rows, key=lambda row: (row["rule"], row["methods"]))


def as_markdown(app: Flask) -> str:
    """The table as docs/access.md keeps it, so that a change of access is read by somebody."""
    lines = [
        "# Who may reach which page",
        "",
        "Made by `flask access list --markdown`; a test compares it with the application. A policy is asked with the",
        "row that the address names; the last column says which roles it can ever let in.",
        "",
        "| address | methods | endpoint | policy | who |",
        "|---|---|---|---|---|",
    ]
    for row in table(app):
        cells = (f"`{row['rule']}`", ", ".join(row["methods"]), row["endpoint"], row["policy"], ", ".join(row["who"]))
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"
