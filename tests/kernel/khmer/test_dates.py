"""Dates, times and durations in both languages."""

from datetime import UTC, date, datetime, time

import pytest
from babel.dates import get_day_names, get_month_names

from forum_app.kernel.khmer.dates import (
    DateStyle,
    format_ago,
    format_date,
    format_duration,
    format_range,
    format_time,
    month_name,
    weekday_name,
)

DAY_ONE = date(2024, 9, 25)


@pytest.mark.parametrize(
    ("lang", "style", "text"),
    [
        ("km", "long", "ថ្ងៃទី២៥ ខែកញ្ញា ឆ្នាំ២០២៤"),
        ("km", "full", "ថ្ងៃពុធ ទី២៥ ខែកញ្ញា ឆ្នាំ២០២៤"),
        ("km", "short", "25/09/2024"),
        ("km", "day_month", "25 កញ្ញា"),
        ("en", "long", "25 September 2024"),
        ("en", "full", "Wednesday 25 September 2024"),
        ("en", "short", "25 Sep 2024"),
        ("en", "day_month", "25 September"),
    ],
)
def test_date_in_each_style(lang: str, style: DateStyle, text: str) -> None:
    assert format_date(DAY_ONE, lang, style) == text


def test_digits_can_be_chosen_in_khmer_only() -> None:
    assert format_date(DAY_ONE, "km", "short", digits="khmer") == "២៥/០៩/២០២៤"
    assert format_date(DAY_ONE, "km", digits="latin") == "ថ្ងៃទី25 ខែកញ្ញា ឆ្នាំ2024"
    assert format_date(DAY_ONE, "en", digits="khmer") == "25 September 2024"
    assert format_time(time(9, 0), "en", digits="khmer") == "09:00"


@pytest.mark.parametrize(
    ("first", "last", "khmer", "english"),
    [
        (DAY_ONE, DAY_ONE, "ថ្ងៃទី២៥ ខែកញ្ញា ឆ្នាំ២០២៤", "25 September 2024"),
        (DAY_ONE, date(2024, 9, 27), "ពីថ្ងៃទី២៥ ដល់ថ្ងៃទី២៧ ខែកញ្ញា ឆ្នាំ២០២៤", "25–27 September 2024"),
        (
            date(2024, 9, 30),
            date(2024, 10, 2),
            "ពីថ្ងៃទី៣០ ខែកញ្ញា ដល់ថ្ងៃទី២ ខែតុលា ឆ្នាំ២០២៤",
            "30 September – 2 October 2024",
        ),
        (
            date(2024, 12, 30),
            date(2025, 1, 2),
            "ពីថ្ងៃទី៣០ ខែធ្នូ ឆ្នាំ២០២៤ ដល់ថ្ងៃទី២ ខែមករា ឆ្នាំ២០២៥",
            "30 December 2024 – 2 January 2025",
        ),
    ],
)
def test_range_says_nothing_twice(first: date, last: date, khmer: str, english: str) -> None:
    assert format_range(first, last, "km") == khmer
    assert format_range(first, last, "en") == english


def test_range_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="ends before"):
        format_range(DAY_ONE, date(2024, 9, 24), "km")


def test_time_is_on_the_24_hour_clock() -> None:
    assert format_time(time(14, 5), "km") == "14:05"
    assert format_time(time(14, 5), "en", "words") == "14:05"
    assert format_time(time(14, 5), "km", "words") == "ម៉ោង ១៤:០៥"
    assert format_time(datetime(2024, 9, 26, 8, 12, 59, tzinfo=UTC), "km", "words", "latin") == "ម៉ោង 08:12"


@pytest.mark.parametrize(
    ("minutes", "khmer", "english"),
    [
        (0, "0 នាទី", "0 minutes"),
        (1, "1 នាទី", "1 minute"),
        (60, "1 ម៉ោង", "1 hour"),
        (150, "2 ម៉ោង 30 នាទី", "2 hours 30 minutes"),
        (1080, "18 ម៉ោង", "18 hours"),
    ],
)
def test_duration_in_hours_and_minutes(minutes: int, khmer: str, english: str) -> None:
    assert format_duration(minutes, "km") == khmer
    assert format_duration(minutes, "en") == english


def test_duration_takes_khmer_digits_and_no_negative() -> None:
    assert format_duration(150, "km", digits="khmer") == "២ ម៉ោង ៣០ នាទី"
    with pytest.raises(ValueError, match="negative"):
        format_duration(-1, "km")


@pytest.mark.parametrize(
    ("seconds", "khmer", "english"),
    [
        (-5, "អម្បាញ់មិញនេះ", "just now"),
        (59.9, "អម្បាញ់មិញនេះ", "just now"),
        (60, "1 នាទីមុន", "1 minute ago"),
        (3599, "59 នាទីមុន", "59 minutes ago"),
        (10800, "3 ម៉ោងមុន", "3 hours ago"),
        (172800, "2 ថ្ងៃមុន", "2 days ago"),
    ],
)
def test_ago_in_the_largest_whole_unit(seconds: float, khmer: str, english: str) -> None:
    assert format_ago(seconds, "km") == khmer
    assert format_ago(seconds, "en") == english


@pytest.mark.parametrize("lang", ["km", "en"])
def test_names_are_those_of_cldr(lang: str) -> None:
    months = get_month_names("wide", locale=lang)
    days = get_day_names("wide", locale=lang)
    assert [month_name(month, lang) for month in range(1, 13)] == [months[month] for month in range(1, 13)]
    assert [weekday_name(date(2024, 9, 23 + day), lang) for day in range(7)] == [days[day] for day in range(7)]
