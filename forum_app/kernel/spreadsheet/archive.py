"""Looks at an XLSX as the zip it is, before any parser sees it."""

import io
import zipfile
import zlib

from forum_app.kernel.refusal import Refusal
from forum_app.kernel.spreadsheet import limits

CHUNK = 64 * 1024
DOCTYPE = tuple("<!DOCTYPE".encode(code) for code in ("ascii", "utf-16-le", "utf-16-be"))
WORKBOOK = "xl/workbook.xml"


def check_archive(content: bytes) -> None:
    """Pass a workbook that is safe to open.

    Raises NotAWorkbook, TooLarge (size, entries, inflated size, ratio) or Unreadable (damage, encryption,
    a document type definition: no Excel writes one, and its entities can make a parser work for ever).
    """
    if len(content) > limits.MAX_BYTES:
        raise limits.TooLarge(megabytes=limits.MAX_BYTES // 1024**2)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_entries(archive.infolist(), len(content))
            _inflate(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise _meaning(content) from error


def _meaning(content: bytes) -> Refusal:
    return limits.Unreadable() if content[:2] == b"PK" else limits.NotAWorkbook()


def _check_entries(entries: list[zipfile.ZipInfo], packed: int) -> None:
    if WORKBOOK not in {entry.filename for entry in entries}:
        raise limits.NotAWorkbook
    declared = sum(entry.file_size for entry in entries)
    bloated = declared > limits.RATIO_FLOOR and declared > packed * limits.MAX_RATIO
    if len(entries) > limits.MAX_ENTRIES or declared > limits.MAX_INFLATED or bloated:
        raise limits.TooLarge(megabytes=limits.MAX_INFLATED // 1024**2)


def _inflate(archive: zipfile.ZipFile) -> None:
    """Count what really comes out: the declared sizes are the sender's claim."""
    total = 0
    for entry in archive.infolist():
        tail = b""
        with archive.open(entry) as stream:
            while chunk := stream.read(CHUNK):
                total += len(chunk)
                if total > limits.MAX_INFLATED:
                    raise limits.TooLarge(megabytes=limits.MAX_INFLATED // 1024**2)
                if any(mark in tail + chunk for mark in DOCTYPE):
                    raise limits.Unreadable
                tail = chunk[-20:]
