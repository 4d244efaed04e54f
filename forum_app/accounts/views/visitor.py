"""Signing in and out, and the language of who is not signed in."""

from typing import Any

from flask import Response, request, session, url_for

from forum_app.accounts import services
from forum_app.accounts.forms import SignInForm
from forum_app.accounts.models import Account, Device
from forum_app.accounts.views import browser
from forum_app.accounts.views.blueprint import blueprint
from forum_app.accounts.views.ceiling import ceiling
from forum_app.kernel import clock
from forum_app.kernel.access import current_actor, public
from forum_app.kernel.bilingual import LANGUAGES
from forum_app.kernel.i18n import COOKIE
from forum_app.kernel.identifiers import tidy_code
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.web import carry
from forum_app.kernel.web.answers import answer, safe_next


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> Response:
    """Name and password; a browser that is enrolled greets by name and asks only for the PIN."""
    form = SignInForm()
    if request.method == "GET":
        form.next.data = safe_next(request.args.get("next"), "")
        if current_actor() is not None:
            return answer(to=form.next.data or "/")
    refused = 0
    if form.validate_on_submit():
        try:
            return _signed_in(form)
        except Refusal as refusal:
            form.refuse(refusal)
            refused = refusal.status
    return _page(form, status=refused or form.status)


def _signed_in(form: SignInForm) -> Response:
    ceiling.check()
    proved = services.authenticate(
        form.login.data or "", form.password.data or "", device_token=browser.device_token(), at=clock.wall()
    )
    kept = browser.kept_until(proved.account) if proved.device else None
    token = services.begin_sign_in(proved.account, device=proved.device, kept_until=kept, at=clock.wall())
    browser.enter(proved.account, token)
    carried = carry.unpack(form.carry.data)
    if carried is not None:
        return offer_again(carried)
    return answer(to=safe_next(form.next.data, "") or first_page(proved.account))


def offer_again(carried: carry.Carried, *, status: int = 200) -> Response:
    """The page that keeps what was typed and sends it again by one button."""
    return answer(page="accounts/kept.html", status=status, carried=carried, shown=_shown(carried))


def _shown(carried: carry.Carried) -> list[str]:
    """The longer things the person typed, to be recognised; the form itself carries everything."""
    return [value for name, value in carried.fields if name != "op_id" and len(value.strip()) > 8]


def first_page(account: Account) -> str:
    """Where a fresh sign-in leads: inside another app first to the real browser."""
    return url_for("accounts.enrol") if browser.is_embedded() and not account.is_staff else "/"


def ask_again(carried: str) -> Response:
    """The sign-in page in the middle of a form: what was typed stays in it."""
    form = SignInForm(formdata=None)
    form.carry.data = carried
    return _page(form, status=401)


def draw_again() -> Response:
    """The sign-in page itself came from another visit: the same page with a fresh token."""
    return _page(SignInForm(), status=400)


def _page(form: SignInForm, *, status: int) -> Response:
    device = None if request.args.get("other") else browser.known_device()
    if device is not None and form.login.data and not _is_about(device, form.login.data):
        device = None
    context: dict[str, Any] = {
        "form": form,
        "device": device,
        "known": device.account if device else None,
        "asks_pin": device is not None and device.account.pin_hash is not None,
        "carried": carry.unpack(form.carry.data),
        "plain_url": request.host_url.rstrip("/") + url_for("accounts.sign_in"),
        "other_url": url_for("accounts.sign_in", other=1, next=form.next.data or None),
    }
    return answer(page="accounts/sign_in.html", status=status, **context)


def _is_about(device: Device, login: str) -> bool:
    account = device.account
    return login.lower() == account.login or tidy_code(login) == account.person.badge_code


def sign_in_url(then: str) -> str:
    """The address of the sign-in page that leads on to `then`."""
    return url_for("accounts.sign_in", next=then or None)


@blueprint.route("/sign-out", methods=["GET", "POST"])
@public
def sign_out() -> Response:
    """Leaving changes something, so a link only shows the button."""
    if request.method == "GET":
        return answer(page="accounts/sign_out.html")
    account = current_actor()
    if account is not None:
        services.end_sign_in(account.sign_in_token, at=clock.wall())
    session.clear()
    return answer(to="/")


@blueprint.post("/language")
@public
def set_language() -> Response:
    """Keep the chosen language: with the person, and in this browser."""
    chosen, account = request.form.get("lang", ""), current_actor()
    response = answer(to=safe_next(request.form.get("next"), "/"))
    if chosen in LANGUAGES:
        if account is not None:
            services.set_language(account, chosen, actor=account)
        secure = request.is_secure
        response.set_cookie(COOKIE, chosen, max_age=browser.YEAR, samesite="Lax", secure=secure, httponly=True)
    return response
