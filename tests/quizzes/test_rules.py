from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from forum_app.questions.rules import Key
from forum_app.quizzes import rules
from forum_app.quizzes.rules import Facility, ScoreSheet, State

START = datetime(2024, 9, 26, 3, 20, tzinfo=UTC)
ONE, TWO, THREE = (UUID(int=number) for number in (1, 2, 3))
KEYS = {question: Key("single", {"right": [key]}) for question, key in {ONE: "a", TWO: "b", THREE: "c"}.items()}


@pytest.mark.parametrize(
    ("times", "state"),
    [
        ((None, None, None), State.PREPARED),
        ((START, None, None), State.OPEN),
        ((START, START, None), State.CLOSED),
        ((START, START, START), State.RELEASED),
    ],
)
def test_state_follows_from_what_was_done(times: tuple[datetime | None, ...], state: State) -> None:
    assert rules.state_of(*times) is state


def test_only_an_open_quiz_takes_answers() -> None:
    rules.require_open(State.OPEN)
    with pytest.raises(rules.QuizNotOpen):
        rules.require_open(State.PREPARED)
    for state in (State.CLOSED, State.RELEASED):
        with pytest.raises(rules.QuizClosed):
            rules.require_open(state)


def test_deadline_is_start_plus_limit_plus_grace() -> None:
    until = rules.deadline(START, 15)
    assert until == START + timedelta(minutes=15, seconds=30)
    assert not rules.is_late(START, 15, at=until)
    assert rules.is_late(START, 15, at=until + timedelta(seconds=1))


def test_without_a_limit_nothing_is_late() -> None:
    assert rules.deadline(START, None) is None
    assert not rules.is_late(START, None, at=START + timedelta(days=3))
    assert rules.seconds_left(START, None, at=START) is None


def test_the_page_shows_the_time_without_the_grace() -> None:
    assert rules.seconds_left(START, 15, at=START + timedelta(minutes=3, seconds=36)) == 11 * 60 + 24
    assert rules.seconds_left(START, 15, at=START + timedelta(hours=1)) == 0


def test_a_seed_always_gives_the_same_order_whatever_comes_in() -> None:
    keys = [UUID(int=n) for n in range(12)]
    assert rules.in_order_of(7, keys) == rules.in_order_of(7, reversed(keys))
    assert rules.in_order_of(7, keys) != rules.in_order_of(8, keys)
    # Frozen: an attempt of last year must look as it did then.
    assert rules.in_order_of(7, ["a", "b", "c", "d"]) == ["c", "b", "d", "a"]


def test_options_differ_between_attempts_but_true_stays_above_false() -> None:
    keys = ["k1", "k2", "k3", "k4", "k5"]
    orders = {tuple(rules.option_order(seed, ONE, "single", keys)) for seed in range(20)}
    assert len(orders) > 10
    assert {tuple(rules.option_order(seed, ONE, "true_false", keys)) for seed in range(20)} == {tuple(keys)}


@pytest.mark.parametrize(
    ("chosen", "sheet"),
    [
        ({}, ScoreSheet(right=0, total=3, percent=0, passed=False)),
        ({ONE: ["a"], TWO: ["x"]}, ScoreSheet(right=1, total=3, percent=33, passed=False)),
        ({ONE: ["a"], TWO: ["b"]}, ScoreSheet(right=2, total=3, percent=66, passed=True)),
        ({ONE: ["a", "b"], TWO: ["b"], THREE: ["c"]}, ScoreSheet(right=2, total=3, percent=66, passed=True)),
    ],
)
def test_score_counts_exactly_the_right_option(chosen: Mapping[UUID, list[str]], sheet: ScoreSheet) -> None:
    assert rules.score(KEYS, chosen, pass_percent=60) == sheet


def test_percent_is_rounded_down_and_the_pass_mark_is_exact() -> None:
    sheet = rules.score(KEYS, {ONE: ["a"], TWO: ["b"]}, pass_percent=67)
    assert (sheet.percent, sheet.passed) == (66, False)
    assert rules.score({}, {}, pass_percent=0) == ScoreSheet(right=0, total=0, percent=0, passed=False)


def test_facility_counts_open_questions_as_not_right_and_puts_the_hardest_first() -> None:
    attempts: list[Mapping[UUID, list[str]]] = [{ONE: ["a"], TWO: ["b"]}, {ONE: ["a"], TWO: ["x"]}]
    found = rules.facilities(KEYS, attempts)
    assert found == [
        Facility(question_id=THREE, people=2, right=0),
        Facility(question_id=TWO, people=2, right=1),
        Facility(question_id=ONE, people=2, right=2),
    ]
    assert [facility.percent for facility in found] == [0, 50, 100]


def test_distribution_counts_people_by_right_answers() -> None:
    sheets = [ScoreSheet(right=n, total=3, percent=0, passed=False) for n in (0, 2, 2, 3)]
    assert rules.distribution(sheets, 3) == [1, 0, 2, 1]


def test_figures_of_fewer_than_five_people_are_not_shown() -> None:
    assert not rules.may_be_shown(4)
    assert rules.may_be_shown(5)
