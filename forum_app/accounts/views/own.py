"""Everybody's own account: language, password, phones."""

from typing import Any
from uuid import UUID

import segno
from flask import Response, abort, current_app, flash, request, url_for
from flask_babel import gettext, ngettext

from forum_app.accounts import queries, rules, services
from forum_app.accounts.forms import PasswordForm
from forum_app.accounts.models import Account
from forum_app.accounts.views import browser
from forum_app.accounts.views.blueprint import blueprint
from forum_app.kernel import clock, i18n
from forum_app.kernel.access import allow, current_actor, signed_in
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.web.answers import answer


@blueprint.route("/account")
@allow(signed_in)
def account() -> Response:
    """Who I am here, my language, my phones."""
    actor: Account = current_actor()
    others = queries.count_other_sign_ins(actor, actor.sign_in_token, at=clock.wall())
    here = browser.known_device()
    return answer(
        page="accounts/account.html",
        account=actor,
        devices=queries.list_devices(actor),
        here_id=here.id if here else None,
        other_sign_ins=others,
    )


@blueprint.route("/account/password", methods=["GET", "POST"])
@allow(signed_in)
def password() -> Response:
    """A longer password: offered to officers, required for staff."""
    actor: Account = current_actor()
    form = PasswordForm()
    refused = 0
    if form.validate_on_submit():
        try:
            services.prove_again(actor, form.current_password.data or "", at=clock.wall())
            _set_password(actor, form)
        except Refusal as refusal:
            wrong = isinstance(refusal, rules.WrongSignIn)
            form.refuse(refusal, form.current_password if wrong else form.new_password)
            refused = refusal.status
        else:
            flash(gettext("The new password is set. Other phones and browsers were signed out."), "saved")
            return answer(to=url_for("accounts.account"))
    return answer(page="accounts/password.html", status=refused or form.status, form=form)


def _set_password(actor: Account, form: PasswordForm) -> None:
    new, token = form.new_password.data or "", actor.sign_in_token
    services.set_password(actor, new, actor=actor, at=clock.wall(), but_token=token)


@blueprint.route("/enrol", methods=["GET", "POST"])
@allow(signed_in)
def enrol() -> Response:
    """Another phone or browser of mine in ten seconds; also the way out of another app's browser."""
    actor: Account = current_actor()
    context: dict[str, Any] = {"card": None}
    if request.method == "POST" and not i18n.switched():
        at = clock.now()
        card = services.issue_card(actor, purpose="enrol", valid_until=at + rules.ENROL_LASTS, actor=actor, at=at)
        link = services.link_of(current_app.config["FORUM"].origin, card.token)
        picture = segno.make(link, error="m").svg_data_uri(scale=8, border=2)
        context = {"card": card, "link": link, "picture": picture, "until": at + rules.ENROL_LASTS}
    return answer(page="accounts/enrol.html", account=actor, **context)


@blueprint.post("/account/devices/<uuid:device_id>/revoke")
@allow(signed_in)
def revoke_device(device_id: UUID) -> Response:
    """Forget one of my phones."""
    actor: Account = current_actor()
    device = queries.find_device_of(actor, device_id)
    if device is None:
        abort(404)
    services.revoke_device(device, actor=actor, at=clock.wall())
    flash(gettext("The phone is no longer enrolled."), "saved")
    return answer(to=url_for("accounts.account"))


@blueprint.post("/account/sign-out-elsewhere")
@allow(signed_in)
def sign_out_elsewhere() -> Response:
    """End every other sign-in of mine."""
    actor: Account = current_actor()
    ended = services.sign_out_elsewhere(actor, but_token=actor.sign_in_token, at=clock.wall())
    said = ngettext("%(num)s other place was signed out.", "%(num)s other places were signed out.", ended)
    flash(said, "saved")
    return answer(to=url_for("accounts.account"))
