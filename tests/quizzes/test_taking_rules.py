"""Answers as they arrive, and questions as a phone may see them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from forum_app.kernel.bilingual import Bilingual
from forum_app.quizzes import rules
from forum_app.quizzes.rules import Choice, Explained, Screen
from forum_app.quizzes.rules.arriving import clock_is_off, is_judged, may_be_withdrawn, moment_tapped, wins
from forum_app.quizzes.rules.screens import in_words, never_told, right_answer

START = datetime(2024, 9, 26, 3, 20, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
WORDS = {key: Bilingual(f"ក{key}", key.upper()) for key in "abcxyz"}


def screen(kind: str = "single", chosen: tuple[str, ...] = (), position: int = 1, **values: Any) -> Screen:
    choices = tuple(Choice(key, WORDS[key]) for key in "abc")
    targets = tuple(Choice(key, WORDS[key]) for key in "xyz")
    return Screen(
        **{
            "position": position,
            "question_id": UUID(int=position),
            "kind": kind,
            "stem": Bilingual("ក", "A"),
            "choices": choices,
            "targets": targets if kind == "matching" else (),
            "unit": Bilingual(),
            "case_file": None,
            "chosen": chosen,
            "is_late": False,
            "sequence": 0,
            "received_at": None,
            **values,
        }
    )


def explained(kind: str, chosen: tuple[str, ...], right: tuple[str, ...], points: int = 0) -> Explained:
    pair = Bilingual("ព្រោះ", "because")
    return Explained(screen(kind, chosen), right, points, feedback=pair, source=pair, law_reference="")


@pytest.mark.parametrize(
    ("sequence", "highest", "is_held", "is_fixed", "expected"),
    [
        (3, 2, True, False, True),
        (2, 3, True, False, False),
        (1, 0, False, False, True),
        (1, 0, True, False, True),  # another device has answered before: the later arrival wins
        (9, 0, True, True, False),
        (1, 0, False, True, True),
    ],
)
def test_a_tap_counts_when_its_device_has_none_newer_or_as_the_first_where_the_first_is_fixed(
    sequence: int, highest: int, is_held: bool, is_fixed: bool, expected: bool
) -> None:
    assert wins(sequence, highest=highest, is_held=is_held, is_fixed=is_fixed) is expected


def test_a_moment_is_counted_back_from_the_servers_time_and_never_before_the_start() -> None:
    at = START + 10 * MINUTE
    assert moment_tapped(at=at, age=3 * MINUTE, started_at=START) == START + 7 * MINUTE
    assert moment_tapped(at=at, age=timedelta(days=9), started_at=START) == START
    assert moment_tapped(at=at, age=-3 * MINUTE, started_at=START) == at
    assert moment_tapped(at=START, age=MINUTE, started_at=START) == START


def test_a_clock_is_spoken_of_when_it_is_off_by_more_than_five_minutes() -> None:
    assert [clock_is_off(by=minutes * MINUTE) for minutes in (-6, -5, 0, 5, 6)] == [True, False, False, False, True]


def test_answers_are_judged_at_once_only_where_nothing_is_asked_again() -> None:
    told = {(behaviour, purpose) for behaviour in rules.BEHAVIOUR_NAMES for purpose in rules.PURPOSE_NAMES}
    judged = {pair for pair in told if is_judged(*pair)}
    assert judged == {("immediate", "session"), ("mastery", "session")}


def test_what_is_typed_or_ticked_may_be_taken_back_but_not_a_single_choice() -> None:
    kinds = ("single", "true_false", "scenario", "ordering", "multiple", "matching", "numeric", "text")
    assert [kind for kind in kinds if may_be_withdrawn(kind)] == ["multiple", "matching", "numeric", "text"]


def test_somebody_who_comes_back_goes_on_at_the_first_open_question() -> None:
    screens = [screen(chosen=("a",)), screen(position=2), screen(position=3)]
    assert rules.unanswered(screens) == [2, 3]
    assert rules.first_open(screens) == 2
    assert rules.first_open(screens[:1]) == 1


def test_the_right_order_is_never_shown_unless_there_are_only_two() -> None:
    assert never_told(["a", "b", "c"], ["a", "b", "c"]) == ["b", "c", "a"]
    assert never_told(["b", "a", "c"], ["a", "b", "c"]) == ["b", "a", "c"]
    assert never_told(["a", "b"], ["a", "b"]) == ["a", "b"]
    assert never_told(["a", "b", "x"], ["a", "b"]) == ["b", "x", "a"]  # a further target that misleads


@pytest.mark.parametrize(
    ("kind", "solution", "answer", "words"),
    [
        ("single", {"right": ["b"]}, ["b"], ["B"]),
        ("multiple", {"right": ["a", "c"]}, ["a", "c"], ["A", "C"]),
        ("matching", {"pairs": {"a": "x", "b": "y"}}, ["a:x", "b:y"], ["A – X", "B – Y"]),
        ("ordering", {"order": ["c", "a", "b"]}, ["c", "a", "b"], ["C", "A", "B"]),
        ("numeric", {"value": "12.5"}, ["12.5"], ["12.5"]),
        ("text", {"accepted": ["SHA-256"]}, ["SHA-256"], ["SHA-256"]),
    ],
)
def test_what_is_right_is_written_as_an_answer_and_read_in_words(
    kind: str, solution: dict[str, Any], answer: list[str], words: list[str]
) -> None:
    assert right_answer(kind, solution) == answer
    assert [pair.en for pair in in_words(kind, answer, WORDS)] == words


def test_after_release_each_option_is_right_wrong_or_nothing() -> None:
    one = explained("single", ("b",), ("a",))
    assert [one.outcome(key) for key in "abc"] == ["right", "wrong", ""]
    assert not one.is_right
    assert one.lines == []


def test_an_answer_is_right_partly_right_or_not() -> None:
    parts = [explained("multiple", ("a",), ("a", "b"), points) for points in (100, 50, 0)]
    assert [(one.is_right, one.is_partly_right) for one in parts] == [(True, False), (False, True), (False, False)]


def test_pairs_are_compared_line_by_line() -> None:
    one = explained("matching", ("a:x", "b:z"), ("a:x", "b:y", "c:z"))
    assert [(line.label.en, line.mine.en, line.right.en, line.is_right) for line in one.lines] == [
        ("A", "X", "X", True),
        ("B", "Z", "Y", False),
        ("C", "", "Z", False),
    ]


def test_steps_are_compared_place_by_place() -> None:
    one = explained("ordering", ("a", "c", "b"), ("a", "b", "c"))
    assert [(line.label.en, line.mine.en, line.is_right) for line in one.lines] == [
        ("1", "A", True),
        ("2", "C", False),
        ("3", "B", False),
    ]
    assert [line.mine.en for line in explained("ordering", (), ("a", "b", "c")).lines] == ["", "", ""]


def test_what_was_chosen_stands_in_the_fields_again() -> None:
    assert screen("matching", ("a:y",)).target_of == {"a": "y"}
    assert screen("single", ("a",)).target_of == {}
    assert [step.key for step in screen("ordering", ("c", "a", "b")).steps] == ["c", "a", "b"]
    assert [step.key for step in screen("ordering", ("c", "a")).steps] == ["a", "b", "c"]
    assert (screen("text", ("sha",)).written, screen("text").written) == ("sha", "")
