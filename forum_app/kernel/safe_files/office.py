"""An Office file (ECMA-376) looked at as the archive it is, and written again without its makers' names."""

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from forum_app.kernel.safe_files import jpeg, limits, png

CHUNK = 256 * 1024
TYPES = "[Content_Types].xml"
XML_ENDINGS = (".xml", ".rels", ".vml")
_START = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_SCHEMAS = b"http://schemas.openxmlformats.org/"
EMPTY_PARTS: dict[str, tuple[bytes, str]] = {
    "docProps/core.xml": (
        b'%s<cp:coreProperties xmlns:cp="%spackage/2006/metadata/core-properties"/>' % (_START, _SCHEMAS),
        "author",
    ),
    "docProps/app.xml": (
        b'%s<Properties xmlns="%sofficeDocument/2006/extended-properties"/>' % (_START, _SCHEMAS),
        "company",
    ),
    "docProps/custom.xml": (
        b'%s<Properties xmlns="%sofficeDocument/2006/custom-properties"/>' % (_START, _SCHEMAS),
        "description",
    ),
}
"""Parts that say who made the file: replaced by empty ones, since other parts point at them."""
NAMED: tuple[tuple[re.Pattern[str], re.Pattern[bytes], bytes], ...] = (
    (re.compile(r"word/.*\.xml"), re.compile(rb'(\bw\w*:(?:author|initials|userId)=")[^"]+(")'), rb"\1-\2"),
    (
        re.compile(r"ppt/(commentAuthors|authors)\.xml"),
        re.compile(rb'(\b(?:name|initials|userId)=")[^"]+(")'),
        rb"\1-\2",
    ),
    (re.compile(r"xl/comments.*\.xml"), re.compile(rb"(<author>)[^<]+(</author>)"), rb"\1-\2"),
    (re.compile(r"xl/persons/.*\.xml"), re.compile(rb'(\b(?:displayName|userId)=")[^"]+(")'), rb"\1-\2"),
)
"""Which parts name the writers of comments and changes, and how."""
RELATION = re.compile(rb"<Relationship\b[^>]*>")
PICTURES: dict[str, Callable[..., tuple[bytes, set[str]]]] = {"jpg": jpeg.clean, "jpeg": jpeg.clean, "png": png.clean}


def clean(source: Path, target: Path, *, name: str) -> set[str]:
    """Write the file again without names; says what was removed.

    Raises NotWhatItSays, Damaged, HasMacros, HasObjects, LoadsFromOutside, GrowsTooLarge, PictureTooLarge.
    """
    try:
        with zipfile.ZipFile(source) as archive:
            _check_members(archive, source.stat().st_size, name)
            return _write_again(archive, target, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise limits.Damaged(name=name) from error


def _check_members(archive: zipfile.ZipFile, packed: int, name: str) -> None:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    main = limits.OFFICE_PARTS[limits.extension_of(name)]
    if main not in names or TYPES not in names:
        raise limits.NotWhatItSays(name=name, kind=limits.extension_of(name).upper())
    if len(set(names)) < len(names) or any(_leaves(one) for one in names):
        raise limits.Damaged(name=name)
    declared = sum(entry.file_size for entry in entries)
    is_bloated = declared > limits.RATIO_FLOOR and declared > packed * limits.MOST_RATIO
    if len(entries) > limits.MOST_MEMBERS or declared > limits.MOST_INFLATED or is_bloated:
        raise limits.GrowsTooLarge(name=name)
    lower = [one.lower() for one in names]
    if any("vbaproject" in one or "/macrosheets/" in one or "vbadata" in one for one in lower):
        raise limits.HasMacros(name=name)
    if any("/activex/" in one or (one.endswith(".bin") and "/embeddings/" in one) for one in lower):
        raise limits.HasObjects(name=name)


def _leaves(member: str) -> bool:
    """True for a name that would leave the archive's folder when somebody unpacks it."""
    return member.startswith("/") or "\\" in member or ".." in PurePosixPath(member).parts


def _write_again(archive: zipfile.ZipFile, target: Path, name: str) -> set[str]:
    removed: set[str] = set()
    left = limits.MOST_INFLATED
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for entry in archive.infolist():
            if entry.is_dir():
                continue
            content = _inflated(archive, entry, left, name)
            left -= len(content)
            # A fresh entry: the old one may carry times and a maker's extra fields.
            fresh = zipfile.ZipInfo(entry.filename, date_time=(1980, 1, 1, 0, 0, 0))
            is_packed = limits.extension_of(entry.filename) in PICTURES
            fresh.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
            out.writestr(fresh, _cleaned(entry.filename, content, name, removed))
    return removed


def _inflated(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int, name: str) -> bytes:
    """What really comes out: the declared size is the sender's claim."""
    out = bytearray()
    most = min(left, limits.MOST_PART)
    with archive.open(entry) as stream:
        while chunk := stream.read(CHUNK):
            out += chunk
            if len(out) > most:
                raise limits.GrowsTooLarge(name=name)
    return bytes(out)


def _cleaned(member: str, content: bytes, name: str, removed: set[str]) -> bytes:
    if member in EMPTY_PARTS:
        empty, what = EMPTY_PARTS[member]
        removed.add(what)
        return empty
    if limits.extension_of(member) in PICTURES and "/media/" in member:
        return _clean_picture(member, content, name, removed)
    if member.lower().endswith(XML_ENDINGS):
        _check_xml(member, content, name)
        return _without_names(member, content, removed)
    return content


def _clean_picture(member: str, content: bytes, name: str, removed: set[str]) -> bytes:
    """A picture inside loses its place and camera too; one that cannot be read is kept, since Office shows it."""
    if not content.startswith(limits.MAGIC[limits.extension_of(member)]):
        return content
    try:
        cleaned, said = PICTURES[limits.extension_of(member)](content, name=name)
    except limits.Damaged:
        return content
    removed.update(said)
    return cleaned


def _check_xml(member: str, content: bytes, name: str) -> None:
    """Well-formed, without a document type, without what makes Office fetch or run something."""
    try:
        for _event, element in iterparse(io.BytesIO(content), events=("end",), forbid_dtd=True):
            element.clear()
    except (ParseError, DefusedXmlException, ValueError) as error:
        if not member.endswith(".vml"):  # its HTML is often not well-formed, and Office minds as little
            raise limits.Damaged(name=name) from error
    if member == TYPES and b"macroenabled" in content.lower():
        raise limits.HasMacros(name=name)
    if member.endswith(".rels"):
        _check_relations(content, name)


def _check_relations(content: bytes, name: str) -> None:
    for found in RELATION.findall(content):
        is_outside = re.search(rb"TargetMode\s*=\s*[\"']External", found) is not None
        if is_outside and not re.search(rb"/hyperlink[\"']", found):
            raise limits.LoadsFromOutside(name=name)


def _without_names(member: str, content: bytes, removed: set[str]) -> bytes:
    for part, pattern, instead in NAMED:
        if part.fullmatch(member):
            content, count = pattern.subn(instead, content)
            if count:
                removed.add("commenters")
    return content
