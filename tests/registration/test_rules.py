"""Decisions about registrations that need nothing but their arguments."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from forum_app.registration import rules

NAMES = dict(rules.STATUS_NAMES)
DAYS = [datetime(2024, 9, day, 12, tzinfo=UTC) for day in (25, 26, 27)]


@pytest.mark.parametrize(("old", "new"), list(permutations(rules.STATUS_NAMES, 2)))
def test_a_status_leads_only_where_the_table_says(old: str, new: str) -> None:
    if new in rules.ALLOWED_CHANGES[old]:
        rules.require_change(old, new, names=NAMES)
        return
    with pytest.raises(rules.ChangeNotPossible) as refused:
        rules.require_change(old, new, names=NAMES)
    assert refused.value.values == {"old": NAMES[old], "new": NAMES[new]}


def test_a_reason_is_tidied_and_must_say_something() -> None:
    assert rules.require_reason("  ឈឺ ") == "ឈឺ"
    with pytest.raises(rules.ReasonMissing):
        rules.require_reason(" \n")


@pytest.mark.parametrize("number", [None, 1, 9999])
def test_badge_numbers_that_can_be_printed(number: int | None) -> None:
    rules.require_badge_number(number)


@pytest.mark.parametrize("number", [0, -1, 10_000])
def test_badge_numbers_that_cannot(number: int) -> None:
    with pytest.raises(rules.BadgeNumberOutOfRange):
        rules.require_badge_number(number)


@pytest.mark.parametrize(
    ("used", "number"), [(set(), 1), ({1, 2}, 3), ({2, 3}, 1), ({1, 900}, 2)], ids=["first", "next", "gap", "guests"]
)
def test_the_next_badge_number_is_the_smallest_never_given(used: set[int], number: int) -> None:
    assert rules.next_badge_number(used) == number


def test_when_all_numbers_are_given_there_is_no_next() -> None:
    with pytest.raises(rules.BadgeNumberOutOfRange):
        rules.next_badge_number(set(range(1, 10_000)))


@pytest.mark.parametrize("year", [None, 1930, 2008])
def test_birth_years_that_are_possible(year: int | None) -> None:
    rules.require_birth_year(year, this_year=2024)


@pytest.mark.parametrize("year", [0, 1929, 2009, 2528])
def test_birth_years_that_are_not(year: int) -> None:
    with pytest.raises(rules.BirthYearNotPossible):
        rules.require_birth_year(year, this_year=2024)


@pytest.mark.parametrize(
    ("at", "until"),
    [
        (DAYS[0] - timedelta(days=5), DAYS[0]),
        (DAYS[0], DAYS[1]),
        (DAYS[1] - timedelta(hours=1), DAYS[1]),
        (DAYS[2], DAYS[2] + timedelta(days=1)),
    ],
)
def test_a_card_lives_until_the_end_of_the_first_day_that_is_not_over(at: datetime, until: datetime) -> None:
    assert rules.card_valid_until(list(reversed(DAYS)), at=at) == until


def test_protocol_order_is_post_then_rank_then_number_then_name() -> None:
    def key(**values: object) -> tuple[int, int, int, str]:
        base: dict[str, object] = {"post_level": 0, "rank_level": 0, "number": 9999, "name": "m"}
        return rules.ProtocolKey(**{**base, **values}).as_tuple()  # type: ignore[arg-type]

    ordered = [
        key(post_level=50),
        key(rank_level=90),
        key(rank_level=40, number=1),
        key(rank_level=40, name="a"),
        key(rank_level=40, name="b"),
        key(),
    ]
    assert sorted(ordered, reverse=True)[::-1] == ordered
