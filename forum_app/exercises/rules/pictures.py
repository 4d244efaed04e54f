"""Small pictures made by code: a drawing of coloured squares as PNG and as JPEG with EXIF. Nobody is in them.

PNG: W3C Portable Network Graphics, third edition. JPEG: ITU-T T.81, baseline; every square of the drawing is one block
of 8 x 8 points in which only the mean (the DC coefficient) is written, so no cosine has to be computed.
EXIF: CIPA DC-008, a TIFF directory in the APP1 segment.
"""

import struct
import zlib
from collections.abc import Sequence

from forum_app.exercises.rules.chance import Chance

Colour = tuple[int, int, int]
Drawing = list[list[Colour]]
WIDTH, HEIGHT = 40, 30
SKY, GROUND = (214, 228, 240), (226, 214, 190)
PAINTS: tuple[Colour, ...] = ((160, 70, 50), (60, 100, 160), (70, 130, 80), (170, 130, 40), (110, 80, 130))


def drawing(chance: Chance) -> Drawing:
    """A house, a tree and the sun: the same things in another place and colour each time."""
    grid: Drawing = [[SKY if row < 20 else GROUND for _ in range(WIDTH)] for row in range(HEIGHT)]
    left, paint = chance.between(3, 18), chance.choice(PAINTS)
    _fill(grid, (left, 12, 12, 11), paint)
    for step in range(6):
        _fill(grid, (left + step, 11 - step, 12 - 2 * step, 1), (90, 60, 50))
    _fill(grid, (left + 5, 17, 3, 6), (70, 50, 40))
    trunk = chance.between(32, 36)
    _fill(grid, (trunk, 14, 2, 9), (100, 75, 50))
    _fill(grid, (trunk - 2, 8, 6, 7), (60, 120, 60))
    _fill(grid, (chance.between(1, 34), 1, 4, 4), (240, 200, 80))
    return grid


def _fill(grid: Drawing, box: tuple[int, int, int, int], colour: Colour) -> None:
    """Paint `box` (left, top, width, height)."""
    left, top, width, height = box
    for row in range(top, top + height):
        for column in range(left, left + width):
            grid[row][column] = colour


def png(grid: Drawing) -> bytes:
    """The drawing as PNG, one point a square."""
    rows = b"".join(b"\0" + bytes(value for colour in row for value in colour) for row in grid)
    head = struct.pack(">IIBBBBB", len(grid[0]), len(grid), 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, body) for name, body in chunks)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


DC_LENGTHS = (0, 1, 5, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
"""How many codes of each length the table of DC sizes has (T.81, table K.3, up to size 8: no step is larger)."""
DC_CODES = {0: "00", 1: "010", 2: "011", 3: "100", 4: "101", 5: "110", 6: "1110", 7: "11110", 8: "111110"}
END_OF_BLOCK = "0"
"""The only AC code that is needed."""
STEP = 8
"""Quantisation: with 8, one step of DC is exactly one step of brightness."""


def jpeg(grid: Drawing, exif: bytes) -> bytes:
    """The drawing as baseline JPEG, eight points a square, with these EXIF bytes (`exif_of`)."""
    height, width = len(grid) * 8, len(grid[0]) * 8
    frame = struct.pack(">BHHB", 8, height, width, 3) + bytes((1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0))
    huffman_dc = bytes((0x00, *DC_LENGTHS, *range(9)))
    huffman_ac = bytes((0x10, 1, *([0] * 15), 0))
    scan = bytes((3, 1, 0, 2, 0, 3, 0, 0, 63, 0))
    parts = (
        (0xE1, b"Exif\0\0" + exif),
        (0xDB, bytes((0, *([STEP] * 64)))),
        (0xC0, frame),
        (0xC4, huffman_dc + huffman_ac),
        (0xDA, scan),
    )
    segments = b"".join(struct.pack(">BBH", 0xFF, mark, len(body) + 2) + body for mark, body in parts)
    return b"\xff\xd8" + segments + _squeezed(_bits(grid)) + b"\xff\xd9"


def _bits(grid: Drawing) -> str:
    """The scan as a text of ones and zeros: for each square brightness and both colour differences."""
    before = [0, 0, 0]
    found = []
    for colour in (colour for row in grid for colour in row):
        for place, value in enumerate(_ycc(colour)):
            found.append(_difference(value - before[place]) + END_OF_BLOCK)
            before[place] = value
    return "".join(found)


def _ycc(colour: Colour) -> tuple[int, int, int]:
    """Brightness and colour differences around 0 (ITU-T T.871)."""
    red, green, blue = colour
    bright = 0.299 * red + 0.587 * green + 0.114 * blue
    return round(bright - 128), round(0.564 * (blue - bright)), round(0.713 * (red - bright))


def _difference(value: int) -> str:
    """Size and bits of one difference (T.81, F.1.2.1)."""
    size = abs(value).bit_length()
    if not size:
        return DC_CODES[0]
    return DC_CODES[size] + format(value if value > 0 else value + (1 << size) - 1, f"0{size}b")


def _squeezed(bits: str) -> bytes:
    """Bytes of the scan, filled up with ones; 0xFF is followed by a zero so that no decoder takes it for a mark."""
    bits += "1" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8).replace(b"\xff", b"\xff\0")


Tag = tuple[int, str | int | Sequence[tuple[int, int]]]


def exif_of(image: Sequence[Tag], taken: Sequence[Tag], place: Sequence[Tag]) -> bytes:
    """A little-endian TIFF of three directories: picture, EXIF, GPS. Values are texts, numbers, fractions."""
    head = b"II*\0" + struct.pack("<I", 8)
    size = _size([*image, (0x8769, 0), (0x8825, 0)])
    second = 8 + size
    third = second + _size(taken)
    first = _directory([*image, (0x8769, second), (0x8825, third)], 8)
    return head + first + _directory(taken, second) + _directory(place, third)


def _size(tags: Sequence[Tag]) -> int:
    return len(_directory(tags, 0))


def _directory(tags: Sequence[Tag], start: int) -> bytes:
    """One directory at `start`; values longer than four bytes stand behind it."""
    rows, rest = [], b""
    behind = start + 2 + 12 * len(tags) + 4
    for tag, value in tags:
        kind, count, body = _encoded(value)
        if len(body) > 4:
            place = struct.pack("<I", behind + len(rest))
            rest += body + b"\0" * (len(body) % 2)
        else:
            place = body.ljust(4, b"\0")
        rows.append(struct.pack("<HHI", tag, kind, count) + place)
    return struct.pack("<H", len(tags)) + b"".join(rows) + struct.pack("<I", 0) + rest


def _encoded(value: str | int | Sequence[tuple[int, int]]) -> tuple[int, int, bytes]:
    """TIFF type, count and bytes: ASCII, LONG or RATIONAL."""
    if isinstance(value, str):
        text = value.encode("ascii") + b"\0"
        return 2, len(text), text
    if isinstance(value, int):
        return 4, 1, struct.pack("<I", value)
    return 5, len(value), b"".join(struct.pack("<II", *fraction) for fraction in value)
