"""The doors into the sample, its clock, and its removal."""

from flask import Blueprint, current_app, request, session, url_for
from flask_login import login_user
from werkzeug.wrappers import Response

from forum_app.accounts import services as accounts
from forum_app.kernel import clock
from forum_app.kernel.access import allow, current_actor, public
from forum_app.kernel.settings import Settings
from forum_app.kernel.web.answers import answer, safe_next
from forum_app.overview import policy
from forum_app.sample import moving, queries, removing, rules

blueprint = Blueprint("sample", "forum_app.sample")
blueprints = (blueprint,)


def _demo() -> Settings:
    settings: Settings = current_app.config["FORUM"]
    if settings.mode == "serve" or not clock.is_demo_folder(settings.data_folder):
        raise rules.NotADemo
    return settings


@blueprint.post("/enter")
@public
def enter() -> Response:
    """Step into the sample in one role, without a password. Only where a sample is, only sample accounts."""
    _demo()
    account = queries.find_sample_account(request.form.get("role", ""))
    if account is None:
        raise rules.NotADemo
    token = accounts.begin_sign_in(account, at=clock.wall())
    session.clear()
    account.sign_in_token = token
    login_user(account)
    return answer(to=url_for("overview.first"))


@blueprint.post("/clock")
@public
def move_clock() -> Response:
    """Move the sample's clock on by an hour, or to the next morning."""
    moving.move_on(_demo().data_folder, by=request.form.get("by", "hour"))
    referrer, here = request.referrer or "", request.host_url
    back = "/" + referrer.removeprefix(here) if referrer.startswith(here) else "/"
    return answer(to=safe_next(back, "/"))


@blueprint.post("/sample/remove")
@allow(policy.may_remove_the_sample)
def remove() -> Response:
    """The sample goes for good; the clock shows the real time again."""
    removing.remove_sample(_demo().data_folder, actor=current_actor())
    return answer(to=url_for("overview.first"))
