"""What a browser carries for us: the device cookie, the session, and which app it is inside of."""

from datetime import datetime

from flask import Response, current_app, g, request, session
from flask_login import login_user

from forum_app.accounts import queries, services
from forum_app.accounts.models import Account, Device
from forum_app.kernel import clock
from forum_app.kernel.access import current_actor
from forum_app.kernel.web import templating

YEAR = 31_536_000


def cookie_name() -> str:
    """`__Host-` only where there is https: over http a browser would drop the cookie."""
    return "__Host-device" if current_app.config["FORUM"].is_secure else "device"


def device_token() -> str:
    """The secret of this browser's enrolment, or an empty string."""
    return request.cookies.get(cookie_name(), "")


def known_device() -> Device | None:
    """The device that this browser is enrolled as."""
    return queries.find_device(device_token())


def remember_device(response: Response, token: str) -> Response:
    """Leave the secret of the enrolment in the browser for a year."""
    response.set_cookie(
        cookie_name(),
        token,
        max_age=YEAR,
        path="/",
        secure=current_app.config["FORUM"].is_secure,
        httponly=True,
        samesite="Lax",
    )
    return response


def enter(account: Account, sign_in_token: str) -> None:
    """Be this account from now on. Nothing of the session before survives, its CSRF token included."""
    before = current_actor()
    if before is not None:
        services.end_sign_in(before.sign_in_token, at=clock.wall())
    session.clear()
    g.pop("csrf_token", None)
    account.sign_in_token = sign_in_token
    login_user(account)


def kept_until(account: Account) -> datetime | None:
    """Until when a forum day keeps this person signed in, in wall time."""
    found = services.kept_until(account, at=clock.now())
    return found - clock.offset() if found is not None else None


def is_embedded() -> bool:
    """True inside Telegram's or Facebook's own browser, which forgets cookies."""
    agent = request.headers.get("User-Agent", "")
    return any(mark in agent for mark in templating.EMBEDDED)
