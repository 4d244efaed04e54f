"""One registered person: details, decisions, history; and the phone that the desk enrols for them."""

from collections.abc import Callable
from typing import Any

from flask import Response, current_app, flash, url_for
from flask_babel import gettext

from forum_app.accounts import services as accounts
from forum_app.accounts.queries import find_account_of
from forum_app.forums.models import Forum
from forum_app.kernel import clock, qr
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.i18n import sentence, switched
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.web.answers import answer
from forum_app.registration import forms, policy, queries, rules, services
from forum_app.registration.models import Registration
from forum_app.registration.views.blueprint import blueprint


@blueprint.route("/forums/<forum_code>/people/<uuid:registration_id>", methods=["GET", "POST"])
@allow(policy.may_manage, forum=Forum, registration=Registration)
def person(forum: Forum, registration: Registration) -> Response:
    """Who this is, what was decided, and the form that corrects it."""
    form = forms.EditForm.of(registration)
    if form.validate_on_submit():
        try:
            services.change(
                registration, form.as_data(), version=form.drawn_version, actor=current_actor(), at=clock.now()
            )
        except Refusal as refusal:
            form.place(refusal)
        else:
            flash(gettext("Saved."), "saved")
            return answer(to=_page(forum, registration))
    return _show(registration, form, status=form.status)


def _show(registration: Registration, form: Any, *, status: int = 200, asked: str = "") -> Response:
    return answer(
        page="registration/person.html",
        status=status,
        form=form,
        registration=registration,
        asked=asked,
        alike=queries.list_alike(registration),
        events=queries.list_events(registration),
        account=find_account_of(registration.person),
        allowed=rules.ALLOWED_CHANGES[registration.status],
        names=rules,
    )


def _page(forum: Forum, registration: Registration) -> str:
    return url_for("registration.person", forum_code=forum.code, registration_id=registration.id)


@blueprint.post("/forums/<forum_code>/people/<uuid:registration_id>/approve")
@allow(policy.may_manage, forum=Forum, registration=Registration)
def approve(forum: Forum, registration: Registration) -> Response:
    """Expected from now on."""
    return _decided(forum, registration, services.approve)


@blueprint.post("/forums/<forum_code>/people/<uuid:registration_id>/waiting-list")
@allow(policy.may_manage, forum=Forum, registration=Registration)
def put_on_waiting_list(forum: Forum, registration: Registration) -> Response:
    """Comes in when a place is free."""
    return _decided(forum, registration, services.put_on_waiting_list)


@blueprint.post("/forums/<forum_code>/people/<uuid:registration_id>/decline")
@allow(policy.may_manage, forum=Forum, registration=Registration)
def decline(forum: Forum, registration: Registration) -> Response:
    """Not this time, and why."""
    return _decided(forum, registration, services.decline, reason=forms.ReasonForm().reason.data or "")


@blueprint.post("/forums/<forum_code>/people/<uuid:registration_id>/cancel")
@allow(policy.may_manage, forum=Forum, registration=Registration)
def cancel(forum: Forum, registration: Registration) -> Response:
    """Will not come, and why."""
    return _decided(forum, registration, services.cancel, reason=forms.ReasonForm().reason.data or "")


@blueprint.post("/forums/<forum_code>/people/<uuid:registration_id>/confirm")
@allow(policy.may_manage, forum=Forum, registration=Registration)
def confirm_walk_in(forum: Forum, registration: Registration) -> Response:
    """The unit has confirmed a walk-in."""
    services.confirm_walk_in(registration, actor=current_actor())
    return answer(to=_page(forum, registration))


def _decided(forum: Forum, registration: Registration, decide: Callable[..., Registration], **more: Any) -> Response:
    try:
        decide(registration, actor=current_actor(), at=clock.now(), **more)
    except Refusal as refusal:
        form = forms.EditForm.of(registration, from_stored=True)
        form.refusals.append(sentence(refusal))
        return _show(registration, form, status=refusal.status, asked=decide.__name__)
    return answer(to=_page(forum, registration))


@blueprint.route("/forums/<forum_code>/people/<uuid:registration_id>/enrol", methods=["GET", "POST"])
@allow(policy.may_enrol_for, forum=Forum, registration=Registration)
def enrol_for(forum: Forum, registration: Registration) -> Response:
    """A QR code on the organiser's or the desk's screen that adds a phone to this officer's account."""
    context: dict[str, Any] = {"made": None}
    if _is_sent():
        made = services.issue_enrolment(registration, actor=current_actor(), at=clock.now())
        link = accounts.link_of(current_app.config["FORUM"].origin, made.card.token)
        context = {"made": made, "link": link, "picture": qr.data_uri(link)}
    return answer(page="registration/enrol_for.html", registration=registration, **context)


def _is_sent() -> bool:
    form = forms.ReasonForm()
    return bool(form.is_submitted()) and not switched()
