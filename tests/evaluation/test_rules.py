"""When feedback is open and what may be shown."""

from datetime import UTC, date, datetime

import pytest

from forum_app.evaluation import rules
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.clock import PHNOM_PENH

DAY = date(2024, 9, 25)
NOON = "2024-09-26T12:00"


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PHNOM_PENH)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2024-09-25T13:59", False),
        ("2024-09-25T14:00", True),
        ("2024-09-26T11:59", True),
        (NOON, False),
        ("2024-09-26T14:00", False),
    ],
)
def test_a_day_is_open_from_two_until_noon_of_the_next(moment: str, expected: bool) -> None:
    assert rules.window_of_day(DAY, PHNOM_PENH).is_open(local(moment)) is expected


@pytest.mark.parametrize(
    ("moment", "expected"), [("2024-09-25T10:49", False), ("2024-09-25T10:50", True), (NOON, False)]
)
def test_a_session_is_open_from_ten_minutes_before_its_end(moment: str, expected: bool) -> None:
    ends = datetime(2024, 9, 25, 4, 0, tzinfo=UTC)
    assert rules.window_of_session(ends, PHNOM_PENH).is_open(local(moment)) is expected


@pytest.mark.parametrize(
    ("moment", "expected"), [("2024-09-25T13:00", False), ("2024-09-25T14:00", True), ("2024-10-02T12:00", False)]
)
def test_the_forum_is_open_for_a_week(moment: str, expected: bool) -> None:
    assert rules.window_of_forum(DAY, PHNOM_PENH).is_open(local(moment)) is expected


@pytest.mark.parametrize(
    ("arrives", "filled_in", "expected"),
    [
        ("2024-09-25T15:00", None, True),
        ("2024-09-28T09:00", None, False),
        ("2024-09-28T09:00", "2024-09-25T18:00", True),
        ("2024-09-28T09:00", "2024-09-25T13:00", False),
        ("2024-10-03T11:59", "2024-09-25T18:00", True),
        ("2024-10-03T12:00", "2024-09-25T18:00", False),
    ],
)
def test_what_was_filled_in_in_time_may_arrive_a_week_later(
    arrives: str, filled_in: str | None, expected: bool
) -> None:
    window = rules.window_of_day(DAY, PHNOM_PENH)
    assert window.takes(local(arrives), filled_in=local(filled_in) if filled_in else None) is expected


@pytest.mark.parametrize("value", [0, 6])
def test_only_five_faces(value: int) -> None:
    with pytest.raises(rules.NoSuchFace):
        rules.require_face(value)
    assert rules.require_face(5) == 5


def test_texts_are_tidied_and_limited() -> None:
    assert rules.require_text(" ល្អ ") == "ល្អ"
    with pytest.raises(rules.TextTooLong):
        rules.require_text("x" * 1001)


def test_four_answers_show_nothing_and_five_show_counts_and_mean() -> None:
    assert rules.counted({5: 4}) == rules.Counted(answers=4)
    assert rules.counted({5: 2, 4: 1, 1: 1, 3: 1}) == rules.Counted(5, {1: 1, 2: 0, 3: 1, 4: 1, 5: 2}, 3.6)
    assert rules.counted({1: 5}).is_shown and not rules.counted({1: 1}).is_shown


def test_a_pile_of_slips_has_no_more_crosses_than_slips() -> None:
    question = Bilingual("សំណួរ", "Question")
    rules.require_slips(5, [(question, [0, 0, 1, 2, 2])])
    with pytest.raises(rules.MoreFacesThanSlips) as refused:
        rules.require_slips(5, [(question, [0, 0, 1, 2, 3])])
    assert refused.value.values == {"question": question, "faces": 6, "slips": 5}
    with pytest.raises(rules.TooManySlips):
        rules.require_slips(2001, [])


@pytest.mark.parametrize(("text", "lang"), [("ល្អណាស់ PDF", "km"), ("More time, សូម", "en"), ("Good", "en")])
def test_language_of_a_free_text(text: str, lang: str) -> None:
    assert rules.language_of(text) == lang


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Call me at 012 345 678 please", "Call me at … please"),
        ("សូមទូរសព្ទមក ០១២៣៤៥៦៧៨", "សូមទូរសព្ទមក …"),
        ("write to dara.sok@example.org", "write to …"),
        ("Session 12 of 2024 was good", "Session 12 of 2024 was good"),
    ],
)
def test_comments_lose_numbers_and_addresses_that_name_somebody(text: str, shown: str) -> None:
    assert rules.without_contacts(text) == shown
