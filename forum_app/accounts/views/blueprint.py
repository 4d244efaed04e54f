"""The blueprint of accounts."""

from flask import Blueprint, Response

blueprint = Blueprint("accounts", "forum_app.accounts")


@blueprint.after_request
def _keep_nowhere(response: Response) -> Response:
    """These pages show names and codes, also to who is not signed in yet: no browser or proxy stores them."""
    response.headers["Cache-Control"] = "no-store"
    return response
