"""What somebody typed when the sign-in had ended: carried through the sign-in page, then sent again.

Only a POST that passed the CSRF check, or that the browser says came from our own page, is carried, and what
is carried is signed: nobody else can put words into a form that a person then sends.
"""

from dataclasses import dataclass

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from forum_app.kernel.i18n import SWITCH_FIELD
from forum_app.kernel.web.answers import safe_next

FIELD = "carry"
SECRET_NAMES = frozenset({"pin", "secret", "token"})
OWN_NAMES = frozenset({"csrf_token", SWITCH_FIELD, FIELD})


@dataclass(frozen=True, slots=True)
class Carried:
    """The fields of a form and where they were going. Files cannot travel; `has_files` says that one was chosen."""

    path: str
    fields: tuple[tuple[str, str], ...]
    has_files: bool = False


def pack() -> str:
    """The request's form as one signed text: all but tokens of ours, files, and whatever is secret."""
    fields = [(name, value) for name, value in request.form.items(multi=True) if _may_travel(name)]
    has_files = any(file.filename for file in request.files.values())
    return _signer().dumps([request.full_path.rstrip("?"), fields, has_files])


def unpack(text: str | None) -> Carried | None:
    """What `pack` made; None when there is nothing, or it was changed on the way."""
    if not text:
        return None
    try:
        path, fields, has_files = _signer().loads(text)
    except (BadSignature, ValueError):
        return None
    if safe_next(path, "") != path:
        return None
    return Carried(path, tuple((name, value) for name, value in fields), bool(has_files))


def is_from_our_page() -> bool:
    """True when the browser's own `Origin` header (no page can forge it) names this very host."""
    return request.headers.get("Origin", "") == request.host_url.rstrip("/")


def _may_travel(name: str) -> bool:
    return name not in OWN_NAMES and name not in SECRET_NAMES and "password" not in name.lower()


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="carried-form")
