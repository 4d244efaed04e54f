"""The first page: two doors, or the way to one's own forum."""

from typing import Any

from flask import current_app, url_for
from werkzeug.wrappers import Response

from forum_app.forums import queries as forums
from forum_app.forums.models import Forum
from forum_app.kernel.access import allow, current_actor, public, signed_in
from forum_app.kernel.web.answers import answer
from forum_app.overview import queries, rules
from forum_app.overview.views.blueprint import blueprint
from forum_app.registration.queries import list_of_person


@blueprint.get("/")
@public
def first() -> Response:
    """Signed in: one's own forum. Otherwise the two doors of a demo, or the sign-in of a real server."""
    actor = current_actor()
    if actor is not None:
        return answer(to=_home_of(actor))
    if current_app.config["FORUM"].mode == "serve":
        return answer(to=url_for("accounts.sign_in"))
    doors = rules.DOORS if queries.sample_present() else ()
    return answer(page="overview/first.html", doors=doors, steps=rules.steps(rules.NOTHING_YET))


def _home_of(actor: Any) -> str:
    works_in, attends = forums.list_forums_of(actor.person_id), list_of_person(actor.person_id)
    if len(works_in) == 1 and not attends:
        return home_in(actor, works_in[0])
    if len(attends) == 1 and not works_in:
        return url_for("overview.my_day", forum_code=attends[0].forum.code)
    if actor.is_administrator and not works_in and not attends:
        return url_for("forums.start")
    return url_for("overview.my_forums")


def home_in(actor: Any, forum: Forum) -> str:
    """The page a member of staff works from."""
    held = forums.roles_of(actor.person_id, forum.id)
    if "organiser" in held or actor.is_administrator:
        return url_for("overview.dashboard", forum_code=forum.code)
    if "desk" in held:
        return url_for("attendance.desk", forum_code=forum.code)
    return url_for("overview.trainer_home", forum_code=forum.code)


@blueprint.get("/my-forums")
@allow(signed_in)
def my_forums() -> Response:
    """Every forum one works in or attends."""
    actor = current_actor()
    works_in = [(forum, home_in(actor, forum)) for forum in forums.list_forums_of(actor.person_id)]
    return answer(page="overview/my_forums.html", works_in=works_in, attends=list_of_person(actor.person_id))
