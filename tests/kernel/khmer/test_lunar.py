"""The lunar date, against an independent implementation (momentkh 3.0.3, MIT) and announced feast days."""

import csv
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from forum_app.kernel.khmer.lunar import LunarDate, lunar_date, lunar_line
from forum_app.kernel.khmer.text import canonical

with Path(__file__).with_name("lunar_vectors.csv").open(encoding="utf-8", newline="") as vectors:
    VECTORS = {date.fromisoformat(row["iso_date"]): row for row in csv.DictReader(vectors)}

# Twelve of the 308 differ by design.
# We write កត្តិក, the dictionary's spelling; the vectors write កត្ដិក.
OTHER_SPELLING = {
    date(2001, 10, 23),
    date(2006, 10, 22),
    date(2009, 10, 21),
    date(2020, 10, 18),
    date(2024, 11, 14),
    date(2024, 11, 15),
    date(2024, 11, 16),
}
# The vectors ask whether noon is past the New Year's moment; by date alone the animal may be a day off.
NEW_YEAR_DAY = {
    date(2019, 4, 14): ("កុរ", "ច"),
    date(2023, 4, 14): ("ថោះ", "ខាល"),
    date(2027, 4, 14): ("មមែ", "មមី"),
    date(2031, 4, 14): ("កុរ", "ច"),
    date(2032, 4, 13): ("កុរ", "ជូត"),
}


def test_there_are_308_vectors() -> None:
    assert len(VECTORS) == 308


@pytest.mark.parametrize("day", VECTORS, ids=str)
def test_lunar_line_agrees_with_the_vector(day: date) -> None:
    expected = VECTORS[day]["formatted"]
    if day in OTHER_SPELLING:
        assert "កត្ដិក" in expected
        expected = expected.replace("កត្ដិក", "កត្តិក")
    if day in NEW_YEAR_DAY:
        ours, theirs = NEW_YEAR_DAY[day]
        assert f"ឆ្នាំ{theirs} " in expected
        expected = expected.replace(f"ឆ្នាំ{theirs} ", f"ឆ្នាំ{ours} ")
    assert lunar_line(day) == expected


def test_first_day_of_the_reference_forum() -> None:
    assert lunar_line(date(2024, 9, 25)) == "ថ្ងៃពុធ ៨រោច ខែភទ្របទ ឆ្នាំរោង ឆស័ក ព.ស.២៥៦៨"
    parts = LunarDate("ពុធ", 8, "រោច", "ភទ្របទ", "រោង", "ឆស័ក", 2568)
    assert lunar_date(datetime(2024, 9, 25, 23, 59, tzinfo=UTC)) == parts


@pytest.mark.parametrize(
    ("feast", "day", "phase", "month"),
    [
        (date(2023, 5, 4), 15, "កើត", "ពិសាខ"),
        (date(2023, 5, 8), 4, "រោច", "ពិសាខ"),
        (date(2023, 10, 14), 15, "រោច", "ភទ្របទ"),
        (date(2023, 11, 27), 15, "កើត", "កត្តិក"),
        (date(2011, 2, 18), 15, "កើត", "មាឃ"),
        (date(1900, 1, 1), 1, "កើត", "បុស្ស"),
    ],
)
def test_announced_feast_days(feast: date, day: int, phase: str, month: str) -> None:
    found = lunar_date(feast)
    assert (found.day, found.phase, found.month) == (day, phase, month)


def test_buddhist_year_changes_the_day_after_visak_bochea() -> None:
    assert (lunar_date(date(2023, 5, 4)).be, lunar_date(date(2023, 5, 5)).be) == (2566, 2567)


def test_sak_changes_on_leung_sak() -> None:
    assert (lunar_date(date(2024, 4, 15)).sak, lunar_date(date(2024, 4, 16)).sak) == ("បញ្ចស័ក", "ឆស័ក")


def test_asath_counts_twice_in_a_leap_year() -> None:
    months = {lunar_date(date(2026, month, day)).month for month in (6, 7, 8) for day in range(1, 31)}
    assert {"បឋមាសាឍ", "ទុតិយាសាឍ"} <= months
    assert "អាសាឍ" not in months


@pytest.mark.parametrize(
    ("year", "long_chesth"),
    [(2014, False), (2015, False), (2016, True), (2017, False), (2025, True), (2030, True)],
)
def test_leap_day_is_a_thirtieth_of_chesth_and_never_beside_a_leap_month(year: int, *, long_chesth: bool) -> None:
    """2015 earns the day (avoman 0 after 137) but has a leap month, so 2016 gets it."""
    days = [lunar_date(date(year, month, day)) for month in (5, 6, 7) for day in range(1, 31)]
    assert any((day.day, day.phase, day.month) == (15, "រោច", "ជេស្ឋ") for day in days) is long_chesth


def test_bodithey_25_before_5_is_no_leap_year() -> None:
    """The exception of the rule, which between 1500 and 3000 meets the year 1524 alone."""
    months = {lunar_date(date(1524, month, day)).month for month in (6, 7, 8) for day in range(1, 31)}
    assert "អាសាឍ" in months
    assert "បឋមាសាឍ" not in months


def test_days_before_the_anchor_are_counted_back() -> None:
    assert lunar_date(date(1899, 12, 3)) == LunarDate("អាទិត្យ", 1, "កើត", "មិគសិរ", "កុរ", "ឯកស័ក", 2443)
    assert lunar_date(date(1899, 12, 2)).phase == "រោច"
    assert lunar_date(date(1890, 6, 1)).be == 2434


@pytest.mark.parametrize("day", [date(2024, month, 15) for month in range(1, 13)], ids=str)
def test_printed_line_is_in_canonical_order(day: date) -> None:
    assert canonical(lunar_line(day)) == lunar_line(day)
