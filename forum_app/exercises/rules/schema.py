"""The schema of an exercise's materials, as docs/content.md describes it, and what can be wrong with them."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from forum_app.exercises.rules.making import GENERATORS
from forum_app.kernel.khmer.digits import latin_digits

Place = tuple[str | int, ...]
Fault = tuple[Place, str]
KINDS = frozenset({"form", "labels", "checklist", "letter", "sketch", "text", "cards", "worksheet", "key"})
FOR = frozenset({"officers", "group", "trainer"})
"""A sheet for each officer, one for the whole group, or one for the trainer's key alone."""
THINGS = frozenset({"wall", "door", "window", "table", "bed", "shelf", "chair", "mat", "marker", "way"})
PHONE = re.compile(r"(?<![\d-])(?:\+?855[ -]?|0)[1-9]\d[ -]?\d{3}[ -]?\d{3,4}(?!\d)")
FICTIONAL_PHONE = re.compile(r"012 000 \d{3}")
"""The numbers of the sample: 012 000 000 to 012 000 999."""
ADDRESS = re.compile(r"[\w.+-]+@([\w-]+\.)*[\w-]+|https?://[\w.-]+")
FICTIONAL_ADDRESS = re.compile(r"(?:^|[@./])example(?:\.(?:org|com|net))?$|\.(?:example|test|invalid)$")
MOST_ROWS = 40


def paper_faults(paper: Any) -> Iterator[Fault]:
    """What is wrong with one sheet, with the place inside it."""
    if not isinstance(paper, Mapping):
        yield (), "the sheet is empty"
        return
    for name in ("title", "kind", "for", "blocks"):
        if not paper.get(name):
            yield (), f"the sheet has no {name}"
    if paper.get("kind") and paper["kind"] not in KINDS:
        yield ("kind",), f"the kind {paper['kind']} is unknown; known are {', '.join(sorted(KINDS))}"
    if paper.get("for") and paper["for"] not in FOR:
        yield ("for",), f"`for` is {paper['for']}; known are {', '.join(sorted(FOR))}"
    for number, block in enumerate(paper.get("blocks") or ()):
        for place, text in _block(block):
            yield ("blocks", number, *place), text
    yield from _invented(paper, ())


def _block(block: Any) -> Iterator[Fault]:
    names = [name for name in block if name in _BLOCKS] if isinstance(block, Mapping) else []
    if len(names) != 1:
        yield (), f"this is no block; a block has one of {', '.join(sorted(_BLOCKS))}"
        return
    for place, text in _BLOCKS[names[0]](block[names[0]], block):
        yield (names[0], *place), text


def _is_pair(value: Any) -> bool:
    return isinstance(value, Mapping) and bool(value.get("km")) and bool(value.get("en"))


def _pair(value: Any, _block: Any) -> Iterator[Fault]:
    if not _is_pair(value):
        yield (), "both languages are needed here"


def _pairs(value: Any, _block: Any) -> Iterator[Fault]:
    for number, item in enumerate(value or ()):
        if not _is_pair(item):
            yield (number,), "both languages are needed here"
    if not value:
        yield (), "the list is empty"


def _lines(value: Any, block: Any) -> Iterator[Fault]:
    if not isinstance(value, int) or not 1 <= value <= MOST_ROWS:
        yield (), f"`lines` is a number from 1 to {MOST_ROWS}"
    if not _is_pair(block.get("label")):
        yield (), "the lines have no label in both languages"


def _fields(value: Any, _block: Any) -> Iterator[Fault]:
    for number, item in enumerate(value or ()):
        if not isinstance(item, Mapping) or not _is_pair(item.get("label")):
            yield (number,), "the field has no label in both languages"
    if not value:
        yield (), "the form has no field"


def _table(value: Any, _block: Any) -> Iterator[Fault]:
    columns = value.get("columns") or []
    for number, column in enumerate(columns):
        if not _is_pair(column.get("label")):
            yield ("columns", number), "the column has no label in both languages"
    for number, row in enumerate(value.get("rows") or ()):
        if len(row) != len(columns):
            yield ("rows", number), f"the row has {len(row)} cells, the table {len(columns)} columns"
    if not value.get("rows") and not value.get("blank"):
        yield (), "the table has neither rows nor blank ones"


def _cards(value: Any, _block: Any) -> Iterator[Fault]:
    for number, card in enumerate(value or ()):
        if not _is_pair(card.get("title")) or not _is_pair(card.get("text")):
            yield (number,), "the card needs a title and a text in both languages"


def _labels(value: Any, _block: Any) -> Iterator[Fault]:
    if not isinstance(value.get("count"), int) or not 1 <= value["count"] <= 12:
        yield (), "`count` of labels is a number from 1 to 12"
    for place, text in _fields(value.get("fields"), value):
        yield ("fields", *place), text


def _sketch(value: Any, _block: Any) -> Iterator[Fault]:
    size = (value.get("width"), value.get("depth"))
    if not all(_is_number(side) and side > 0 for side in size):
        yield (), "the sketch needs a width and a depth in metres"
        return
    for number, thing in enumerate(value.get("things") or ()):
        yield from (((("things", number), text)) for text in _thing(thing, size))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _thing(thing: Any, size: Sequence[float]) -> Iterator[str]:
    if thing.get("kind") not in THINGS:
        yield f"the thing {thing.get('kind')} is unknown; known are {', '.join(sorted(THINGS))}"
    if not _is_pair(thing.get("label")) and thing.get("kind") not in ("wall", "marker"):
        yield "the thing has no label in both languages"
    for start, length, limit in (("x", "w", size[0]), ("y", "h", size[1])):
        low, extent = thing.get(start), thing.get(length, 0)
        if not _is_number(low) or not _is_number(extent):
            yield f"`{start}` and `{length}` are numbers in metres"
        elif low < 0 or extent < 0 or low + extent > limit + 1e-9:
            yield f"the thing lies outside the sketch: {start} from {low} to {low + extent}, the sketch ends at {limit}"


_BLOCKS = {
    "head": _pair, "text": _pair, "quote": _pair, "list": _pairs, "checks": _pairs, "lines": _lines,
    "fields": _fields, "table": _table, "cards": _cards, "labels": _labels, "sketch": _sketch,
}  # fmt: skip


def _invented(value: Any, place: Place) -> Iterator[Fault]:
    """Phone numbers and addresses that could be somebody's."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _invented(item, (*place, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _invented(item, (*place, number))
    elif isinstance(value, str):
        yield from ((place, text) for text in _real_looking(value))


def _real_looking(text: str) -> Iterator[str]:
    for phone in PHONE.findall(latin_digits(text)):
        if not FICTIONAL_PHONE.fullmatch(phone):
            yield f"{phone} looks like a real phone number; invented ones are 012 000 000 to 012 000 999"
    for found in ADDRESS.finditer(text):
        if not FICTIONAL_ADDRESS.search(found[0]):
            yield f"{found[0]} could be somebody's; write an address of example.org"


def invented_faults(value: Any) -> Iterator[Fault]:
    """The same look at any other content."""
    return _invented(value, ())


def file_faults(files: Any) -> Iterator[Fault]:
    """Fixed files of an exercise: a name, a text, and the SHA-256 that is really its own."""
    names: set[str] = set()
    for number, row in enumerate(files or ()):
        name, text = row.get("name"), row.get("text")
        if not name or not text:
            yield (number,), "the file has no name or no text"
            continue
        if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,40}", name) or name in names:
            yield (number, "name"), f"the name {name} repeats, or is more than small letters, figures, `.`, `-` and `_`"
        names.add(name)
        right = hashlib.sha256(text.encode()).hexdigest()
        if row.get("sha256") != right:
            yield (number, "sha256"), f"the hash list is wrong: the SHA-256 of {name} is {right}"


def generate_faults(names: Any) -> Iterator[Fault]:
    """The generators that an exercise asks for."""
    for number, name in enumerate(names or ()):
        if name not in GENERATORS:
            yield (number,), f"the exhibit {name} is unknown; known are {', '.join(sorted(GENERATORS))}"


def set_faults(papers: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What a set of sheets needs as a whole."""
    wanted = {paper.get("for") for paper in papers}
    if not wanted & {"officers", "group"}:
        yield "the exercise has no sheet for officers or their group"
    if "trainer" not in wanted:
        yield "the exercise has no key for the trainer (a sheet with `for: trainer`)"
