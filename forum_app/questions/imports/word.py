"""Tables of a Word document, as rows for the reader of tables."""

import io
import zipfile
import zlib
from xml.etree.ElementTree import Element, ParseError  # only the names; defusedxml parses

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from forum_app.kernel.spreadsheet.limits import Row
from forum_app.questions.imports import found

PART = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def is_word(content: bytes) -> bool:
    """True for a document of Word or one saved as such."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return PART in archive.namelist()
    except (zipfile.BadZipFile, ValueError):
        return False


def read_tables(content: bytes) -> list[list[Row]]:
    """Each table that has a row, its rows numbered from 1. Raises FileDamaged, FileHostile, FileTooLarge."""
    tables = [_rows(table) for table in _body(content).iter(f"{_W}tbl")]
    return [rows for rows in tables if rows]


def _body(content: bytes) -> Element:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(PART) as part:
            xml = part.read(found.MOST_BYTES + 1)
        if len(xml) > found.MOST_BYTES:
            raise found.FileTooLarge(megabytes=found.MOST_BYTES // 1024**2)
        body: Element = fromstring(xml, forbid_dtd=True)
    except DefusedXmlException as error:
        raise found.FileHostile(what="DOCTYPE / ENTITY") from error
    except (zipfile.BadZipFile, KeyError, zlib.error, EOFError, NotImplementedError, RuntimeError, ParseError) as error:
        raise found.FileDamaged(where="DOCX") from error
    return body


def _rows(table: Element) -> list[Row]:
    rows = []
    for number, row in enumerate(table.iterfind(f"{_W}tr"), 1):
        cells = tuple(_words(cell) for cell in row.iterfind(f"{_W}tc"))
        if any(cells):
            rows.append(Row(number, cells))
    return rows


def _words(cell: Element) -> str:
    """What stands in a cell now, a paragraph a line; tracked deletions (`delText`) do not count."""
    return "\n".join(
        "".join(_text(part) for part in paragraph.iter()).strip() for paragraph in cell.iter(f"{_W}p")
    ).strip()


def _text(part: Element) -> str:
    if part.tag == f"{_W}t":
        return part.text or ""
    return "\n" if part.tag == f"{_W}br" else ("\t" if part.tag == f"{_W}tab" else "")
