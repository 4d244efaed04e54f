"""Two languages that say the same: which side is behind, what a translator's row may change, whose words hold."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from forum_app.course.rules.teaching import REFERENCE, pieces
from forum_app.kernel.khmer.text import canonical
from forum_app.kernel.refusal import N_, Refusal

STATUS_NAMES: dict[str, str] = {
    "missing": N_("not written yet"),
    "outdated": N_("older than the other side"),
    "done": N_("done"),
}
STATE_NAMES: dict[str, str] = {
    "change": N_("will be changed"),
    "confirm": N_("is confirmed as it is"),
    "same": N_("stays as it is"),
    "refused": N_("is refused"),
}
REASONS: dict[str, str] = {
    "unknown": N_("No text has this key. Leave the keys as they were."),
    "twice": N_("This key stands in the file twice."),
    "source": N_("The source text was changed in the file. Only the translation may be changed here."),
    "outdated": N_("The text has changed since this file was taken. Take a new file and bring this row over."),
    "empty": N_("The translation is empty, but there was one."),
    "hidden": N_("A hidden character stands after “%(words)s”. Delete it and type the place again."),
    "order": N_("The Khmer after “%(words)s” is typed in an order that search does not find. Type it again."),
    "marks": N_("These marks must stand as often as in the source: %(marks)s"),
    "shape": N_("The translation must stay one paragraph, without a heading or a list of its own."),
}
HIDDEN = re.compile("[\u00ad\u17b4\u17b5\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_MARKS = re.compile(rf"{REFERENCE.pattern}|%\(\w+\)s|\{{\w+\}}|\*\*|https?://\S+")
_WORDS_BEFORE = 12


class FileOfAnotherKind(Refusal):
    """The uploaded file has not the columns that a translator's file has."""

    text = N_("This is no file for translators: the column “%(column)s” is missing. Take the file from this page.")
    status = 422


class NothingToDo(Refusal):
    """No row of the file would change anything."""

    text = N_("No row of this file can be taken over.")


class NotWaiting(Refusal):
    """The file was taken over, undone or discarded already."""

    text = N_("This file is settled already.")


class LaterCorrections(Refusal):
    """Undoing would leave a later correction hanging in the air."""

    text = N_("A later file changed the same texts. Undo that one first.")


class Side(StrEnum):
    """The two languages of every text."""

    km = "km"
    en = "en"

    @property
    def other(self) -> "Side":
        return Side.en if self is Side.km else Side.km


@dataclass(frozen=True, slots=True)
class Unit:
    """What is translated at once: a paragraph, a title, a question's stem, a term."""

    key: str
    km: str
    en: str
    mark: str = ""
    """The Markdown in front of a paragraph: it stays what it is."""

    @property
    def area(self) -> str:
        """The module, `glossary` or `feedback`."""
        return self.key.partition("/")[0]

    def side(self, lang: str) -> str:
        return self.km if lang == "km" else self.en


@dataclass(frozen=True, slots=True)
class TypedRow:
    """A row as it came back from a translator."""

    number: int
    key: str
    source: str
    target: str
    is_done: bool
    stamp: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a row would do. `reason` names a sentence of REASONS, `words` and `marks` fill it."""

    row: TypedRow
    state: str
    before: str = ""
    after: str = ""
    reason: str = ""
    words: str = ""
    marks: str = ""


def side_hash(text: str) -> str:
    """A fingerprint of one side of a text, blanks and spelling order aside."""
    return hashlib.sha256(_folded(text).encode()).hexdigest()[:24]


def stamp_of(source: str, target: str) -> str:
    """A fingerprint of both sides as a translator got them."""
    return hashlib.sha256(f"{_folded(source)}\0{_folded(target)}".encode()).hexdigest()[:12]


def _folded(text: str) -> str:
    return canonical(" ".join(text.split()))


def behind(km: str, en: str, known: Sequence[tuple[str, str, str]]) -> str:
    """The side that has not followed the other one: `km`, `en`, or empty when both say the same.

    `known` are the hashes of both sides and the side that was behind then, oldest first, of every pair that was ever
    together. A pair that is known keeps its state, so taking a change back takes its mark back too.
    """
    exact = [one for one in known if one[:2] == (km, en)]
    if exact:
        return exact[-1][2]
    half = [one for one in known if (one[0] == km) != (one[1] == en)]
    if not half:
        return ""
    changed = "en" if half[-1][0] == km else "km"
    was = half[-1][2]
    if was == changed:
        return ""
    return was or ("en" if changed == "km" else "km")


def judge(row: TypedRow, unit: Unit | None, *, to: str, is_behind: bool, seen: Iterable[str] = ()) -> Verdict:
    """What this row would do to the text of today."""
    if unit is None or row.key in set(seen):
        return Verdict(row, "refused", reason="unknown" if unit is None else "twice")
    source, before = unit.side(Side(to).other), unit.side(to)
    after = _tidy(row.target, in_lines="\n" in source.strip())
    if stamp_of(source, before) != row.stamp:
        is_untouched = after == before or stamp_of(row.source, after) == row.stamp
        return Verdict(row, "same" if is_untouched else "refused", before, after, "" if is_untouched else "outdated")
    if _folded(row.source) != _folded(source):
        return Verdict(row, "refused", before, after, "source")
    if _folded(after) == _folded(before):
        return Verdict(row, "confirm" if row.is_done and is_behind else "same", before, before)
    reason, words, marks = _fault(after, source, before)
    return Verdict(row, "refused" if reason else "change", before, after, reason, words, marks)


def _fault(after: str, source: str, before: str) -> tuple[str, str, str]:
    """Why these words cannot be taken over: the reason, the words before the place, the marks that are missing."""
    if not after:
        return "empty", "", ""
    if hidden := HIDDEN.search(after):
        return "hidden", _before(after, hidden.start()), ""
    if (right := canonical(after, keep_zwsp=True)) != after:
        return "order", _before(after, _first_difference(after, right)), ""
    wanted = marks_of(source)
    if marks_of(after) not in (wanted, marks_of(before) if before else wanted):
        return "marks", "", " ".join(sorted(wanted.elements())) or "–"
    if "\n" not in source.strip() and _own_mark(after) and not (before and _own_mark(before)):
        return "shape", "", ""
    return "", "", ""


def _tidy(text: str, *, in_lines: bool) -> str:
    """The words without needless blanks; a case file of several paragraphs keeps its lines."""
    if in_lines:
        return "\n".join(" ".join(line.split()) for line in text.strip().splitlines())
    return " ".join(text.split())


def _own_mark(text: str) -> str:
    """The Markdown that would make a heading or a list item of these words."""
    return pieces(text)[0].mark


def marks_of(text: str) -> Counter[str]:
    """What a translation must carry over: references, placeholders, bold type, addresses."""
    return Counter(found[0] for found in _MARKS.finditer(text))


def _first_difference(one: str, other: str) -> int:
    places = (place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1])
    return next(places, min(len(one), len(other)))


def _before(text: str, place: int) -> str:
    """The words before a place, from a whole syllable on."""
    start = max(0, place - _WORDS_BEFORE)
    while start < place and unicodedata.category(text[start]) in ("Mn", "Mc"):
        start += 1
    return text[start:place]


@dataclass(frozen=True, slots=True)
class Settled:
    """The words that hold, and how they stand to the file: `waiting`, `arrived` or `overtaken`."""

    text: str
    state: str


def settle(in_file: str, chain: Sequence[tuple[str, str]]) -> Settled:
    """Whose words hold: the file's, or the last of the corrections made in the product.

    A correction holds as long as the file still says what it corrected. A file that says the same has taken it in; a
    file that says a third thing was edited later and wins. `chain` is before and after, oldest first.
    """
    last = chain[-1][1]
    if _folded(in_file) == _folded(last):
        return Settled(in_file, "arrived")
    steps = {_folded(before) for before, _ in chain} | {_folded(after) for after, _ in chain[:-1]}
    if _folded(in_file) in steps:
        return Settled(last, "waiting")
    return Settled(in_file, "overtaken")
