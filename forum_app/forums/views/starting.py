"""Step 1 of a new forum: name and dates, and who you are when nobody is known yet."""

from typing import Any

from flask import current_app, flash, session, url_for
from flask_babel import gettext
from flask_login import login_user
from werkzeug.wrappers import Response

from forum_app.accounts import services as accounts
from forum_app.accounts.queries import has_real_accounts
from forum_app.forums import forms, policy, rules, services
from forum_app.forums.models import Forum
from forum_app.forums.views.blueprint import blueprint
from forum_app.kernel import clock
from forum_app.kernel.access import current_actor, public
from forum_app.kernel.i18n import current_language
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.web.answers import answer


@blueprint.route("/start", methods=["GET", "POST"])
@public
def start() -> Response:
    """Step 1. On an installation without a real organiser it also makes the first account."""
    actor = current_actor()
    known = actor is not None and not actor.is_sample
    if known and not policy.may_start_a_forum(actor):
        raise rules.SignInFirst
    if not known and (has_real_accounts() or current_app.config["FORUM"].mode == "serve"):
        # On a real server the first organiser comes from the command line, not from whoever visits first.
        return answer(to=url_for("accounts.sign_in", next="/start"))
    form: Any = forms.NewForumForm() if known else forms.StartAndSignUpForm()
    if form.validate_on_submit():
        try:
            forum = _create(form, known=known)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(gettext("The forum exists. Now the list of participants."), "saved")
            return answer(to=url_for("overview.setup", forum_code=forum.code))
    return answer(page="forums/start.html", status=form.status, form=form)


def _create(form: Any, *, known: bool) -> Forum:
    if known:
        return services.create_forum(form.as_new(), actor=current_actor(), at=clock.wall())
    forum, account = services.start_first_forum(
        form.as_new(),
        form.as_person(current_language()),
        login=form.login.data or "",
        password=form.password.data or "",
        at=clock.wall(),
    )
    account.sign_in_token = accounts.begin_sign_in(account, at=clock.wall())
    session.clear()
    login_user(account)
    return forum
