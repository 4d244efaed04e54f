"""The workbook of a translator: one row a text, source and translation side by side.

What comes back is read in `forum_app/course/imports/workbook.py` by the codes in the heads of the columns.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext

from forum_app.course import rules
from forum_app.course.models import TextUnit
from forum_app.course.rules import Side, Unit
from forum_app.kernel.i18n import in_language
from forum_app.kernel.refusal import N_
from forum_app.kernel.spreadsheet.writer import Book, Cell, Sheet

TITLE = N_("Texts to translate")
GUIDE = (
    N_("Write into the column of the translation alone. Leave key, source and stamp alone; rows may be left out."),
    N_("Marks such as [^KEY] and **bold** must stand in the translation as often as in the source."),
    N_("Where a translation is still right although its source has changed, write “done” as its status."),
    N_("The questions and their explanations are for trainers only. Do not pass this file on to participants."),
)
HEADS = {
    "key": N_("Key"),
    "where": N_("Where"),
    "source": N_("Source"),
    "target": N_("Translation"),
    "status": N_("Status"),
    "note": N_("Note"),
    "stamp": N_("Stamp"),
}
LANGUAGE_NAMES = {"km": "ខ្មែរ", "en": "English"}
WIDTHS = (22, 22, 60, 60, 16, 24, 15)
_A_LINE, _LINE_HEIGHT, _MOST_HEIGHT = 62, 20.0, 400.0
"""Characters on a line of the broad columns; points."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the workbook."""

    key: str
    where: str
    source: str
    target: str
    status: str
    stamp: str


def line_of(unit: Unit | TextUnit, *, to: str, where: str = "", status: str = "done") -> Line:
    """A text as it holds today."""
    source, target = unit.side(Side(to).other), unit.side(to)
    return Line(unit.key, where, source, target, status, rules.stamp_of(source, target))


def lines_of(
    units: Iterable[TextUnit], wanted: Iterable[TextUnit], *, to: str, as_corrected: bool = False
) -> list[Line]:
    """The wanted texts in order, each under the heading that it stands below.

    With `as_corrected` the source and the stamp are those of the files, so that the files take the correction in.
    """
    keys = {unit.key for unit in wanted}
    found, heading = [], ""
    for unit in units:
        if unit.mark.startswith("#"):
            heading = unit.side(Side(to).other)
        if unit.key in keys:
            where = heading if "/text/" in unit.key else unit.key.rpartition("/")[2]
            line = (
                _corrected(unit, to, where) if as_corrected else line_of(unit, to=to, where=where, status=unit.status)
            )
            found.append(line)
    return found


def _corrected(unit: TextUnit, to: str, where: str) -> Line:
    source, before = (unit.file_en, unit.file_km) if to == "km" else (unit.file_km, unit.file_en)
    return Line(unit.key, where, source, unit.side(to), "done", rules.stamp_of(source, before))


def workbook(lines: Sequence[Line], *, to: str) -> bytes:
    """The bytes of the XLSX."""
    book = Book(title=_both(TITLE, " – "), creator="")
    sheet = book.sheet("1 អត្ថបទ Texts", widths=WIDTHS, freeze="D3", repeat=(2, 2))
    sheet.row([_both(TITLE, " – ")], style="title", height=30)
    sheet.row([Cell(head, "head") for head in _heads(to)], height=64)
    for line in lines:
        _write(sheet, line)
    guide = book.sheet("2 របៀបប្រើ How to", widths=(110,))
    for sentence in GUIDE:
        guide.row([Cell(_both(sentence, "\n"), "wrap")], height=56)
    return book.as_bytes()


def _heads(to: str) -> list[str]:
    codes = {"source": f"source:{Side(to).other}", "target": f"target:{to}"}
    names = {"source": LANGUAGE_NAMES[Side(to).other], "target": LANGUAGE_NAMES[to]}
    return [
        f"{_both(head, ' ')}{' – ' + names[code] if code in names else ''}\n[{codes.get(code, code)}]"
        for code, head in HEADS.items()
    ]


def _write(sheet: Sheet, line: Line) -> None:
    longest = max(len(line.source), len(line.target))
    height = min(_MOST_HEIGHT, max(1, -(-longest // _A_LINE)) * _LINE_HEIGHT + 4)
    texts = [Cell(words, "wrap") for words in (line.key, line.where, line.source, line.target)]
    status = Cell(_both(rules.STATUS_NAMES[line.status], "\n"), "wrap")
    sheet.row([*texts, status, Cell("", "wrap"), Cell(line.stamp, "soft")], height=max(height, 44.0))


def _both(message: str, between: str) -> str:
    """A head or sentence in both languages, Khmer first."""
    with in_language("km"):
        khmer = gettext(message)
    with in_language("en"):
        return f"{khmer}{between}{gettext(message)}"
