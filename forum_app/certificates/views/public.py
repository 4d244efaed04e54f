"""Is this certificate genuine? Says what the paper says, and nothing to those who have no serial."""

from datetime import date
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from forum_app.certificates import queries, rules
from forum_app.certificates.models import Certificate
from forum_app.certificates.views.blueprint import blueprint
from forum_app.certificates.views.ceiling import ceiling
from forum_app.kernel.access import public
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.i18n import current_language
from forum_app.kernel.khmer.dates import format_range
from forum_app.kernel.web.answers import answer


@blueprint.get("/verify")
@public
def verify_form() -> Response:
    """Type the serial; what was typed leads to its page."""
    typed = request.args.get("serial", "").strip()[:80]
    if not typed:
        return _unlisted(answer(page="certificates/verify_form.html"))
    ceiling.check()
    serial = rules.tidy_serial(typed)
    if serial is None:
        return _result(None, typed)
    return _unlisted(answer(to=url_for("certificates.verify", serial=serial)))


@blueprint.get("/verify/<serial>")
@public
def verify(serial: str) -> Response:
    """Prepared, valid, void or unknown."""
    ceiling.check()
    return _result(queries.find_by_serial(serial), serial[:80])


def _result(certificate: Certificate | None, typed: str) -> Response:
    """What stands on the paper. A void one says since when, never why."""
    verdict = rules.verdict(certificate.state if certificate else None)
    response = answer(
        page="certificates/verify.html",
        status=404 if certificate is None else 200,
        certificate=certificate,
        snapshot=certificate.snapshot if certificate else {},
        verdict=verdict,
        typed=typed,
        pair=Bilingual.of,
        held_on=_held_on(certificate.snapshot) if certificate else "",
        shows_unit=certificate is not None and queries.settings_of(certificate.forum).verify_shows_unit,
        sample=certificate is not None and certificate.snapshot["sample"],
        rules=rules,
    )
    return _unlisted(response)


def _held_on(snapshot: dict[str, Any]) -> str:
    first, last = date.fromisoformat(snapshot["starts_on"]), date.fromisoformat(snapshot["ends_on"])
    return format_range(first, last, current_language())


def _unlisted(response: Response) -> Response:
    """Never in a search engine, never in a shared cache."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Cache-Control"] = "no-store"
    return response
