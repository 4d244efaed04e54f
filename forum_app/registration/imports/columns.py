"""Which column of somebody's list is which: headers in Khmer and English as offices write them."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from flask_babel import gettext

from forum_app.kernel.khmer.text import search_key
from forum_app.kernel.refusal import N_
from forum_app.kernel.spreadsheet.limits import Cell, Row
from forum_app.registration import rules

HEADER_ROWS = 15
"""A list may begin with a title, a date and an office; its header is looked for this far down."""

COLUMN_NAMES: dict[str, str] = {
    "badge_number": N_("Badge number"),
    "family_name_km": N_("Family name (Khmer)"),
    "given_name_km": N_("Given name (Khmer)"),
    "family_name_latin": N_("Family name (Latin)"),
    "given_name_latin": N_("Given name (Latin)"),
    "name": N_("Whole name"),
    "name_latin": N_("Whole name (Latin)"),
    "sex": N_("Sex"),
    "honorific": N_("Honorific"),
    "rank": N_("Rank"),
    "post": N_("Post"),
    "unit": N_("Unit"),
    "province": N_("Province"),
    "phone": N_("Phone number"),
    "officer_id": N_("Officer id"),
    "birth_year": N_("Birth year"),
    "email": N_("E-mail"),
    "language": N_("Language"),
    "group": N_("Group"),
    "note": N_("Note"),
}
SYNONYMS: dict[str, str] = {
    "badge_number": "badge number|badge no|badge|badge nr|ស្លាកលេខ|លេខស្លាក|ស្លាក|លេខស្លាកឈ្មោះ|ស្លាកឈ្មោះ",
    "family_name_km": "family name khmer|family name km|surname khmer|last name khmer|family_name_km|"
    "គោត្តនាម|គោត្តនាមខ្មែរ|នាមត្រកូល|នាមត្រកូលខ្មែរ|ត្រកូល",
    "given_name_km": "given name khmer|given name km|first name khmer|given_name_km|"
    "នាមខ្លួន|នាមខ្លួនខ្មែរ|នាម|ឈ្មោះខ្លួន|ឈ្មោះហៅ",
    "family_name_latin": "family name|family name latin|family name english|surname|surname latin|last name|"
    "family_name_latin|គោត្តនាមឡាតាំង|គោត្តនាមអក្សរឡាតាំង|នាមត្រកូលឡាតាំង|គោត្តនាមអង់គ្លេស",
    "given_name_latin": "given name|given name latin|given name english|first name|first name latin|given names|"
    "given_name_latin|នាមខ្លួនឡាតាំង|នាមខ្លួនអក្សរឡាតាំង|នាមឡាតាំង|នាមខ្លួនអង់គ្លេស",
    "name": "name|full name|name khmer|full name khmer|khmer name|whole name|name_km|participant|participants|"
    "ឈ្មោះ|ឈ្មោះពេញ|ឈ្មោះខ្មែរ|គោត្តនាម និងនាម|គោត្តនាម និងនាមខ្លួន|គោត្តនាមនិងនាម|នាម និងគោត្តនាម|ឈ្មោះអ្នកចូលរួម|"
    "នាមត្រកូល និងនាមខ្លួន|ឈ្មោះជាអក្សរខ្មែរ",
    "name_latin": "name latin|full name latin|latin name|name english|english name|name in latin|whole name latin|"
    "name_latin|name_en|ឈ្មោះឡាតាំង|ឈ្មោះពេញឡាតាំង|ឈ្មោះជាអក្សរឡាតាំង|អក្សរឡាតាំង|ឡាតាំង|ឈ្មោះអង់គ្លេស|គោត្តនាម និងនាមឡាតាំង",
    "sex": "sex|gender|m f|f m|ភេទ",
    "honorific": "honorific|title|mr ms|គោរមងារ|ងារ|ពាក្យគោរព",
    "rank": "rank|rank code|grade|ឋានន្តរស័ក្តិ|ឋានន្តរស័ក្ត|ស័ក្តិ|សក្តិ|ឋានៈស័ក្តិ",
    "post": "post|position|function|job|job title|role|មុខតំណែង|តួនាទី|មុខងារ|ឋានៈ|តំណែង",
    "unit": "unit|office|organisation|organization|institution|department|unit code|agency|"
    "អង្គភាព|ស្ថាប័ន|អង្គភាព ស្ថាប័ន|មកពី|មកពីអង្គភាព|ការិយាល័យ|ទីកន្លែងធ្វើការ",
    "province": "province|province code|capital province|province capital|ខេត្ត|រាជធានី ខេត្ត|ខេត្ត រាជធានី",
    "phone": "phone|phone number|telephone|tel|mobile|mobile phone|contact|phone no|"
    "លេខទូរសព្ទ|ទូរសព្ទ|លេខទូរស័ព្ទ|ទូរស័ព្ទ|លេខទំនាក់ទំនង|លេខទូរសព្ទទំនាក់ទំនង",
    "officer_id": "officer id|officer number|police id|id|id number|staff id|staff number|"
    "អត្តលេខ|លេខអត្តសញ្ញាណ|អត្តលេខមន្ត្រី|អត្តសញ្ញាណបណ្ណ|លេខសម្គាល់|លេខកាតមន្ត្រី",
    "birth_year": "birth year|year of birth|date of birth|birth date|born|dob|ឆ្នាំកំណើត|ថ្ងៃខែឆ្នាំកំណើត|ថ្ងៃ ខែ ឆ្នាំកំណើត",
    "email": "email|e mail|mail|email address|អ៊ីមែល|អាសយដ្ឋានអ៊ីមែល",
    "language": "language|preferred language|ភាសា",
    "group": "group|group number|group no|ក្រុម|លេខក្រុម|ក្រុមទី",
    "note": "note|notes|remark|remarks|comment|ផ្សេងៗ|សេចក្តីសម្គាល់|ចំណាំ|កំណត់សម្គាល់",
}
COUNTING = frozenset({"no", "nr", "n", "number", "ល.រ", "លរ", "លរេ", "លេខរៀង", "លេខ"})
"""Headers of a running number: expected, and of no use."""

GIVEN = ("given_name_km", "given_name_latin", "name", "name_latin")
EXPECTED = ("sex", "unit", "phone")
"""Columns a list should have; without them it is read all the same, and the review says so."""


@dataclass(frozen=True, slots=True)
class Table:
    """A list with its columns known: rows keyed by our names, plus `row`."""

    columns: tuple[str, ...]
    ignored: tuple[str, ...]
    rows: tuple[dict[str, str], ...]


class Names:
    """Column names in the reader's language, whenever they are shown."""

    def __init__(self, columns: Iterable[str]) -> None:
        self.columns = tuple(columns)

    def __str__(self) -> str:
        return ", ".join(gettext(COLUMN_NAMES[column]) for column in self.columns)


def key(text: str) -> str:
    """What two headers are compared by: the search key without punctuation."""
    return "".join(c for c in search_key(text) if unicodedata.category(c)[0] not in "PSZC")


_KNOWN = {key(word): column for column, words in SYNONYMS.items() for word in words.split("|")}
_COUNTING = {key(word) for word in COUNTING}
_IN_BRACKETS = re.compile(r"[(\[].*?[)\]]")
_BETWEEN_LANGUAGES = re.compile(r"[/\n|–—]| - ")


def column_of(header: str) -> str | None:
    """Our name of a column, from a header in either language or in both ("ភេទ / Sex")."""
    bare = _IN_BRACKETS.sub(" ", header)
    tries = [header, *_BETWEEN_LANGUAGES.split(header), bare, *_BETWEEN_LANGUAGES.split(bare)]
    return next((_KNOWN[key(part)] for part in tries if key(part) in _KNOWN), None)


def as_text(cell: Cell) -> str:
    """A cell as somebody would read it: 12 rather than 12.0, a date as 2024-09-25."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date | time) else str(cell).strip()


def recognise(rows: list[Row]) -> Table:
    """The list below its header row. Raises ColumnsMissing, ColumnTwice, OnlyHeaders."""
    position = _header_position(rows)
    headers = [as_text(cell) for cell in rows[position].cells]
    found = _columns(headers)
    below = tuple(_keyed(row, found) for row in rows[position + 1 :])
    kept = tuple(row for row in below if len(row) > 1)
    if not kept:
        raise rules.OnlyHeaders
    ignored = tuple(h for h, column in zip(headers, found, strict=True) if h and not column and not _counts(h))
    return Table(columns=tuple(column for column in found if column), ignored=ignored, rows=kept)


def _header_position(rows: list[Row]) -> int:
    def score(position: int) -> int:
        return len({column_of(as_text(cell)) for cell in rows[position].cells} - {None})

    best = max(range(min(len(rows), HEADER_ROWS)), key=score)
    # One word that happens to be a header ("ក្រុម" as a value) does not make a header row.
    names = {column_of(as_text(cell)) for cell in rows[best].cells}
    if not names.intersection(GIVEN):
        missing = [c for c in ("family_name_km", "given_name_km") if c not in names]
        raise rules.ColumnsMissing(columns=Names(missing))
    return best


def _columns(headers: list[str]) -> list[str | None]:
    found = [column_of(header) for header in headers]
    for column in {name for name in found if name and found.count(name) > 1}:
        raise rules.ColumnTwice(column=Names([column]))
    # Beside a family name, a column headed "name" holds the given name.
    for given, family in (("given_name_km", "family_name_km"), ("given_name_latin", "family_name_latin")):
        if family in found and given not in found and "name" in found:
            found[found.index("name")] = given
    return found


def _counts(header: str) -> bool:
    return any(key(part) in _COUNTING for part in (header, *_BETWEEN_LANGUAGES.split(header)))


def _keyed(row: Row, columns: list[str | None]) -> dict[str, str]:
    cells = {
        column: as_text(cell) for column, cell in zip(columns, row.cells, strict=False) if column and as_text(cell)
    }
    return {"row": str(row.number), **cells}


def as_pasted(columns: Iterable[str], rows: Iterable[dict[str, str]]) -> str:
    """The list as text with tabs, in the reader's language, so that it can be corrected in a box."""
    order = list(columns)
    lines = ["\t".join(gettext(COLUMN_NAMES[column]) for column in order)]
    lines += ["\t".join(_one_line(row.get(column, "")) for column in order) for row in rows]
    return "\n".join(lines)


def _one_line(text: str) -> str:
    return " ".join(text.split()).replace('"', "”")
