"""Reads a review copy that somebody corrected in Word or LibreOffice."""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError  # only the names; defusedxml parses

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from forum_app.kernel.khmer.text import canonical
from forum_app.overview import rules

MOST_BYTES = 20 * 1024 * 1024
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CODE = re.compile(r"^([A-Z]{2}) – ")
_VERSION = re.compile(r"^version ([0-9a-f]{12})$")


@dataclass(frozen=True, slots=True)
class ReviewCopy:
    """What a corrected document says: of which module, made of which version, and its paragraphs by number."""

    code: str
    version: str
    paragraphs: dict[str, dict[int, str]]
    """Words by language and number."""


def read_review_copy(content: bytes) -> ReviewCopy:
    """The corrected paragraphs. Raises ReviewUnreadable."""
    body = _parse(_document(content))
    lines = [_words(paragraph) for paragraph in body.iter(f"{_W}p")]
    code = next((found[1] for line in lines if (found := _CODE.match(line))), "")
    version = next((found[1] for line in lines if (found := _VERSION.match(line))), "")
    if not code or not version:
        raise rules.ReviewUnreadable
    paragraphs: dict[str, dict[int, str]] = {"km": {}, "en": {}}
    for row in body.iter(f"{_W}tr"):
        cells = [_cell(cell) for cell in row.iter(f"{_W}tc")]
        if len(cells) == 3 and cells[0].isdecimal():  # the head of the table has no number
            paragraphs["km"][int(cells[0])], paragraphs["en"][int(cells[0])] = cells[1:]
    return ReviewCopy(code, version, paragraphs)


def _document(content: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open("word/document.xml") as part:
            found = part.read(MOST_BYTES + 1)
    except (zipfile.BadZipFile, KeyError, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise rules.ReviewUnreadable from error
    if len(found) > MOST_BYTES:
        raise rules.ReviewUnreadable
    return found


def _parse(xml: bytes) -> Element:
    try:
        found: Element = fromstring(xml, forbid_dtd=True)
    except (ParseError, DefusedXmlException) as error:
        raise rules.ReviewUnreadable from error
    return found


def _cell(cell: Element) -> str:
    """One cell as one paragraph, in canonical spelling."""
    return canonical(" ".join(words for paragraph in cell.iter(f"{_W}p") if (words := _words(paragraph))))


def _words(paragraph: Element) -> str:
    """What stands there now: tracked insertions count, tracked deletions (`delText`) do not."""
    found = []
    for part in paragraph.iter():
        if part.tag == f"{_W}t":
            found.append(part.text or "")
        elif part.tag in (f"{_W}br", f"{_W}tab"):
            found.append(" ")
    return "".join(found).strip()
