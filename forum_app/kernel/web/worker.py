"""What phones need to go on without a connection: the service worker, its stand-in page, and a ticket for the queue.

See static/js/sw.js and static/js/queue.js. The worker is served at the root, so that it may stand in for any page.
"""

from typing import Any

from flask import Blueprint, Flask, Response, current_app, jsonify, render_template
from flask_babel import gettext
from flask_wtf.csrf import generate_csrf

from forum_app.kernel.access import current_actor, public
from forum_app.kernel.bilingual import LANGUAGES
from forum_app.kernel.i18n import in_language
from forum_app.kernel.web.headers import CSP
from forum_app.kernel.web.static import ROOT

blueprint = Blueprint("worker", __name__)


def init(app: Flask) -> None:
    """Register the three addresses."""
    app.register_blueprint(blueprint)


@blueprint.get("/sw.js")
@public
def script() -> Response:
    """The service worker of this installation: it knows where the static files lie and which policy a copy obeys."""
    source = (ROOT / "js" / "sw.js").read_text(encoding="utf-8")
    source = source.replace("__STATIC__", current_app.config["STATIC_URL"]("")).replace("__POLICY__", CSP)
    response = Response(source, mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response


@blueprint.get("/offline")
@public
def offline() -> str:
    """Shown in place of a page that was not saved: in both languages, since it is kept before anybody has chosen."""
    return render_template("errors/offline.html", spoken=[_no_connection(lang) for lang in LANGUAGES])


def _no_connection(lang: str) -> dict[str, Any]:
    with in_language(lang):
        return {
            "lang": lang,
            "name": gettext("Training forum"),
            "title": gettext("No connection"),
            "kept": gettext("On this phone"),
            "sentences": [
                gettext(
                    "This page is not saved on this phone. "
                    "What is still waiting on it is sent when the network is back."
                ),
                gettext("Go back to the page before, or try again later."),
            ],
        }


@blueprint.get("/queue/ticket")
@public
def ticket() -> Response:
    """Who is signed in, and the token with which a queue may send: a page shown from the phone has an old one."""
    actor = current_actor()
    told = {"account": str(actor.id), "token": generate_csrf()} if actor else {"account": None, "token": ""}
    response = jsonify(told)
    response.headers["Cache-Control"] = "no-store"
    return response
