"""The summary card of a lesson on paper: one sheet, both languages."""

from typing import Any

from flask_babel import gettext

from forum_app.course import rules as course_rules
from forum_app.course.models import Module
from forum_app.kernel.document.pdf import render
from forum_app.kernel.i18n import in_language
from forum_app.kernel.khmer.dates import format_date
from forum_app.kernel.web.templating import template_folder


def card_pdf(module: Module, *, lang: str, sample: bool) -> bytes:
    """The card as PDF; the reader's language names the document, both stand on the sheet."""
    return render(template_folder("materials") / "card.typ", card_data(module, lang=lang, sample=sample))


def card_data(module: Module, *, lang: str, sample: bool) -> dict[str, Any]:
    """Everything the template prints, as plain values."""
    return {
        "lang": lang,
        "title": module.title.in_language(lang),
        "foot": f"{module.code} – {module.title.in_language(lang)}",
        "pages": "",
        "sample": "គំរូ SAMPLE" if sample else "",
        "sides": [_side(module, "km"), _side(module, "en")],
    }


def _side(module: Module, lang: str) -> dict[str, Any]:
    card = course_rules.card(module.text_km if lang == "km" else module.text_en)
    with in_language(lang):
        kind = gettext("Summary card")  # not inside the f-string: there the catalogue's reader does not look
        return {
            "lang": lang,
            "over": f"{module.code} – {kind}",
            "title": module.title.in_language(lang),
            "do_name": gettext("What to do"),
            "do": list(card.do),
            "do_not_name": gettext("What not to do"),
            "do_not": list(card.do_not),
            "remember_name": gettext("To remember"),
            "remember": card.remember,
            "notes": _notes(module, lang),
        }


def _notes(module: Module, lang: str) -> list[str]:
    """What a reader must know about the sheet itself: no legal advice, when checked, and who has not read it."""
    notes = []
    if module.law_status:
        notes.append(gettext("Training material, not legal advice. The Khmer text of the law prevails."))
    if module.checked_on:
        day = format_date(module.checked_on, lang, style="long")
        notes.append(gettext("Checked against its sources on %(day)s.", day=day))
    unread = course_rules.unread(module.read_by, is_law=bool(module.law_status))
    return notes + [gettext(sentence) for sentence in unread]
