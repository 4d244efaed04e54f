"""QR codes that a phone reads."""

import re

import zxingcpp

from forum_app.kernel import qr


def drawn(svg, scale=4):
    """The pixels of an SVG made of horizontal strokes, as segno writes them: a grid of light and dark bytes."""
    size = int(re.search(r'viewBox="0 0 (\d+)', svg).group(1))
    modules = [bytearray(b"\xff" * size) for _ in range(size)]
    x = y = 0.0
    path = re.search(r' d="([^"]+)"', svg).group(1)
    for command, numbers in re.findall(r"([Mmh])([-\d. ]+)", path):
        values = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
        if command == "M":
            x, y = values
        elif command == "m":
            x, y = x + values[0], y + values[1]
        else:
            modules[int(y)][int(x) : int(x + values[0])] = bytes(int(values[0]))
            x += values[0]
    rows = (b"".join(bytes([module]) * scale for module in row) * scale for row in modules)
    return memoryview(b"".join(rows)).cast("B", (size * scale, size * scale))


def test_what_is_written_is_read():
    address = "https://forum.example.org/verify/IJPF-0001-7H3K9QZ2"
    found = zxingcpp.read_barcodes(drawn(qr.svg(address)))
    assert [code.text for code in found] == [address]


def test_a_picture_for_a_page_is_a_data_address():
    assert qr.data_uri("x").startswith("data:image/svg+xml")


def test_an_address_is_the_one_people_open(app, context):
    assert qr.address("/verify/x") == "http://127.0.0.1:8000/verify/x"
