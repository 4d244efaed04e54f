"""Activation cards on paper."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from flask_babel import gettext, pgettext

from forum_app.accounts import services as accounts
from forum_app.forums.models import Forum
from forum_app.kernel import clock, qr
from forum_app.kernel.document import pdf
from forum_app.kernel.i18n import current_language, in_language
from forum_app.kernel.khmer.dates import format_date
from forum_app.kernel.khmer.digits import khmer_digits
from forum_app.kernel.refusal import N_
from forum_app.registration.services.cards import CardFor

TEMPLATE = Path(__file__).parent / "templates" / "cards.typ"

WORDS = {
    "badge_code": N_("Badge code"),
    "one_time_code": N_("One-time code"),
    "instruction": N_("Scan this code with the phone camera, check your name, and choose six digits of your own."),
    "without": N_("Without a camera: open %(address)s and type both codes."),
    "secret": N_("Keep this card to yourself."),
    "until": N_("Valid until %(day)s, %(time)s"),
    "picture": N_("QR code that opens the activation page"),
}


def activation_cards(forum: Forum, cards: Iterable[CardFor], *, origin: str) -> bytes:
    """A4 sheets of eight cards in the order given, both languages on each card, with lines to cut along."""
    made = list(cards)
    return pdf.render(TEMPLATE, data_of(forum, made, origin=origin))


def data_of(forum: Forum, cards: list[CardFor], *, origin: str) -> dict[str, Any]:
    """What the template prints."""
    address = f"{origin}/activate"
    return {
        "title": forum.title.in_language(current_language()),
        "forum": forum.title.as_dict(),
        "sample": _sample() if forum.is_sample else "",
        "words": {name: both(text, address=address, day="", time="") for name, text in WORDS.items()},
        "cards": [_card(card, origin) for card in cards],
    }


def both(text: str, **values: str) -> dict[str, str]:
    """A sentence in both languages."""
    found = {}
    for lang in ("km", "en"):
        with in_language(lang):
            found[lang] = gettext(text, **values)
    return found


def _sample() -> str:
    with in_language("km"):
        khmer = pgettext("tag of sample data", "Sample")
    return f"{khmer} SAMPLE"


def _card(made: CardFor, origin: str) -> dict[str, Any]:
    registration = made.registration
    unit = registration.unit.label.as_dict() if registration.unit else {"km": "", "en": ""}
    return {
        "name": registration.name.as_dict(),
        "badge": registration.badge,
        "unit": unit,
        "badge_code": registration.person.badge_code,
        "code": made.card.printed_code,
        "until": _until(made),
        "qr": qr.svg(accounts.link_of(origin, made.card.token), border=2),
    }


def _until(made: CardFor) -> dict[str, str]:
    local, sentence = clock.local(made.valid_until), WORDS["until"]
    found = {}
    for lang in ("km", "en"):
        time = khmer_digits(local.strftime("%H:%M")) if lang == "km" else local.strftime("%H:%M")
        with in_language(lang):
            found[lang] = gettext(sentence, day=format_date(local.date(), lang, style="long"), time=time)
    return found
