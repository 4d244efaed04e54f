"""Questions from a table: an Excel workbook, CSV, a Word table, or rows pasted from any of them.

The first row names the columns in Khmer or English; see columns.py.
A column without a language (`Question`, `A`) takes the language of its letters.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.khmer.digits import latin_digits
from forum_app.kernel.refusal import N_, Refusal
from forum_app.kernel.spreadsheet.limits import Row
from forum_app.questions.imports import found
from forum_app.questions.imports.columns import Cells, place_of, places_of
from forum_app.questions.imports.foreign import TRUE_FALSE
from forum_app.questions.imports.found import Item
from forum_app.questions.imports.words import tidy
from forum_app.questions.rules import CHOICE_KINDS, KIND_NAMES, Kind
from forum_app.questions.rules.draft import QuestionData

_ARROW = re.compile(r"\s*(?:→|->|⇒|=>)\s*")
_PLUS_MINUS = re.compile(r"\s*(?:±|\+/-|\+-)\s*")
KIND_WORDS: dict[str, str] = {
    "mc": Kind.SINGLE,
    "multichoice": Kind.SINGLE,
    "multiple choice": Kind.SINGLE,
    "ជ្រើសរើសមួយ": Kind.SINGLE,
    "multiple answers": Kind.MULTIPLE,
    "ជ្រើសរើសច្រើន": Kind.MULTIPLE,
    "truefalse": Kind.TRUE_FALSE,
    "true/false": Kind.TRUE_FALSE,
    "tf": Kind.TRUE_FALSE,
    "ពិត ឬមិនពិត": Kind.TRUE_FALSE,
    "match": Kind.MATCHING,
    "ផ្គូផ្គង": Kind.MATCHING,
    "order": Kind.ORDERING,
    "រៀបលំដាប់": Kind.ORDERING,
    "number": Kind.NUMERIC,
    "numerical": Kind.NUMERIC,
    "លេខ": Kind.NUMERIC,
    "shortanswer": Kind.TEXT,
    "short answer": Kind.TEXT,
    "ចម្លើយខ្លី": Kind.TEXT,
    "case": Kind.SCENARIO,
    "ករណី": Kind.SCENARIO,
}
TRUE_WORDS = frozenset({"true", "t", "yes", "ពិត", "ត្រូវ", "បាទ", "1"})
FALSE_WORDS = frozenset({"false", "f", "no", "មិនពិត", "ខុស", "ទេ", "0"})


class QuestionColumnMissing(Refusal):
    text = N_("The first row names no column “Question”. Download the template to see the columns.")
    status = 422


def read_rows(rows: Sequence[Row]) -> list[Item]:
    """Items of a table whose first row names the columns. Raises QuestionColumnMissing."""
    if not is_head(rows[0]):
        raise QuestionColumnMissing
    places = places_of(rows[0])
    return [_item(row, places) for row in rows[1:] if any(str(cell or "").strip() for cell in row.cells)]


def is_head(row: Row) -> bool:
    """True when a row names the column of questions."""
    return bool({"stem", "stem_km", "stem_en"} & set(places_of(row)))


def _item(row: Row, places: dict[str, int]) -> Item:
    cells = Cells(row, places)
    item = Item(row.number, name=cells.text("code"))
    kind = _kind(cells, item)
    values = _VALUES.get(kind, _choice)(cells, item, kind) if kind else {}
    if kind:
        item.data = QuestionData(
            kind=values.pop("kind", kind),
            stem=cells.pair("stem"),
            feedback=cells.pair("feedback"),
            source=cells.pair("source"),
            code=cells.text("code"),
            module=cells.text("module").upper(),
            objective=cells.text("objective").upper(),
            law_reference=cells.text("law_reference"),
            difficulty=_difficulty(cells.text("difficulty")),
            use="prepost" if cells.text("use").casefold().replace("-", "") in {"prepost", "pre", "post"} else "quiz",
            exhibit=cells.text("exhibit"),
            **values,
        )
    return item


def _kind(cells: Cells, item: Item) -> str:
    typed = cells.text("kind")
    word = typed.casefold().replace("_", " ")
    kind = KIND_WORDS.get(word) or (word.replace(" ", "_") if word.replace(" ", "_") in KIND_NAMES else "")
    if typed and not kind:
        item.faults.append(found.KindUnknown(typed=typed))
    return kind or ("" if typed else _guessed_kind(cells))


def _guessed_kind(cells: Cells) -> str:
    """What a table without a column for it means."""
    options, right = cells.options(), cells.text("right")
    if not options and right.casefold() in TRUE_WORDS | FALSE_WORDS:
        return Kind.TRUE_FALSE
    if not options:
        return Kind.TEXT
    if all(_ARROW.search(option.km or option.en) for option in options):
        return Kind.MATCHING
    return Kind.MULTIPLE if len(_letters(right)) > 1 else Kind.SINGLE


def _difficulty(text: str) -> int:
    return int(latin_digits(text)) if latin_digits(text) in {"1", "2", "3"} else 2


def _letters(text: str) -> list[int]:
    """Places named by letters or numbers with any separators: `b, d`, `ខ`, `2`; empty if it is something else."""
    parts = [part for part in re.split(r"[\s,;/&+.)]+|and|និង", latin_digits(text).casefold()) if part]
    places = [place_of(part) for part in parts if len(part) <= 2]
    return places if len(places) == len(parts) and all(place >= 0 for place in places) else []


def _choice(cells: Cells, item: Item, kind: str) -> dict[str, Any]:
    options, typed = cells.options(), cells.text("right")
    places = [place for place in _letters(typed) if place < len(options)]
    if not places:
        places = [place for place, option in enumerate(options) if typed and typed in (option.km, option.en)]
    if not places:
        item.faults.append(found.KeyUnreadable(typed=typed))
    if kind in CHOICE_KINDS and len(places) > 1:
        kind = Kind.MULTIPLE
    return {"kind": kind, "options": options, "right": sorted(set(places))}


def _true_false(cells: Cells, item: Item, kind: str) -> dict[str, Any]:
    options, typed = cells.options(), cells.text("right")
    if len(options) == 2 and _letters(typed):
        return _choice(cells, item, kind)
    word = typed.casefold()
    if word not in TRUE_WORDS | FALSE_WORDS:
        item.faults.append(found.KeyUnreadable(typed=typed))
    return {"options": TRUE_FALSE, "right": [0 if word in TRUE_WORDS else 1]}


def _matching(cells: Cells, item: Item, kind: str) -> dict[str, Any]:  # noqa: ARG001 - one shape for all kinds
    """`left → right` in each answer; `→ right` alone misleads."""
    lefts, rights, misleading = [], [], []
    for option in cells.options():
        km, en = _sides(option.km), _sides(option.en)
        left, right = Bilingual(km[0], en[0]), Bilingual(km[1], en[1])
        if left:
            lefts.append(left)
            rights.append(right)
        else:
            misleading.append(right)
    return {"options": lefts, "targets": rights + misleading}


def _sides(text: str) -> tuple[str, str]:
    left, *right = _ARROW.split(text, maxsplit=1)
    return left.strip(), (right[0].strip() if right else "")


def _ordering(cells: Cells, item: Item, kind: str) -> dict[str, Any]:  # noqa: ARG001 - one shape for all kinds
    return {"options": cells.options()}


def _numeric(cells: Cells, item: Item, kind: str) -> dict[str, Any]:  # noqa: ARG001 - one shape for all kinds
    value, *tolerance = _PLUS_MINUS.split(cells.text("right"), maxsplit=1)
    return {"value": value, "tolerance": tolerance[0] if tolerance else "", "unit": cells.pair("unit")}


def _text(cells: Cells, item: Item, kind: str) -> dict[str, Any]:  # noqa: ARG001 - one shape for all kinds
    return {"accepted": [part for part in (tidy(part) for part in cells.text("right").split("|")) if part]}


_VALUES: dict[str, Callable[[Cells, Item, str], dict[str, Any]]] = {
    Kind.TRUE_FALSE: _true_false,
    Kind.MATCHING: _matching,
    Kind.ORDERING: _ordering,
    Kind.NUMERIC: _numeric,
    Kind.TEXT: _text,
}
