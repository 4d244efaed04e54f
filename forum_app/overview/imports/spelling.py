"""Khmer as it must be typed, so that search finds it and every screen draws it alike."""

import re
import unicodedata
from collections.abc import Iterator

from forum_app.kernel.khmer.text import canonical

HIDDEN = re.compile("[\u00a0\u00ad\u17b4\u17b5\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
HABITS = {"\u17d2\u178a": "write ្ត, not ្ដ", "ឲ": "write ឱ្យ, not ឲ្យ"}
"""One spelling in the whole course, that of the glossary."""


def faults(text: str) -> Iterator[str]:
    """What is wrong with the spelling of one text, in plain words."""
    hidden = HIDDEN.search(text)
    if hidden:
        name = unicodedata.name(hidden[0], "without a name").lower()
        yield f"a hidden character ({name}) stands after «{_before(text, hidden.start())}»"
        return
    for wrong, words in HABITS.items():
        if wrong in text:
            yield f"{words}, at «{_before(text, text.index(wrong) + len(wrong))}»"
            return
    right = canonical(text, keep_zwsp=True)
    if right != text:
        place = next((n for n, pair in enumerate(zip(text, right, strict=False)) if pair[0] != pair[1]), len(right))
        yield f"the Khmer is not typed in canonical order after «{_before(text, place)}»"


def _before(text: str, place: int) -> str:
    return text[max(0, place - 12) : place]
