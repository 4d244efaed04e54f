"""Workbooks that can be counted in: numbers, dates and formulas are cells of their kind; text is only ever text.

A name like `=cmd|...` cannot become a formula: every string is written as an inline string, and where a spreadsheet
program would still offer to read it as one, the cell says so itself (quotePrefix). Formulas are written by us
alone, each with its value, so that a phone's preview and a program that does not calculate show the same figures.

openpyxl's write-only sheets stream rows; styles are made once per name and shared, which is what keeps it fast.
"""

import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.writer.excel import ExcelWriter

FONT = "Khmer OS Battambang"
"""Found on most Cambodian office machines; where it is not, the program falls back by itself (khmer.md 2)."""
ROW_HEIGHT = 22.0
"""Points. Less cuts Khmer subscripts off (khmer.md 12)."""
A4 = 9
_NEEDS_QUOTE = ("=", "+", "-", "@", "\t", "\r")
_INK, _SOFT, _RULE, _SHADE = "1A1C36", "4B4C61", "D9D2C4", "F3EFE6"


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula of ours and the value it has now. `text` begins with `=` and holds cell addresses only."""

    text: str
    value: float | str = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """A value in a style of its own; a bare value takes the style of its row."""

    value: Any
    style: str = "body"


@dataclass(frozen=True, slots=True)
class Look:
    """What a style name means."""

    bold: bool = False
    size: float = 10
    color: str = _INK
    horizontal: str | None = None
    wrap: bool = False
    fill: str = ""
    number: str = "General"
    top: str = ""
    bottom: str = "hair"
    rotated: bool = False


LOOKS: dict[str, Look] = {
    "body": Look(),
    "plain": Look(bottom=""),
    "soft": Look(color=_SOFT),
    "wrap": Look(wrap=True),
    "title": Look(bold=True, size=14, bottom=""),
    "subtitle": Look(color=_SOFT, bottom=""),
    "head": Look(bold=True, horizontal="center", wrap=True, fill=_SHADE, top="medium", bottom="thin"),
    "tall": Look(size=9, horizontal="center", wrap=True, fill=_SHADE, bottom="thin", rotated=True),
    "code": Look(horizontal="center"),
    "count": Look(horizontal="right", number="0"),
    "money": Look(horizontal="right", number="#,##0"),
    "percent": Look(horizontal="right", number="0%"),
    "half": Look(horizontal="right", number="0.0"),
    "date": Look(horizontal="center", number="dd/mm/yyyy"),
    "time": Look(horizontal="center", number="hh:mm"),
    "moment": Look(horizontal="center", number="dd/mm/yyyy hh:mm"),
    "total": Look(bold=True, top="thin", bottom="double"),
    "total_count": Look(bold=True, horizontal="right", number="#,##0", top="thin", bottom="double"),
    "total_half": Look(bold=True, horizontal="right", number="0.0", top="thin", bottom="double"),
    "total_percent": Look(bold=True, horizontal="right", number="0%", top="thin", bottom="double"),
}


def column(index: int) -> str:
    """The letter of a column, counted from 1."""
    return str(get_column_letter(index))


def clean(text: str) -> str:
    """Text without the control characters that XML, and so a workbook, cannot hold."""
    return str(ILLEGAL_CHARACTERS_RE.sub("", text))


@dataclass(slots=True)
class Sheet:
    """One sheet, filled row by row from the top."""

    book: "Book"
    inner: Any
    rows: int = 0
    columns: int = 0
    values: dict[str, float | str] = field(default_factory=dict)
    """Values of formulas by cell address."""

    def row(self, cells: Sequence[Any], *, style: str = "body", height: float | None = None) -> int:
        """Write a row and return its number. A cell is a value, a `Cell`, a `Formula`, or None for an empty one."""
        self.rows += 1
        self.columns = max(self.columns, len(cells))
        self.inner.row_dimensions[self.rows].height = height or ROW_HEIGHT
        self.inner.append([self._cell(value, style, index) for index, value in enumerate(cells, 1)])
        return self.rows

    def _cell(self, given: Any, style: str, index: int) -> Any:
        value, name = (given.value, given.style) if isinstance(given, Cell) else (given, style)
        made = WriteOnlyCell(self.inner)
        if isinstance(value, str):
            made.value = clean(value)
            made.data_type = "s"  # openpyxl's own guess would make a leading "=" a formula
        elif isinstance(value, Formula):
            made.value = value.text
            self.values[f"{column(index)}{self.rows}"] = value.value
        elif isinstance(value, bool) or not isinstance(value, int | float | date | datetime | time | None):
            raise TypeError(f"no kind of cell for {type(value).__name__}")
        else:
            made.value = value
        quoted = isinstance(value, str) and value.startswith(_NEEDS_QUOTE)
        self.book.dress(made, name, quoted=quoted)
        return made

    def blank(self) -> None:
        """An empty row."""
        self.row([], style="plain")

    def colour(self, first: str, last: str, letters: Mapping[str, tuple[str, str]]) -> None:
        """Colour cells of an area by their letter: `{"A": (ground, ink)}`."""
        for letter, (ground, ink) in letters.items():
            rule = CellIsRule(  # type: ignore[no-untyped-call]
                operator="equal",
                formula=[f'"{letter}"'],
                fill=PatternFill(start_color=ground, end_color=ground, fill_type="solid"),
                font=Font(color=ink),
            )
            self.inner.conditional_formatting.add(f"{first}:{last}", rule)


class Book:
    """A workbook being written."""

    def __init__(self, *, title: str, creator: str) -> None:
        self._inner = Workbook(write_only=True)
        self._inner.properties.title, self._inner.properties.creator = clean(title), clean(creator)
        self._inner.calculation.fullCalcOnLoad = True
        self._styles: dict[tuple[str, bool], Any] = {}
        self.sheets: list[Sheet] = []

    def sheet(
        self,
        name: str,
        *,
        widths: Sequence[float],
        freeze: str | None = None,
        repeat: tuple[int, int] | None = None,
        landscape: bool = True,
    ) -> Sheet:
        """A new sheet: A4, as wide as the page, its head rows repeated on every printed page."""
        inner = self._inner.create_sheet(clean(name)[:31])
        inner.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        inner.page_setup.orientation = "landscape" if landscape else "portrait"
        inner.page_setup.paperSize, inner.page_setup.fitToWidth, inner.page_setup.fitToHeight = A4, 1, 0
        inner.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.6, header=0.2, footer=0.3)
        inner.oddFooter.left.text, inner.oddFooter.right.text = "&A", "&P / &N"
        inner.freeze_panes = freeze
        if repeat is not None:
            inner.print_title_rows = f"{repeat[0]}:{repeat[1]}"
        for index, width in enumerate(widths, 1):
            inner.column_dimensions[column(index)].width = width
        made = Sheet(book=self, inner=inner)
        self.sheets.append(made)
        return made

    def dress(self, cell: Any, name: str, *, quoted: bool = False) -> None:
        """Give a cell the style of this name, made once: setting fonts and borders cell by cell costs ten times."""
        key = (name, quoted)
        if key not in self._styles:
            self._styles[key] = self._make_style(LOOKS[name], quoted=quoted)
        cell._style = self._styles[key]  # noqa: SLF001 - openpyxl has no public way to share a style

    def _make_style(self, look: Look, *, quoted: bool) -> Any:
        model: Any = WriteOnlyCell(self.sheets[-1].inner)
        model.font = Font(name=FONT, size=look.size, bold=look.bold, color=look.color)
        model.alignment = Alignment(
            horizontal=look.horizontal,
            vertical="bottom" if look.rotated else "center",
            wrap_text=look.wrap,
            text_rotation=90 if look.rotated else 0,
        )
        model.border = Border(top=_side(look.top), bottom=_side(look.bottom))
        if look.fill:
            model.fill = PatternFill(start_color=look.fill, end_color=look.fill, fill_type="solid")
        model.number_format = look.number
        if quoted:
            model.quotePrefix = True
        return model._style  # noqa: SLF001 - see above

    def as_bytes(self) -> bytes:
        """The finished XLSX. Nothing can be added afterwards."""
        for sheet in self.sheets:
            if sheet.rows:
                sheet.inner.print_area = f"A1:{column(max(1, sheet.columns))}{sheet.rows}"
        raw = BytesIO()
        with zipfile.ZipFile(raw, "w", zipfile.ZIP_STORED) as plain:
            ExcelWriter(self._inner, plain).save()
        return _with_values(raw, [sheet.values for sheet in self.sheets])


def _side(style: Any) -> Side:
    return Side(style=style, color=_RULE if style == "hair" else _INK) if style else Side()


_FORMULA = re.compile(r'<c r="([A-Z]+[0-9]+)"([^>]*)>(<f>.*?</f>)<v ?/></c>', re.DOTALL)


def _with_values(raw: BytesIO, values: Sequence[Mapping[str, float | str]]) -> bytes:
    """The same file, compressed, with the value beside each formula (openpyxl leaves it empty)."""
    packed = BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as target:
        for item in source.infolist():
            content = source.read(item)
            number = re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", item.filename)
            known = values[int(number[1]) - 1] if number else {}
            if known:
                content = _fill(content.decode(), known).encode()
            target.writestr(item.filename, content)
    return packed.getvalue()


def _fill(xml: str, known: Mapping[str, float | str]) -> str:
    def one(found: re.Match[str]) -> str:
        value = known[found[1]]
        kind = ' t="str"' if isinstance(value, str) else ""
        return f'<c r="{found[1]}"{found[2]}{kind}>{found[3]}<v>{_escaped(value)}</v></c>'

    return _FORMULA.sub(one, xml)


def _escaped(value: float | str) -> str:
    return str(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
