"""`/gallery`, registered in development and in tests, never on a server that people reach."""

from flask import Blueprint, Flask
from werkzeug.wrappers import Response

from forum_app.kernel.access import public
from forum_app.kernel.i18n import current_language
from forum_app.kernel.web.answers import answer
from forum_app.kernel.web.gallery import examples

blueprint = Blueprint("gallery", __name__)


def init(app: Flask) -> None:
    """Add the page, except on a real server."""
    if app.config["FORUM"].mode != "serve":
        app.register_blueprint(blueprint)


@blueprint.get("/gallery")
@public
def gallery() -> Response:
    """Every macro in its states."""
    return answer(page="gallery.html", **examples.context(current_language()))
