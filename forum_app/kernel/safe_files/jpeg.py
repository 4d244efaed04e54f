"""A JPEG walked marker by marker (ITU-T T.81, annex B) and written again without what it says about its maker."""

import re
import struct

from forum_app.kernel.safe_files import limits

SOI, EOI, SOS, COM = 0xD8, 0xD9, 0xDA, 0xFE
APP0, APP1, APP2, APP13, APP14, APP15 = 0xE0, 0xE1, 0xE2, 0xED, 0xEE, 0xEF
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Start of frame: here the size of the picture stands."""
NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""Inside a scan FF 00 is a byte and FF D0 to FF D7 are restarts."""
EXIF = b"Exif\x00\x00"
ORIENTATION, GPS, ARTIST = 0x0112, 0x8825, 0x013B


def clean(content: bytes, *, name: str) -> tuple[bytes, set[str]]:
    """The picture without Exif (but its orientation), XMP, IPTC and comments, and what was removed.

    Raises Damaged, PictureTooLarge.
    """
    try:
        walk = _Walk(content, name)
        walk.to_the_end()
    except (IndexError, struct.error) as error:
        raise limits.Damaged(name=name) from error
    return bytes(walk.out), walk.removed


class _Walk:
    """From marker to marker, keeping what a picture needs."""

    def __init__(self, content: bytes, name: str) -> None:
        self.content, self.name = content, name
        self.out, self.removed = bytearray(content[:2]), set[str]()
        self._at = 2
        self._has_frame = self._has_scan = False

    def to_the_end(self) -> None:
        while (marker := self._marker()) != EOI:
            self._segment(marker)
        if not self._has_scan:
            raise limits.Damaged(name=self.name)
        if len(self.content) > self._at + 2:
            self.removed.add("trailing")
        self.out += bytes((0xFF, EOI))

    def _marker(self) -> int:
        if self.content[self._at] != 0xFF:
            raise limits.Damaged(name=self.name)
        while self.content[self._at + 1] == 0xFF:  # filling bytes
            self._at += 1
        return self.content[self._at + 1]

    def _segment(self, marker: int) -> None:
        content, at = self.content, self._at
        end = at + 2 + struct.unpack_from(">H", content, at + 2)[0]
        body = content[at + 4 : end]
        if end > len(content) or marker == SOI:
            raise limits.Damaged(name=self.name)
        if marker in FRAMES:
            height, width = struct.unpack_from(">HH", body, 1)
            limits.require_picture(self.name, width, height)
            self._has_frame = True
        self.out += _kept(marker, body, content[at:end], self.removed)
        self._at = end
        if marker == SOS:
            self._scan()

    def _scan(self) -> None:
        found = NEXT_MARKER.search(self.content, self._at)
        if found is None or not self._has_frame:
            raise limits.Damaged(name=self.name)
        self.out += self.content[self._at : found.start()]
        self._at, self._has_scan = found.start(), True


def _kept(marker: int, body: bytes, whole: bytes, removed: set[str]) -> bytes:
    """What of a segment is written again: all, nothing, or the orientation alone."""
    if marker == APP1 and body.startswith(EXIF):
        orientation, said = read_exif(body[len(EXIF) :])
        removed.update(said)
        return _orientation_only(orientation) if orientation in range(2, 9) else b""
    is_colour = marker == APP2 and body.startswith(b"ICC_PROFILE\x00")
    if marker in (APP0, APP14) or is_colour:
        return whole
    if APP1 <= marker <= APP15 or marker == COM:
        removed.add("description")
        return b""
    return whole


def read_exif(tiff: bytes) -> tuple[int, set[str]]:
    """The orientation (0: none) and what else the first directory tells (TIFF 6.0, section 2; Exif 2.32)."""
    said = {"camera"}
    try:
        order = {b"II": "<", b"MM": ">"}[tiff[:2]]
        at = struct.unpack_from(f"{order}I", tiff, 4)[0]
        (count,) = struct.unpack_from(f"{order}H", tiff, at)
        orientation = 0
        for number in range(min(count, 512)):
            tag, _kind, _count, value = struct.unpack_from(f"{order}HHIH", tiff, at + 2 + 12 * number)
            orientation = value if tag == ORIENTATION else orientation
            said |= {GPS: {"place"}, ARTIST: {"author"}}.get(tag, set())
    except (KeyError, struct.error):
        return 0, said
    return orientation, said


def _orientation_only(orientation: int) -> bytes:
    """An Exif segment that holds nothing but how the picture is turned."""
    tiff = b"II*\x00" + struct.pack("<IH", 8, 1) + struct.pack("<HHIHHI", ORIENTATION, 3, 1, orientation, 0, 0)
    body = EXIF + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
