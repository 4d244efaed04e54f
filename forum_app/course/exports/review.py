"""The review copy of a module: a Word document with both texts side by side and a number at each paragraph.

Written by hand, because a table of three columns is all it has; what comes back is read in
`forum_app/overview/imports/review.py`.
"""

import io
import zipfile
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from xml.sax.saxutils import escape

from forum_app.course import rules
from forum_app.course.imports import ModuleContent

_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_TYPES = f"""{_DECLARATION}
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="{_CONTENT}"/></Types>"""
_RELATIONS = f"""{_DECLARATION}
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="{_RELATION}" Target="word/document.xml"/></Relationships>"""
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_WIDTHS = (700, 7150, 7150)
"""Twentieths of a point: a landscape A4 sheet between its margins."""
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:color="8F8B85"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_MARGINS = "".join(f'<w:{side} w:w="110" w:type="dxa"/>' for side in ("top", "left", "bottom", "right"))
_GUIDE = (
    "Correct the words in the table. Leave numbers, marks such as [^KEY] and the line with the version as they are.",
    "សូមកែពាក្យក្នុងតារាង។ សូមទុកលេខ សញ្ញាដូចជា [^KEY] និងបន្ទាត់ដែលមានកំណែ ឱ្យនៅដដែល។",
    "អានដោយ (ឈ្មោះ មុខតំណែង ថ្ងៃខែឆ្នាំ) / Read by (name, post, date): ________________________________",
)


def review_copy(content: ModuleContent) -> bytes:
    """The document of one module, the same bytes for the same texts."""
    parts = {"[Content_Types].xml": _TYPES, "_rels/.rels": _RELATIONS, "word/document.xml": _document(content)}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name), text.encode(), zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _document(content: ModuleContent) -> str:
    title = content.data["title"]
    head = [
        _paragraph(f"{content.code} – {title['km']} – {title['en']}", is_strong=True, size=28),
        _paragraph(f"version {rules.version_of(content.texts)}", size=16),
        *(_paragraph(line) for line in _GUIDE),
    ]
    rows = "".join(_rows(content.texts))
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in _WIDTHS)
    looks = (
        f'<w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>{_MARGINS}</w:tblCellMar>'
    )
    return (
        f'{_DECLARATION}<w:document xmlns:w="{_WORD}"><w:body>{"".join(head)}'
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(_WIDTHS)}" w:type="dxa"/>{looks}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
        '<w:p/><w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
        '<w:pgMar w:top="900" w:right="900" w:bottom="900" w:left="900"/></w:sectPr></w:body></w:document>'
    )


def _rows(texts: Mapping[str, str]) -> Iterator[str]:
    yield _row("", "ខ្មែរ", "English", is_strong=True, is_head=True)
    both = (rules.pieces(texts.get(lang, "")) for lang in ("km", "en"))
    for number, (khmer, english) in enumerate(zip_longest(*both), 1):
        is_heading = any(piece is not None and piece.kind.startswith("heading") for piece in (khmer, english))
        words = [piece.text if piece else "" for piece in (khmer, english)]
        yield _row(str(number), *words, is_strong=is_heading)


def _row(*cells: str, is_strong: bool, is_head: bool = False) -> str:
    made = (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{_paragraph(words, is_strong=is_strong)}</w:tc>'
        for width, words in zip(_WIDTHS, cells, strict=True)
    )
    repeated = "<w:tblHeader/>" if is_head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(made)}</w:tr>"


def _paragraph(words: str, *, is_strong: bool = False, size: int = 21) -> str:
    """One paragraph; `size` is in half points. Khmer needs more room between its lines than Latin letters."""
    strong = "<w:b/><w:bCs/>" if is_strong else ""
    looks = (
        f'<w:rPr><w:rFonts w:ascii="Noto Serif" w:hAnsi="Noto Serif" w:cs="Khmer OS Battambang"/>{strong}'
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/><w:lang w:bidi="km-KH"/></w:rPr>'
    )
    kept = "<w:keepNext/>" if is_strong else ""
    room = f'<w:pPr>{kept}<w:spacing w:before="20" w:after="60" w:line="300" w:lineRule="auto"/></w:pPr>'
    return f'<w:p>{room}<w:r>{looks}<w:t xml:space="preserve">{escape(words)}</w:t></w:r></w:p>'
