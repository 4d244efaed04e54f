"""Words in a lesson: terms that are marked, and what was searched, in context."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.khmer.text import search_key

EVERYDAY = frozenset(
    {
        *("crime", "law", "case", "police", "risk", "child", "authority", "department", "operation", "search"),
        *("forum", "theft", "evidence", "statement", "offence", "victim", "training course", "report a case"),
        *("article (of a law)", "session (course unit)", "children and youth"),
    }
)
"""Terms of the glossary that every reader uses every day: they are searched, not marked."""
HOMONYMS: dict[str, frozenset[str]] = {
    "km": frozenset({"competent authorities", "expert witness"}),
    "en": frozenset(
        {
            *("record (procès-verbal)", "fine (penalty)", "label (evidence)", "extraction (phone)", "complaint"),
            *("abuse", "appeal", "contamination"),
        }
    ),
}
"""By language: terms whose word also means something else there, so that a mark would explain the wrong thing."""
MOST_AROUND = 70
"""Characters of context beside a found word: two lines on a phone."""
_COENG = "\u17d2"
_DEPENDENT = frozenset(map(chr, [*range(0x17B6, 0x17D4), 0x17DD]))
_TAG = re.compile(r"(<[^>]+>)")
_BRACKETS = re.compile(r"\s*\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Found:
    """A glossary term at the place where a section first uses it."""

    number: int
    """The same in the whole lesson: its note is written once, whichever section leads to it."""
    term: Bilingual


class TermMarker:
    """Marks in the HTML of one page the first use of each glossary term in each section.

    Khmer has no blanks between words, so a term is found anywhere, but never in the middle of a syllable.
    """

    def __init__(self, terms: Iterable[Bilingual], lang: str) -> None:
        self._terms = {spoken(term.in_language(lang)): term for term in terms}
        silent = EVERYDAY | HOMONYMS[lang]
        words = sorted((word for word in self._terms if word and self._terms[word].en not in silent), key=len)
        self._pattern = _pattern(tuple(reversed(words)), lang) if words else None
        self._numbers: dict[str, int] = {}
        self._seen: set[str] = set()

    def new_section(self) -> None:
        """From here on every term counts as new."""
        self._seen = set()

    def mark(self, html: str) -> tuple[str, list[Found]]:
        """The HTML with a link on each new term, and the terms. Links and code are left alone."""
        if self._pattern is None:
            return html, []
        found: list[Found] = []
        pieces = _TAG.split(html)
        closed = 0
        for place, piece in enumerate(pieces):
            if place % 2:
                closed += (piece[:2] == "<a" or piece == "<code>") - (piece in ("</a>", "</code>"))
            elif not closed:
                pieces[place] = self._pattern.sub(lambda match: self._link(match[0], found), piece)
        return "".join(pieces), found

    def _link(self, written: str, found: list[Found]) -> str:
        word = self._known(written.casefold())
        if word in self._seen:
            return written
        self._seen.add(word)
        number = self._numbers.setdefault(word, len(self._numbers) + 1)
        found.append(Found(number, self._terms[word]))
        return f'<a class="term" href="#g{number}">{written}</a>'

    def _known(self, written: str) -> str:
        return written if written in self._terms else written.removesuffix("s")


def spoken(term: str) -> str:
    """A term as a text uses it: without the explanation in brackets, in lower case."""
    return _BRACKETS.sub("", term).strip().casefold()


def _pattern(words: tuple[str, ...], lang: str) -> re.Pattern[str]:
    either = "|".join(re.escape(word) for word in words)
    if lang == "km":
        return re.compile(f"(?<!\u17d2)(?:{either})(?![\u17b6-\u17d3\u17dd])")
    return re.compile(rf"(?<![\w&-])(?:{either})s?(?![\w-])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A place in a text: what stands before the words, the words as they are written, what stands after."""

    before: str
    words: str
    after: str


def excerpt(text: str, typed: str) -> Excerpt | None:
    """Where the text first holds what was typed, however it is spelt; None when it does not.

    The folded text is of another length than the text, so the place is narrowed down on the text itself.
    """
    key = search_key(typed)
    if not key or key not in search_key(text):
        return None
    end = bisect_left(range(len(text)), True, key=lambda place: key in search_key(text[:place]))
    start = bisect_left(range(end), True, key=lambda place: key not in search_key(text[place:end])) - 1
    start, end = max(start, 0), _syllable_end(text, end)
    return Excerpt(_tail(text[:start]), text[start:end], opening(text[end:]))


def _syllable_end(text: str, place: int) -> int:
    while place < len(text) and text[place] in _DEPENDENT:
        place += 1
    return place


def opening(text: str, most: int = MOST_AROUND) -> str:
    """The first words of a text; a cut is said by dots and never splits a syllable."""
    if len(text) <= most:
        return text
    return text[: _whole_syllable(text, most)].rstrip() + "…"


def _tail(text: str) -> str:
    if len(text) <= MOST_AROUND:
        return text
    return "…" + text[_whole_syllable(text, len(text) - MOST_AROUND) :].lstrip()


def _whole_syllable(text: str, place: int) -> int:
    """The place, or the next one that is neither inside a Khmer syllable nor inside a Latin word."""
    while 0 < place < len(text) and _is_inside(text[place - 1], text[place]):
        place += 1
    return place


def _is_inside(before: str, after: str) -> bool:
    if after in _DEPENDENT or before == _COENG:
        return True
    return before.isascii() and before.isalnum() and after.isascii() and after.isalnum()
