"""What may be uploaded and how far it may travel."""

from datetime import UTC, date, datetime

import pytest

from forum_app.kernel.safe_files import limits
from forum_app.materials import rules


def test_empty_and_huge_files_are_refused() -> None:
    rules.require_size("a.pdf", rules.MOST_FILE_MB * rules.MEGABYTE)
    with pytest.raises(limits.FileEmpty):
        rules.require_size("a.pdf", 0)
    with pytest.raises(limits.FileTooLarge) as caught:
        rules.require_size("a.pdf", 3 * rules.MEGABYTE + 1, most_mb=3)
    assert caught.value.values == {"name": "a.pdf", "most": 3}


def test_a_forum_keeps_no_more_than_it_may() -> None:
    rules.require_room(10 * rules.MEGABYTE, used=0, quota_mb=10)
    with pytest.raises(rules.QuotaReached) as caught:
        rules.require_room(2 * rules.MEGABYTE, used=9 * rules.MEGABYTE, quota_mb=10)
    assert caught.value.values == {"quota": 10, "left": 1}
    with pytest.raises(rules.QuotaReached) as caught:
        rules.require_room(1, used=11 * rules.MEGABYTE, quota_mb=10)
    assert caught.value.values == {"quota": 10, "left": 0}


@pytest.mark.parametrize(
    ("label", "law_only", "restricted"),
    [
        ("clear", False, False),
        ("green", False, False),
        ("green", True, True),
        ("amber", False, True),
        ("red", False, True),
    ],
)
def test_what_is_restricted_is_a_pdf_and_stays_off_the_phone(label: str, law_only: bool, restricted: bool) -> None:
    assert rules.is_restricted(label, law_only=law_only) is restricted
    assert rules.may_be_kept_offline(label, law_only=law_only) is not restricted
    rules.require_stampable("A.PDF", label, law_only=law_only)
    if restricted:
        with pytest.raises(rules.MustBePdf):
            rules.require_stampable("a.docx", label, law_only=law_only)
    else:
        rules.require_stampable("a.docx", label, law_only=law_only)


@pytest.mark.parametrize(
    ("is_guest", "holds_rank", "law_only", "expected"),
    [(True, False, False, True), (True, False, True, False), (True, True, True, True), (False, False, True, True)],
)
def test_law_enforcement_is_participants_and_whoever_holds_a_rank(
    is_guest: bool, holds_rank: bool, law_only: bool, expected: bool
) -> None:
    assert rules.is_for(is_guest=is_guest, holds_rank=holds_rank, law_only=law_only) is expected


def test_a_stamp_says_whose_when_and_how_far() -> None:
    moment = datetime(2026, 11, 24, 8, 5, tzinfo=UTC)
    assert rules.stamp_line("K7M2QX8D", moment, "amber", law_only=False) == "K7M2QX8D 2026-11-24 08:05 TLP:AMBER"
    line = rules.stamp_line("K7M2QX8D", moment, "green", law_only=True)
    assert line == "K7M2QX8D 2026-11-24 08:05 TLP:GREEN LAW ENFORCEMENT ONLY"


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
