"""Workbooks that can be counted in: numbers, dates and formulas are cells of their kind; text is only ever text.

A name like `=cmd|...` cannot become a formula: every string is written as an inline string, and where a spreadsheet
program would still offer to read it as one, the cell says so itself (quotePrefix). Formulas are written by us
alone, each with its value, so that a phone's preview and a program that does not calculate show the same figures.

openpyxl makes the package, the styles and the set-up of each sheet; the cells are written by the few lines below, since
openpyxl writes no values beside formulas and spends most of its time on each cell's element.
Cell markup: ECMA-376 part 1, 18.3.1.4 (c), 18.3.1.73 (row).
"""

import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
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
    written: list[str] = field(default_factory=list)
    """The rows as they will stand in the file."""

    def row(self, cells: Sequence[Any], *, style: str = "body", height: float = ROW_HEIGHT) -> int:
        """Write a row and return its number. A cell is a value, a `Cell`, a `Formula`, or None for an empty one."""
        self.rows += 1
        self.columns = max(self.columns, len(cells))
        made = "".join(self._cell(value, style, index) for index, value in enumerate(cells, 1))
        self.written.append(f'<row r="{self.rows}" ht="{height}" customHeight="1">{made}</row>')
        return self.rows

    def _cell(self, given: Any, style: str, index: int) -> str:
        value, name = (given.value, given.style) if isinstance(given, Cell) else (given, style)
        quoted = isinstance(value, str) and value.startswith(_NEEDS_QUOTE)
        head = f'<c r="{column(index)}{self.rows}" s="{self.book.style(name, quoted=quoted)}"'
        if value is None or value == "":
            return f"{head}/>"
        if isinstance(value, str):
            return f'{head} t="inlineStr"><is><t xml:space="preserve">{_escaped(clean(value))}</t></is></c>'
        if isinstance(value, Formula):
            kind = ' t="str"' if isinstance(value.value, str) else ""
            return f"{head}{kind}><f>{_escaped(value.text[1:])}</f><v>{_escaped(str(value.value))}</v></c>"
        return f"{head}><v>{_number(value)}</v></c>"

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
        self._inner = Workbook()
        del self._inner[self._inner.sheetnames[0]]
        self._inner.properties.title, self._inner.properties.creator = clean(title), clean(creator)
        self._inner.calculation.fullCalcOnLoad = True
        self._styles: dict[tuple[str, bool], int] = {}
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

    def style(self, name: str, *, quoted: bool = False) -> int:
        """The number of the style of this name, made once."""
        key = (name, quoted)
        if key not in self._styles:
            self._styles[key] = self._make_style(LOOKS[name], quoted=quoted)
        return self._styles[key]

    def _make_style(self, look: Look, *, quoted: bool) -> int:
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
        return int(model.style_id)

    def as_bytes(self) -> bytes:
        """The finished XLSX. Nothing can be added afterwards."""
        for sheet in self.sheets:
            if sheet.rows:
                sheet.inner.print_area = f"A1:{column(max(1, sheet.columns))}{sheet.rows}"
        raw = BytesIO()
        with zipfile.ZipFile(raw, "w", zipfile.ZIP_STORED) as plain:
            ExcelWriter(self._inner, plain).save()
        return _with_rows(raw, self.sheets)


def _side(style: Any) -> Side:
    return Side(style=style, color=_RULE if style == "hair" else _INK) if style else Side()


_EMPTY = re.compile(r"<sheetData ?/>|<sheetData></sheetData>")


def _with_rows(raw: BytesIO, sheets: Sequence[Sheet]) -> bytes:
    """The package with each sheet's rows in their place, compressed."""
    packed = BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as target:
        for item in source.infolist():
            content = source.read(item)
            number = re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", item.filename)
            if number is not None:
                content = _filled(content.decode(), sheets[int(number[1]) - 1]).encode()
            target.writestr(item.filename, content)
    return packed.getvalue()


def _filled(xml: str, sheet: Sheet) -> str:
    before, after = _EMPTY.split(xml)
    area = f"A1:{column(max(1, sheet.columns))}{max(1, sheet.rows)}"
    before = re.sub(r'<dimension ref="[^"]*"', f'<dimension ref="{area}"', before)
    return "".join((before, "<sheetData>", *sheet.written, "</sheetData>", after))


def _number(value: Any) -> str:
    """A number, or a date or time as the number that workbooks count days by."""
    if isinstance(value, bool) or not isinstance(value, int | float | date | time):
        raise TypeError(f"no kind of cell for {type(value).__name__}")
    return str(to_excel(value) if isinstance(value, date | time) else value)  # type: ignore[no-untyped-call]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
