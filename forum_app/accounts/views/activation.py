"""From a card to a signed-in phone: code, "Are you ...?", six digits. Three taps."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import Response, request, session, url_for
from flask_babel import gettext

from forum_app.accounts import queries, rules, services
from forum_app.accounts.forms import CardForm, SecretForm
from forum_app.accounts.models import ActivationCode
from forum_app.accounts.views import browser, visitor
from forum_app.accounts.views.blueprint import blueprint
from forum_app.accounts.views.ceiling import ceiling
from forum_app.kernel import clock
from forum_app.kernel.access import current_actor, public
from forum_app.kernel.khmer.digits import latin_digits
from forum_app.kernel.refusal import N_, Refusal
from forum_app.kernel.web.answers import answer

STATE = "activation"
LABELS = {"pin": N_("PIN"), "password": N_("Password"), "known": N_("PIN or password")}


@blueprint.route("/activate", methods=["GET", "POST"])
@public
def activate() -> Response:
    """Step 1: the QR code sends its token by itself; without it, two codes are typed."""
    form = CardForm()
    refused = 0
    if form.validate_on_submit():
        try:
            card = _find(form)
        except Refusal as refusal:
            form.refuse(refusal)
            refused = refusal.status
        else:
            _remember(card, confirmed=False)
            return answer(to=url_for("accounts.activate_who"))
    form.token.data = ""
    address = request.host_url.rstrip("/") + url_for("accounts.activate")
    return answer(page="accounts/activate.html", status=refused or form.status, form=form, address=address)


def _find(form: CardForm) -> ActivationCode:
    ceiling.check()
    if form.token.data:
        return services.find_card_by_token(form.token.data, at=clock.now())
    return services.find_card_by_code(form.badge.data or "", form.code.data or "", at=clock.now())


@blueprint.route("/activate/who", methods=["GET", "POST"])
@public
def activate_who() -> Response:
    """Step 2: the right person says yes; anybody else gives the card back, unused."""
    card = _card(confirmed=False)
    if request.method == "POST" and request.form.get("is_me") == "yes":
        _remember(card, confirmed=True)
        return answer(to=url_for("accounts.activate_pin"))
    if request.method == "POST" and request.form.get("is_me") == "no":
        session.pop(STATE, None)
        return answer(page="accounts/not_me.html")
    return answer(page="accounts/who.html", person=card.account.person)


@blueprint.route("/activate/pin", methods=["GET", "POST"])
@public
def activate_pin() -> Response:
    """Step 3: six digits (staff: a password), and the phone is enrolled and signed in."""
    actor = current_actor()
    if STATE not in session and actor is not None and request.method == "POST":
        return answer(to="/")  # the second arrival of the same tap
    card = _card(confirmed=True)
    form, mode = SecretForm(), _mode(card)
    form.secret.label.text = gettext(LABELS[mode])
    refused = 0
    if form.validate_on_submit():
        try:
            return _open(card, form.secret.data or "", mode)
        except Refusal as refusal:
            form.refuse(refusal, form.secret if refusal.status == 422 else None)
            refused = refusal.status
    return answer(page="accounts/pin.html", status=refused or form.status, form=form, account=card.account, mode=mode)


def _mode(card: ActivationCode) -> str:
    """What is asked for: `known` (a further phone), `password` (staff, or wished), otherwise `pin`."""
    if services.asks_for_known_secret(card):
        return "known"
    return "password" if card.account.is_staff or request.args.get("longer") else "pin"


def _open(card: ActivationCode, secret: str, mode: str) -> Response:
    if mode == "pin" and not rules.looks_like_pin(secret_digits(secret)):
        raise rules.PinNotSixDigits
    opened = services.open_with_card(
        card,
        secret,
        label=rules.device_label(request.headers.get("User-Agent", "")),
        device_token=browser.device_token(),
        kept_until=browser.kept_until(card.account),
        at=clock.now(),
        wall=clock.wall(),
    )
    browser.enter(opened.account, opened.sign_in_token)
    return browser.remember_device(answer(to=visitor.first_page(opened.account)), opened.device_token)


def secret_digits(typed: str) -> str:
    """What was typed, with Khmer digits read as Latin ones."""
    return latin_digits(typed).strip()


def _remember(card: ActivationCode, *, confirmed: bool) -> None:
    """Keep the step in the signed session, never in the address."""
    session[STATE] = {"card": str(card.id), "at": int(clock.wall().timestamp()), "confirmed": confirmed}


def _card(*, confirmed: bool) -> ActivationCode:
    """The card of the step before. Raises StepsForgotten, and what makes a card unusable."""
    state: dict[str, Any] = session.get(STATE) or {}
    if not state or (confirmed and not state["confirmed"]):
        raise rules.StepsForgotten
    begun = datetime.fromtimestamp(state["at"], UTC)
    card = queries.find_card_by_id(UUID(state["card"]))
    if card is None or begun + rules.STEPS_LAST < clock.wall():
        raise rules.StepsForgotten
    return services.check_card(card, at=clock.now())
