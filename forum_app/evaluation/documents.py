"""Feedback on paper: one A4 with four equal slips, in both languages."""

import re
from functools import cache
from typing import Any

from flask_babel import gettext

from forum_app.evaluation import rules
from forum_app.evaluation.models import FeedbackQuestion
from forum_app.evaluation.queries import Subject
from forum_app.kernel.document.pdf import render
from forum_app.kernel.i18n import in_language
from forum_app.kernel.khmer.digits import khmer_digits
from forum_app.kernel.places import PACKAGE
from forum_app.kernel.refusal import N_
from forum_app.kernel.web.templating import template_folder

TITLE = N_("Feedback")
DAY = N_("Day %(number)s")
HOW = N_("One cross in each row. Do not write your name. Put the slip in the box at the door.")
INK = "#1a1c36"


def slips(subject: Subject, questions: list[FeedbackQuestion], *, lang: str) -> bytes:
    """The PDF; the same slip four times, with lines to cut along."""
    return render(template_folder("evaluation") / "slips.typ", slip_data(subject, questions, lang=lang))


def slip_data(subject: Subject, questions: list[FeedbackQuestion], *, lang: str) -> dict[str, Any]:
    """Everything the template prints, as plain values."""
    return {
        "lang": lang,
        "title": _both(TITLE),
        "about": _about(subject),
        "how": _both(HOW),
        "faces": [{"drawing": _drawing(face), **_both(name)} for face, name in rules.FACE_NAMES.items()],
        "questions": [{"kind": one.kind, **one.text.as_dict()} for one in questions],
        "sample": "គំរូ SAMPLE" if subject.forum.is_sample else "",
    }


def _about(subject: Subject) -> dict[str, str]:
    if subject.scope == "day" and subject.day:
        return _both(DAY, number=subject.day.number)
    title = subject.title.as_dict()
    return {"km": title["km"], "en": title["en"]}


def _both(message: str, **values: Any) -> dict[str, str]:
    """A sentence of the catalogue in both languages; Khmer with Khmer digits, as papers write it."""
    with in_language("km"):
        khmer = khmer_digits(gettext(message, **values))
    with in_language("en"):
        return {"km": khmer, "en": gettext(message, **values)}


@cache
def _drawing(face: int) -> str:
    """The face of the screen as an SVG of its own."""
    sprite = (PACKAGE / "static" / "sprite.svg").read_text("utf-8")
    found = re.search(rf'<symbol id="face-{face}" viewBox="0 0 24 24">(.*?)</symbol>', sprite)
    assert found is not None, "the sprite has five faces"
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="24" height="24">'
        f'<g fill="none" stroke="{INK}" stroke-width="1.4" stroke-linecap="round">{found[1]}</g></svg>'
    )
