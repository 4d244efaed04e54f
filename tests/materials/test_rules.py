"""What may be uploaded and how far it may travel."""

from datetime import date

import pytest

from forum_app.materials import rules


@pytest.mark.parametrize(("name", "extension"), [("a.PDF", "pdf"), ("b.c.docx", "docx"), ("x.jpeg", "jpeg")])
def test_kinds_are_known_by_their_ending(name: str, extension: str) -> None:
    assert rules.require_kind(name) == extension


@pytest.mark.parametrize("name", ["page.html", "drawing.svg", "old.ppt", "run.exe", "nothing"])
def test_other_kinds_are_refused(name: str) -> None:
    with pytest.raises(rules.KindNotAllowed):
        rules.require_kind(name)


def test_every_kind_has_its_first_bytes() -> None:
    assert set(rules.MAGIC) == set(rules.CONTENT_TYPES)
    rules.require_magic("a.pdf", "pdf", b"%PDF-1.4")
    with pytest.raises(rules.NotWhatItSays):
        rules.require_magic("a.pdf", "pdf", b"<html>")


def test_empty_and_huge_files_are_refused() -> None:
    rules.require_size("a.pdf", rules.MOST_BYTES)
    with pytest.raises(rules.FileEmpty):
        rules.require_size("a.pdf", 0)
    with pytest.raises(rules.FileTooLarge):
        rules.require_size("a.pdf", rules.MOST_BYTES + 1)


@pytest.mark.parametrize("url", ["http://example.org", "javascript:alert(1)", "https://", "https://a b.org", ""])
def test_only_https_links(url: str) -> None:
    with pytest.raises(rules.NotALink):
        rules.require_link(url)


def test_a_link_is_tidied() -> None:
    assert rules.require_link(" https://example.org/x ") == "https://example.org/x"


@pytest.mark.parametrize(
    ("label", "today", "expected"),
    [
        ("red", date(2024, 9, 27), True),
        ("red", date(2024, 9, 28), False),
        ("amber", date(2025, 1, 1), True),
        ("clear", date(2025, 1, 1), True),
    ],
)
def test_red_is_for_the_room(label: str, today: date, expected: bool) -> None:
    assert rules.may_be_opened(label, last_day=date(2024, 9, 27), today=today) is expected


@pytest.mark.parametrize(("size", "words"), [(10, "1 kB"), (340_400, "340 kB"), (2_440_000, "2.4 MB")])
def test_sizes_in_words(size: int, words: str) -> None:
    assert rules.size_in_words(size) == words
