"""A PNG walked chunk by chunk (W3C PNG, second edition) and written again without what it says about its maker."""

import struct
import zlib

from forum_app.kernel.safe_files import limits

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEPT = frozenset(b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP bKGD pHYs acTL fcTL fdAT".split())
NAMES = {b"eXIf": "camera", b"tIME": "camera"}
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
CHUNK = 64 * 1024


def clean(content: bytes, *, name: str) -> tuple[bytes, set[str]]:
    """The picture without texts, Exif and times, and what was removed.

    Raises Damaged, PictureTooLarge, GrowsTooLarge.
    """
    try:
        return _walk(content, name)
    except (struct.error, zlib.error, KeyError) as error:
        raise limits.Damaged(name=name) from error


def _walk(content: bytes, name: str) -> tuple[bytes, set[str]]:
    out, removed = bytearray(SIGNATURE), set[str]()
    at, kind, counter = len(SIGNATURE), b"", None
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", content, at)
        end = at + 12 + length
        (check,) = struct.unpack_from(">I", content, end - 4)
        if zlib.crc32(content[at + 4 : end - 4]) != check or (counter is None) != (kind == b"IHDR"):
            raise limits.Damaged(name=name)
        if kind == b"IHDR":
            counter = _Counter(content[at + 8 : end - 4], name)
        elif kind == b"IDAT" and counter is not None:
            counter.feed(content[at + 8 : end - 4])
        if kind in KEPT:
            out += content[at:end]
        else:
            removed.add(NAMES.get(kind, "description"))
        at = end
    if counter is None or not counter.is_whole:
        raise limits.Damaged(name=name)
    if len(content) > at:
        removed.add("trailing")
    return bytes(out), removed


class _Counter:
    """Counts what really comes out of the picture's data: never more than its size promises."""

    def __init__(self, header: bytes, name: str) -> None:
        width, height, depth, colour = struct.unpack_from(">IIBB", header)
        limits.require_picture(name, width, height)
        row = 1 + (width * CHANNELS[colour] * depth + 7) // 8
        # An interlaced picture has seven passes with rows of their own: a byte more for each of them, at most.
        self._most = row * height + 8 * (height + 8)
        self._name = name
        self._stream = zlib.decompressobj()
        self.total = 0

    def feed(self, data: bytes) -> None:
        while data:
            self.total += len(self._stream.decompress(data, CHUNK))
            if self.total > self._most:
                raise limits.GrowsTooLarge(name=self._name)
            data = self._stream.unconsumed_tail

    @property
    def is_whole(self) -> bool:
        return self._stream.eof
