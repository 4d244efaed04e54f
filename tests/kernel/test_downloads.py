"""How a browser gets a file: as an attachment, in a sandbox, whole or from where it stopped."""

from collections.abc import Callable

import pytest
from flask import Flask, Response

from forum_app.kernel import files
from forum_app.kernel.database import db, transaction
from forum_app.kernel.files import StoredFile
from forum_app.kernel.web.downloads import PDF, asks_for_a_part, download, download_stored
from tests.house.source import place, python_files

SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"
CONTENT = bytes(range(256)) * 4096


@pytest.mark.parametrize(("inline", "kind"), [(False, "attachment"), (True, "inline")])
def test_a_khmer_name_arrives_whole_and_the_file_can_do_nothing(app: Flask, inline: bool, kind: str) -> None:
    with app.test_request_context():
        answer = download(b"%PDF", name="បញ្ជី 1.pdf", content_type=PDF, inline=inline)
    assert answer.headers["Content-Disposition"] == (
        f"{kind}; filename=\"1.pdf\"; filename*=UTF-8''%E1%9E%94%E1%9E%89%E1%9F%92%E1%9E%87%E1%9E%B8%201.pdf"
    )
    assert answer.headers["Content-Security-Policy"] == SANDBOX
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"] == PDF


def test_a_name_without_a_latin_letter_has_one_for_old_programs(app: Flask) -> None:
    with app.test_request_context():
        answers = [download(b"x", name=name, content_type=PDF) for name in ("ករណី.pdf", "ករណី")]
    named = [answer.headers["Content-Disposition"].split(";")[1] for answer in answers]
    assert named == [' filename="file.pdf"', ' filename="file"']


def test_a_name_cannot_add_a_header(app: Flask) -> None:
    with app.test_request_context():
        answer = download(b"x", name='a".pdf\r\nX: y', content_type=PDF)
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename=\"a.pdfX: y\"; filename*=UTF-8''a%22.pdf%0D%0AX%3A%20y"
    )


@pytest.fixture
def stored(context: None) -> StoredFile:
    with transaction():
        return files.store(CONTENT, download_name="មេរៀន.pdf", content_type=PDF)


Get = Callable[..., Response]


@pytest.fixture
def get(app: Flask, stored: StoredFile) -> Get:
    """Ask for the file with these headers."""

    def ask(**headers: str) -> Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        with app.test_request_context(headers=named):
            found = download_stored(db.session.get_one(StoredFile, stored.id))
            found.get_data()
            return found

    return ask


def test_a_whole_file_says_its_size_and_that_parts_are_welcome(get: Get, stored: StoredFile) -> None:
    answer = get()
    assert (answer.status_code, answer.data == CONTENT, answer.content_length) == (200, True, len(CONTENT))
    assert (answer.headers["Accept-Ranges"], answer.headers["ETag"]) == ("bytes", f'"{stored.sha256}"')
    assert answer.headers["Content-Security-Policy"] == SANDBOX
    assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("wanted", "start", "end"),
    [
        ("bytes=0-99", 0, 100),
        ("bytes=1048570-", 1048570, 1048576),
        ("bytes=-6", 1048570, 1048576),
        ("bytes=1048570-9999999", 1048570, 1048576),
        ("bytes=300000-800000", 300000, 800001),
    ],
)
def test_a_part_is_answered_with_that_part(get: Get, wanted: str, start: int, end: int) -> None:
    answer = get(Range=wanted)
    assert (answer.status_code, answer.data) == (206, CONTENT[start:end])
    assert answer.headers["Content-Range"] == f"bytes {start}-{end - 1}/{len(CONTENT)}"
    assert answer.content_length == end - start


def test_a_part_beyond_the_end_is_refused_with_the_size(get: Get) -> None:
    answer = get(Range="bytes=1048576-")
    assert (answer.status_code, answer.data) == (416, b"")
    assert answer.headers["Content-Range"] == "bytes */1048576"


@pytest.mark.parametrize("wanted", ["bytes=0-1,5-6", "bytes=x-", "lines=1-2", "bytes=9-3"])
def test_what_is_no_single_part_gets_the_whole_file(get: Get, wanted: str) -> None:
    assert get(Range=wanted).status_code == 200


def test_a_download_goes_on_only_in_the_same_file(get: Get, stored: StoredFile) -> None:
    assert get(Range="bytes=5-", If_Range=f'"{stored.sha256}"').status_code == 206
    for other in ('"another"', f'W/"{stored.sha256}"', "Mon, 01 Jan 2024 00:00:00 GMT"):
        answer = get(Range="bytes=5-", If_Range=other)
        assert (answer.status_code, answer.data == CONTENT) == (200, True)


def test_a_browser_that_has_the_file_gets_none(get: Get, stored: StoredFile) -> None:
    answer = get(If_None_Match=f'"{stored.sha256}"')
    assert (answer.status_code, answer.data, "Content-Length" in answer.headers) == (304, b"", False)


def test_a_view_can_tell_a_part_from_an_opening(app: Flask) -> None:
    for headers, expected in (({}, False), ({"Range": "bytes=5-"}, True)):
        with app.test_request_context(headers=headers):
            assert asks_for_a_part() is expected


def test_a_broken_download_put_together_is_the_file(get: Get) -> None:
    got = b""
    while len(got) < len(CONTENT):
        part = get(Range=f"bytes={len(got)}-").data
        got += part[:200_000]  # the line breaks after so many bytes
    assert got == CONTENT


def test_nothing_else_in_the_product_sends_a_file() -> None:
    ways = ("Content-Disposition", "send_from_directory", "import send_file")
    found = [
        place(path)
        for path in python_files()
        if path.name != "downloads.py" and any(way in path.read_text("utf-8") for way in ways)
    ]
    assert found == []
