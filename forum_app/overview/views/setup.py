"""Start my forum: five short steps."""

from typing import Any

from flask import flash, session, url_for
from flask_babel import gettext
from flask_login import login_user
from werkzeug.wrappers import Response


from forum_app.accounts import services as accounts
from forum_app.forums import policy as forums_policy
from forum_app.forums import services as forums
from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.access import allow, current_actor, public
from forum_app.kernel.i18n import current_language
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.web.answers import answer
from forum_app.overview import forms, policy, queries, rules, services
from forum_app.overview.views.blueprint import blueprint


@blueprint.route("/start", methods=["GET", "POST"])
@public
def start() -> Response:
    """Step 1. On an installation without a real organiser it also makes the first account."""
    actor = current_actor()
    known = actor is not None and not actor.is_sample
    if known and not forums_policy.may_start_a_forum(actor):
        raise rules.NobodyYet
    if not known and queries.has_real_accounts():
        return answer(to=url_for("accounts.sign_in", next="/start"))
    form: Any = forms.StartForm() if known else forms.StartAndSignUpForm()
    if form.validate_on_submit():
        try:
            forum = _create(form, known=known)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(gettext("The forum exists. Now the list of participants."), "saved")
            return answer(to=url_for("overview.setup", forum_code=forum.code))
    return answer(page="overview/start.html", status=form.status, form=form)


def _create(form: Any, *, known: bool) -> Forum:
    if known:
        return forums.create_forum(form.as_new(), actor=current_actor(), at=clock.wall())
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


@blueprint.get("/forums/<forum_code>/setup")
@allow(forums_policy.may_organise, forum=Forum)
def setup(forum: Forum) -> Response:
    """The five steps with what is done, and the sample that can go."""
    facts = queries.setup_facts(forum)
    found = rules.steps(facts)
    done = [step.number for step in found if step.done]
    may_remove = facts.sample_present and not forum.is_sample and policy.may_remove_the_sample(current_actor())
    return answer(
        page="overview/setup.html",
        steps=found,
        next=rules.next_step(found),
        done=len(done),
        done_numbers=done,
        acts=_acts(forum),
        sample_present=may_remove,
    )


def _acts(forum: Forum) -> dict[int, list[dict[str, str]]]:
    """The buttons of each step; the first one is what most people need."""

    def act(label: str, endpoint: str, **values: Any) -> dict[str, str]:
        return {"label": label, "url": url_for(endpoint, forum_code=forum.code, **values)}

    return {
        1: [act(gettext("Change"), "forums.settings")],
        2: [
            act(gettext("Paste or upload the list"), "registration.import_list"),
            act(gettext("Sample file (XLSX)"), "registration.import_sample"),
            act(gettext("Register one person"), "registration.add"),
        ],
        3: [
            act(gettext("Choose a template"), "programme.fill"),
            act(gettext("Sample file (XLSX)"), "programme.import_sample"),
            act(gettext("Write it by hand"), "programme.timetable"),
        ],
        4: [act(gettext("Add somebody"), "forums.add_staff")],
        5: [
            act(gettext("Activation cards (PDF)"), "registration.cards"),
            act(gettext("Sign-in sheet (PDF)"), "attendance.sheet", day=1),
        ],
    }
