"""The blueprint of accounts."""

from flask import Blueprint, Response

blueprint = Blueprint("accounts", "forum_app.accounts")

RETRY_AFTER = {429: "60", 503: "10"}


@blueprint.after_request
def _keep_nowhere(response: Response) -> Response:
    """These pages show names and codes, also to who is not signed in yet: no browser or proxy stores them."""
    response.headers["Cache-Control"] = "no-store"
    if response.status_code in RETRY_AFTER:
        response.headers["Retry-After"] = RETRY_AFTER[response.status_code]
    return response
