"""One place decides how a view ends."""

from typing import Any

from flask import Response, make_response, redirect, render_template, request


def is_htmx() -> bool:
    """True when htmx asked, so that a fragment or a header is the right answer."""
    return request.headers.get("HX-Request") == "true"


def answer(
    *, to: str | None = None, page: str | None = None, fragment: str | None = None, status: int = 200, **context: Any
) -> Response:
    """End a view: go somewhere (`to`), or show `page` (htmx gets `fragment` when there is one).

    Going somewhere is 303 for a browser and 204 with `HX-Redirect` for htmx, which would otherwise follow
    the 303 and paste a whole page into a fragment.
    """
    if to is not None:
        return _go(to)
    assert page is not None, "answer() needs `to` or `page`"
    chosen = fragment if fragment and is_htmx() else page
    response = make_response(render_template(chosen, **context), status)
    response.vary.add("HX-Request")
    return response


def _go(to: str) -> Response:
    if is_htmx():
        response = make_response("", 204)
        response.headers["HX-Redirect"] = to
        return response
    return make_response(redirect(to, 303))


def safe_next(target: str | None, otherwise: str) -> str:
    """A local address from `next`, or `otherwise`: never another site.

    No `//`, no backslash, and none of the control characters that browsers drop (a tab, say).
    """
    if not target or not target.startswith("/") or target.startswith("//"):
        return otherwise
    return otherwise if "\\" in target or any(character < " " for character in target) else target
