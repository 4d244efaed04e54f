"""Pictures made by code, looked at the way a decoder would."""

import struct
import zlib

from forum_app.exercises.rules import pictures
from forum_app.exercises.rules.chance import Chance


def test_a_png_holds_the_drawing_point_by_point() -> None:
    grid = pictures.drawing(Chance(b"x"))
    content = pictures.png(grid)
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    start = content.index(b"IDAT")
    size = struct.unpack(">I", content[start - 4 : start])[0]
    body = content[start + 4 : start + 4 + size]
    assert zlib.crc32(b"IDAT" + body) == struct.unpack(">I", content[start + 4 + size : start + 8 + size])[0]
    rows = zlib.decompress(body)
    assert rows == b"".join(b"\0" + bytes(value for colour in row for value in colour) for row in grid)


def decoded(content: bytes) -> list[list[int]]:
    """The brightness of every block of our own JPEG: DC only, three components without subsampling."""
    scan = content[content.index(b"\xff\xda") + 14 : -2].replace(b"\xff\0", b"\xff")
    bits = "".join(f"{byte:08b}" for byte in scan)
    codes = {code: size for size, code in pictures.DC_CODES.items()}
    place, before, found = 0, [0, 0, 0], []
    for number in range(pictures.WIDTH * pictures.HEIGHT * 3):
        length = next(length for length in range(2, 7) if bits[place : place + length] in codes)
        size = codes[bits[place : place + length]]
        place += length
        value = int(bits[place : place + size] or "0", 2)
        if size and bits[place] != "1":
            value -= (1 << size) - 1
        place += size
        assert bits[place] == pictures.END_OF_BLOCK
        place += 1
        before[number % 3] += value
        if number % 3 == 0:
            found.append(before[0] + 128)
    assert len(bits) - place < 8
    return [found[row * pictures.WIDTH : (row + 1) * pictures.WIDTH] for row in range(pictures.HEIGHT)]


def test_a_jpeg_decodes_to_the_brightness_of_the_drawing() -> None:
    grid = pictures.drawing(Chance(b"x"))
    wanted = [[round(0.299 * r + 0.587 * g + 0.114 * b - 128) + 128 for r, g, b in row] for row in grid]
    assert decoded(pictures.jpeg(grid, b"")) == wanted


def test_exif_keeps_texts_numbers_and_fractions_where_its_directories_say() -> None:
    content = pictures.exif_of([(0x0110, "SC-305"), (0x0112, 1)], [(0x9003, "abc")], [(2, [(12, 1), (54, 1)])])
    assert content[:8] == b"II*\0\x08\0\0\0"
    count = struct.unpack_from("<H", content, 8)[0]
    rows = [struct.unpack_from("<HHII", content, 10 + 12 * place) for place in range(count)]
    tags = {tag: (kind, many, value) for tag, kind, many, value in rows}
    assert tags[0x0112] == (4, 1, 1)
    kind, many, where = tags[0x0110]
    assert (kind, content[where : where + many]) == (2, b"SC-305\0")
    inside = tags[0x8769][2]
    assert struct.unpack_from("<HHHI4s", content, inside) == (1, 0x9003, 2, 4, b"abc\0")
    place = tags[0x8825][2]
    tag, kind, many, where = struct.unpack_from("<HHII", content, place + 2)
    assert (tag, kind, many) == (2, 5, 2)
    assert struct.unpack_from("<IIII", content, where) == (12, 1, 54, 1)
