"""Pages that ask again every few seconds, and are told "nothing new" for next to nothing."""

from typing import Any

from flask import Response, make_response, render_template, request

from forum_app.kernel.i18n import current_language


def fragment(page: str, *, state: str, **context: Any) -> Response:
    """A piece of a page with an ETag of what it shows; 304 and no rendering when the reader has it already."""
    tag = f"{state}-{current_language()}"
    if tag in request.if_none_match:
        response = make_response("", 304)
    else:
        response = make_response(render_template(page, **context))
    response.set_etag(tag)
    response.headers["Cache-Control"] = "private, no-cache"
    return response
