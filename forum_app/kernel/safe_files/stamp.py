"""Each page of a PDF marked with who was given it and when.

The mark is part of the page's own drawing, at the foot and across the middle; the document is written whole, so
that no earlier revision without it lies inside. It deters and it tells where a copy came from; who is
determined can still photograph a page. Latin letters only: the mark needs no font of ours and no shaping.
"""

import math
from dataclasses import dataclass
from pathlib import Path

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
)

from forum_app.kernel.safe_files import limits

FONT, SHADE = "/ForumStampFont", "/ForumStampShade"
FOOT_POINTS = 9
CHARACTER = 0.6
"""Width of a character of Courier, as a share of its size."""


@dataclass(frozen=True, slots=True)
class Area:
    """What of a page is seen, in points."""

    left: float
    bottom: float
    width: float
    height: float


def stamp(source: Path, target: Path, *, line: str) -> None:
    """Write a copy of a clean PDF with this line of ASCII on every page. Raises CannotBeStamped."""
    try:
        writer = PdfWriter(clone_from=PdfReader(source))
        for page in writer.pages:
            if page.rotation:
                page.transfer_rotation_to_content()
            _mark(writer, page, line)
        writer.metadata = None
        with target.open("wb") as out:
            writer.write(out)
    except PyPdfError as error:
        raise limits.CannotBeStamped from error


def _mark(writer: PdfWriter, page: PageObject, line: str) -> None:
    box = page.cropbox
    area = Area(float(box.left), float(box.bottom), float(box.width), float(box.height))
    before, after = DecodedStreamObject(), DecodedStreamObject()
    before.set_data(b"q\n")
    after.set_data(b"\nQ\n" + drawing(area, line).encode("ascii"))
    old = page.get("/Contents")
    inner = old.get_object() if isinstance(old, IndirectObject) else old
    middle = list(inner) if isinstance(inner, ArrayObject) else ([old] if old is not None else [])
    page[NameObject("/Contents")] = ArrayObject([_added(writer, before), *middle, _added(writer, after)])
    _lend_font(page)


def _added(writer: PdfWriter, stream: DecodedStreamObject) -> IndirectObject:
    return writer._add_object(stream)  # noqa: SLF001 - the library has no public way to add a stream


def drawing(area: Area, line: str) -> str:
    """Operators that write the line at the foot and, paler and larger, from corner to corner."""
    text = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    diagonal = math.hypot(area.width, area.height)
    size = min(40.0, 0.8 * diagonal / (CHARACTER * max(len(line), 1)))
    half = CHARACTER * size * len(line) / 2
    cos, sin = area.width / diagonal, area.height / diagonal
    x = area.left + area.width / 2 - cos * half
    y = area.bottom + area.height / 2 - sin * half
    return (
        f"q {SHADE} gs BT {FONT} {size:.2f} Tf 0.35 g "
        f"{cos:.5f} {sin:.5f} {-sin:.5f} {cos:.5f} {x:.2f} {y:.2f} Tm ({text}) Tj ET Q\n"
        f"q BT {FONT} {FOOT_POINTS} Tf 0.2 g 1 0 0 1 {area.left + 12:.2f} {area.bottom + 8:.2f} Tm ({text}) Tj ET Q\n"
    )


def _lend_font(page: PageObject) -> None:
    """Give the page's resources the font and the paleness; inherited resources are copied to the page first."""
    resources = DictionaryObject(_resources(page))
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Courier-Bold"}
    for kind, key, entry in (
        ("/Font", FONT, DictionaryObject({NameObject(k): NameObject(v) for k, v in font.items()})),
        ("/ExtGState", SHADE, DictionaryObject({NameObject("/ca"): FloatObject(0.14)})),
    ):
        known = resources.get(kind, DictionaryObject()).get_object()
        resources[NameObject(kind)] = DictionaryObject({**known, NameObject(key): entry})
    page[NameObject("/Resources")] = resources


def _resources(page: PageObject) -> DictionaryObject:
    """The page's resources, or those of the nearest node above that has some."""
    node: DictionaryObject | None = page
    for _level in range(64):
        if node is None:
            break
        if "/Resources" in node:
            found = node["/Resources"].get_object()
            return found if isinstance(found, DictionaryObject) else DictionaryObject()
        parent = node.get("/Parent")
        node = parent.get_object() if parent is not None else None
    return DictionaryObject()
