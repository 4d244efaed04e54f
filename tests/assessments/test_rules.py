"""What makes a practical passed."""

from uuid import UUID

import pytest

from forum_app.assessments import rules
from forum_app.assessments.rules import Asked, Outcome, Result

A, B, C = (UUID(int=number) for number in (1, 2, 3))
CRITERIA = [Asked(A), Asked(B, critical=True), Asked(C)]


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ({A: 3, B: 3, C: 3}, Outcome(Result.PASSED)),
        ({A: 2, B: 2, C: 2}, Outcome(Result.PASSED)),
        ({A: 1, B: 2, C: 2}, Outcome(Result.NOT_YET)),
        ({A: 4, B: 1, C: 4}, Outcome(Result.NOT_YET, critical_failed=(B,))),
        ({A: 4, B: None, C: 4}, Outcome(Result.NOT_YET, critical_unseen=(B,))),
        ({A: None, B: 2, C: None}, Outcome(Result.PASSED)),
        ({A: None, B: None, C: None}, Outcome(Result.NOT_YET, critical_unseen=(B,))),
        ({A: 4, B: 1}, Outcome(Result.INCOMPLETE, missing=(C,), critical_failed=(B,))),
        ({}, Outcome(Result.INCOMPLETE, missing=(A, B, C))),
    ],
)
def test_outcome(levels: dict[UUID, int | None], expected: Outcome) -> None:
    assert rules.outcome(levels, CRITERIA) == expected


def test_outcome_follows_the_pass_mark_of_the_forum() -> None:
    levels: dict[UUID, int | None] = {A: 3, B: 2, C: 2}
    assert rules.outcome(levels, CRITERIA, pass_tenths=25).passed is False
    assert rules.outcome(levels, CRITERIA, pass_tenths=20).passed is True


def test_all_unseen_without_a_critical_criterion_is_not_passed() -> None:
    assert rules.outcome({A: None}, [Asked(A)]) == Outcome(Result.NOT_YET)


def test_require_complete_counts_what_is_missing() -> None:
    with pytest.raises(rules.Incomplete) as refused:
        rules.require_complete(rules.outcome({A: 2}, CRITERIA))
    assert refused.value.values == {"count": 2}
    rules.require_complete(rules.outcome({A: 2, B: 2, C: None}, CRITERIA))


@pytest.mark.parametrize("level", [None, 1, 4])
def test_require_level_takes_levels_and_not_observed(level: int | None) -> None:
    rules.require_level(level)


@pytest.mark.parametrize("level", [0, 5, -1])
def test_require_level_refuses_others(level: int) -> None:
    with pytest.raises(rules.NoSuchLevel):
        rules.require_level(level)


@pytest.mark.parametrize("tenths", [9, 41])
def test_pass_mark_lies_between_the_levels(tenths: int) -> None:
    with pytest.raises(rules.PassMarkOutOfRange):
        rules.require_pass_tenths(tenths)
    rules.require_pass_tenths(10)
    rules.require_pass_tenths(40)


def test_comment_is_tidied_and_limited() -> None:
    assert rules.require_comment(" ល្អ។ ") == "ល្អ។"
    with pytest.raises(rules.CommentTooLong):
        rules.require_comment("x" * 2001)


def test_reason_is_required() -> None:
    assert rules.require_reason(" wrong officer ") == "wrong officer"
    with pytest.raises(rules.ReasonMissing):
        rules.require_reason("  ")


def test_phrase_stands_behind_the_comment_once() -> None:
    assert rules.with_phrase("", "Calm.") == "Calm."
    assert rules.with_phrase("Good. ", "Calm.") == "Good. Calm."
    assert rules.with_phrase("Calm. Good.", "Calm.") == "Calm. Good."


def test_first_open_is_the_first_unjudged_place() -> None:
    assert rules.first_open({A: 2, C: 3}, CRITERIA) == 2
    assert rules.first_open({A: 2, B: None, C: 3}, CRITERIA) == 4
