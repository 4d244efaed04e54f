"""Files of every kind that is taken, honest and hostile, made byte by byte."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from typing import Any

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    TextStringObject,
)

Change = Callable[[PdfWriter], object]
GPS_CANARY = b"11.5564N"


def _bytes(writer: PdfWriter) -> bytes:
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def pdf(change: Change | None = None, *, pages: int = 1, author: str = "", width: int = 300) -> bytes:
    """A PDF of blank pages; `change` may do anything to it."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width, 400)
    writer.metadata = {"/Author": author} if author else None
    if change is not None:
        change(writer)
    return _bytes(writer)


def names(**entries: Any) -> DictionaryObject:
    """A dictionary of a PDF: strings that begin with a slash are names."""
    found = DictionaryObject()
    for key, value in entries.items():
        is_name = isinstance(value, str) and value.startswith("/")
        written = NameObject(value) if is_name else TextStringObject(value) if isinstance(value, str) else value
        found[NameObject(f"/{key}")] = written
    return found


def on_open(**action: Any) -> Change:
    """Do this when the document is opened."""
    return lambda writer: writer.root_object.__setitem__(NameObject("/OpenAction"), names(**action))


def annotated(**entries: Any) -> Change:
    """A note on the first page."""

    def change(writer: PdfWriter) -> None:
        box = ArrayObject([FloatObject(n) for n in (10, 10, 50, 50)])
        note = names(Type="/Annot", Rect=box, **entries)
        writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])

    return change


def with_xmp(text: bytes) -> Change:
    """An XMP description hung on the root."""

    def change(writer: PdfWriter) -> None:
        stream = DecodedStreamObject()
        stream.set_data(text)
        writer.root_object[NameObject("/Metadata")] = writer._add_object(stream)

    return change


def with_photo(photo: bytes) -> Change:
    """A JPEG as it lies inside PDFs that phones make."""

    def change(writer: PdfWriter) -> None:
        stream = DecodedStreamObject()
        stream.set_data(photo)
        stream.update({NameObject("/Filter"): NameObject("/DCTDecode"), NameObject("/Subtype"): NameObject("/Image")})
        resources = names(XObject=names(Im0=writer._add_object(stream)))
        writer.pages[0][NameObject("/Resources")] = resources

    return change


def png(
    width: int = 4, height: int = 4, *, texts: Mapping[bytes, bytes] | None = None, data: bytes | None = None
) -> bytes:
    """A grey picture; `data` instead of its own rows."""
    rows = data if data is not None else (b"\0" + b"\x80" * width) * height if width * height < 10**7 else b"\0"
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))]
    chunks += [(b"tEXt", key + b"\0" + value) for key, value in (texts or {}).items()]
    chunks += [(b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def exif(*, orientation: int = 1, gps: bool = True, artist: bool = True) -> bytes:
    """An Exif segment with a place and an artist, big-endian as phones write it."""
    entries = [(0x0112, 3, 1, orientation << 16)]
    entries += [(0x013B, 2, 4, 0x53_4F_4B_00)] if artist else []
    entries += [(0x8825, 4, 1, 200)] if gps else []
    directory = struct.pack(">H", len(entries)) + b"".join(struct.pack(">HHII", *entry) for entry in entries)
    body = b"Exif\0\0MM\0*" + struct.pack(">I", 8) + directory + b"\0\0\0\0" + GPS_CANARY
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def segment(marker: int, body: bytes) -> bytes:
    """A segment of a JPEG."""
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def jpeg(*extra: bytes, width: int = 8, height: int = 8) -> bytes:
    """A picture that a walker accepts; `extra` segments stand after its first one."""
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    scan = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\xff\x00\x34\xff\xd0\x56"
    first = segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0")
    return b"\xff\xd8" + first + b"".join(extra) + segment(0xDB, b"\0" * 65) + segment(0xC0, frame) + scan + b"\xff\xd9"


MAIN = {"docx": "word/document.xml", "pptx": "ppt/presentation.xml", "xlsx": "xl/workbook.xml"}
TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
CORE = (
    '<?xml version="1.0"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>SOK Dara</dc:creator></cp:coreProperties>'
)


def office(kind: str = "docx", parts: Mapping[str, str | bytes] | None = None, *, main: str = "<x/>") -> bytes:
    """An Office file of this kind with more parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr(MAIN[kind], main)
        for name, content in (parts or {}).items():
            archive.writestr(name, content)
    return buffer.getvalue()


def members(content: bytes) -> dict[str, bytes]:
    """What lies in an archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def relation(kind: str, target: str) -> str:
    """A relationships part that leads outside."""
    space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return (
        f'<?xml version="1.0"?><Relationships xmlns="{space}"><Relationship Id="r1" Type="{space}/{kind}" '
        f'Target="{target}" TargetMode="External"/></Relationships>'
    )
