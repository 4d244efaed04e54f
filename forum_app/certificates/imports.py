"""A logo from an upload: checked before anything draws it."""

import struct
from dataclasses import dataclass

from forum_app.certificates.rules import LogoNotReadable, LogoTooLarge

MOST_BYTES = 400_000
MOST_PIXELS = 3000
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG_FRAMES = frozenset({0xC0, 0xC1, 0xC2, 0xC3})


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture that may be printed."""

    name: str
    content: bytes
    content_type: str


def read_logo(content: bytes, name: str) -> Logo:
    """A PNG or JPEG of sensible size. Raises LogoNotReadable, LogoTooLarge."""
    if content.startswith(_PNG):
        size, content_type = _png_size(content), "image/png"
    elif content.startswith(b"\xff\xd8"):
        size, content_type = _jpeg_size(content), "image/jpeg"
    else:
        raise LogoNotReadable
    if len(content) > MOST_BYTES or max(size) > MOST_PIXELS:
        raise LogoTooLarge(kilobytes=MOST_BYTES // 1000, pixels=MOST_PIXELS)
    return Logo(name=name[:100], content=content, content_type=content_type)


def _png_size(content: bytes) -> tuple[int, int]:
    if len(content) < 33 or content[12:16] != b"IHDR":
        raise LogoNotReadable
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def _jpeg_size(content: bytes) -> tuple[int, int]:
    """The size in the first frame header; segments before it are stepped over."""
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        if content[at + 1] in _JPEG_FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + struct.unpack(">H", content[at + 2 : at + 4])[0]
    raise LogoNotReadable
