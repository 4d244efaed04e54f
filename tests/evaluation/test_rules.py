"""When feedback is open and what may be shown."""

from datetime import date, datetime

import pytest

from forum_app.evaluation import rules

DAYS = [date(2024, 9, 25), date(2024, 9, 26)]


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        ("2024-09-25T13:59", None),
        ("2024-09-25T14:00", date(2024, 9, 25)),
        ("2024-09-26T11:59", date(2024, 9, 25)),
        ("2024-09-26T12:00", None),
        ("2024-09-26T14:00", date(2024, 9, 26)),
        ("2024-09-27T09:00", date(2024, 9, 26)),
        ("2024-09-27T15:00", None),
        ("2024-09-25T09:00", None),
    ],
)
def test_open_from_two_until_noon_of_the_next_day(local: str, expected: date | None) -> None:
    assert rules.open_day(DAYS, local=datetime.fromisoformat(local)) == expected


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
    assert rules.counted([5, 5, 5, 5]) == rules.Counted(answers=4)
    assert rules.counted([5, 5, 4, 1, 3]) == rules.Counted(5, {1: 1, 2: 0, 3: 1, 4: 1, 5: 2}, 3.6)
    assert rules.counted([1] * 5).is_shown and not rules.counted([1]).is_shown


@pytest.mark.parametrize(("text", "lang"), [("ល្អណាស់ PDF", "km"), ("More time, សូម", "en"), ("Good", "en")])
def test_language_of_a_free_text(text: str, lang: str) -> None:
    assert rules.language_of(text) == lang
