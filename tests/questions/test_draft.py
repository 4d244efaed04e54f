"""What keeps a question from being kept."""

from typing import Any

import pytest

from forum_app.kernel.bilingual import Bilingual
from forum_app.questions.rules.draft import LONGEST_OPTION, LONGEST_STEM, MOST_OPTIONS, QuestionData, faults, tidied
from forum_app.questions.rules.keys import LONGEST_TEXT
from forum_app.questions.rules.kinds import Kind
from tests.factories.questions import CONTENT, STEPS, question_data

LONG = Bilingual("ក" * (LONGEST_OPTION + 1), "a")
MANY = tuple(Bilingual(f"ក{n}", f"a{n}") for n in range(MOST_OPTIONS + 1))


def names(data: QuestionData) -> list[str]:
    return [type(fault).__name__ for fault in faults(data)]


@pytest.mark.parametrize("kind", list(Kind))
def test_a_sound_question_of_each_kind_has_no_fault(kind: str) -> None:
    assert faults(question_data(kind)) == []


@pytest.mark.parametrize("kind", list(Kind))
def test_one_language_is_enough_to_keep_a_draft(kind: str) -> None:
    values: dict[str, Any] = {
        name: tuple(Bilingual(text.km) for text in CONTENT[kind][name])
        for name in ("options", "targets")
        if name in CONTENT[kind]
    }
    assert faults(question_data(kind, stem=Bilingual("តើ?"), **values)) == []


@pytest.mark.parametrize(
    ("kind", "values", "expected"),
    [
        ("single", {"stem": Bilingual(" ", "")}, ["StemMissing"]),
        ("single", {"stem": Bilingual("ក" * (LONGEST_STEM + 1))}, ["StemTooLong"]),
        ("single", {"options": STEPS[:1], "right": (0,)}, ["TooFewOptions"]),
        ("single", {"options": (), "right": ()}, ["TooFewOptions", "RightMissing"]),
        ("single", {"options": MANY}, ["TooManyOptions"]),
        ("single", {"options": (*STEPS, LONG)}, ["OptionTooLong"]),
        ("single", {"options": (*STEPS, STEPS[0])}, ["OptionRepeated"]),
        ("single", {"options": (*STEPS, Bilingual("ឃ", "step ក"))}, ["OptionRepeated"]),
        ("single", {"options": (*STEPS, Bilingual("ឃ"))}, ["OptionMissing"]),
        ("single", {"options": (*STEPS, Bilingual())}, ["OptionMissing"]),
        ("single", {"right": ()}, ["RightMissing"]),
        ("single", {"right": (7,)}, ["RightMissing"]),
        ("scenario", {"right": (0, 1)}, ["OnlyOneRight"]),
        ("multiple", {"right": (0, 1, 2)}, ["AllRight"]),
        ("matching", {"targets": STEPS[:2]}, ["PairMissing"]),
        ("matching", {"options": (*STEPS[:2], Bilingual())}, ["OptionMissing", "PairMissing"]),
        ("matching", {"targets": (*STEPS, Bilingual("ឃ"))}, ["TargetMissing"]),
        ("matching", {"targets": (*STEPS, LONG)}, ["TargetTooLong"]),
        ("matching", {"targets": MANY}, ["TooManyOptions"]),
        ("ordering", {"options": ()}, ["TooFewOptions"]),
        ("numeric", {"value": "about 3"}, ["NumberUnreadable"]),
        ("numeric", {"value": ""}, ["NumberUnreadable"]),
        ("numeric", {"tolerance": "-1"}, ["ToleranceNegative"]),
        ("numeric", {"tolerance": "some"}, ["ToleranceNegative"]),
        ("text", {"accepted": ("  ",)}, ["AcceptedMissing"]),
        ("text", {"accepted": ("a" * (LONGEST_TEXT + 1),)}, ["AcceptedTooLong"]),
        ("single", {"use": "exam"}, ["UseUnknown"]),
        ("single", {"difficulty": 4}, ["DifficultyUnknown"]),
    ],
)
def test_each_fault_is_named(kind: str, values: dict[str, Any], expected: list[str]) -> None:
    assert names(question_data(kind, **values)) == expected


def test_an_unknown_kind_is_the_only_thing_that_is_said() -> None:
    found = faults(QuestionData(kind="essay", stem=Bilingual()))
    assert [(type(fault).__name__, fault.values) for fault in found] == [("KindUnknown", {"kind": "essay"})]


def test_every_fault_points_at_a_field_of_the_question() -> None:
    data = question_data(stem=Bilingual(), right=(), difficulty=9, use="?")
    assert [fault.field for fault in faults(data)] == ["stem", "right", "use", "difficulty"]


def test_tidying_keeps_line_breaks_and_makes_numbers_plain() -> None:
    tidy = tidied(
        question_data("numeric", stem=Bilingual(" ក \n\n ខ ", ""), value=" ១២,៥០ ", tolerance="wide", right=(1,))
    )
    assert (tidy.stem.km, tidy.value, tidy.tolerance, tidy.right) == ("ក\n\nខ", "12.50", "wide", ())


def test_tidying_drops_what_another_kind_left_behind() -> None:
    tidy = tidied(question_data("single", targets=STEPS, accepted=(" ", "x\u200b"), right=(2, 1, 1)))
    assert (tidy.targets, tidy.accepted, tidy.right) == ((), ("x",), (1, 2))
