"""Conditions and what is missing, as sentences in the reader's language."""

from typing import Any

from flask_babel import gettext

from forum_app.certificates.rules import Condition, Missing
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.i18n import current_language
from forum_app.kernel.khmer.dates import format_duration


def sentence_of(item: Condition | Missing) -> str:
    """The item's sentence with its values: titles and lengths of time in the reader's language."""
    return str(gettext(item.text, **_shown(item.values)))


def advice_of(item: Missing) -> str:
    """What to do about it."""
    return str(gettext(item.advice))


def _shown(values: dict[str, Any]) -> dict[str, Any]:
    lang = current_language()
    shown = {key: value.in_language(lang) if isinstance(value, Bilingual) else value for key, value in values.items()}
    if "minutes" in values:
        duration = format_duration(values["minutes"], lang)
        shown |= {"time": duration, "needed": duration}
    return shown
