"""What a typed answer is worth."""

import pytest

from forum_app.exercises.rules import answers
from forum_app.exercises.rules.exhibit import Question
from forum_app.exercises.rules.refusals import AnswerTooLong, NoSuchItem
from forum_app.kernel.bilingual import Bilingual

HASH = "8b2d4248b6063b6e5e61559dde987c08"


def question(kind: str, right: str, **values: object) -> Question:
    return Question("folder.x", kind, Bilingual("សំណួរ", "Question"), right, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "right", "typed", "is_right"),
    [
        ("text", "SC-305", "sc-305", True),
        ("text", "SC-305", " SC-៣០៥ ។", True),
        ("text", "SC-305", "SC-306", False),
        ("text", "user-2682", "", False),
        ("file", "recipe.txt", "Recipe.TXT", True),
        ("file", "recipe.txt", "recipe", True),
        ("file", "recipe.txt", "folder/recipe.txt", True),
        ("file", "recipe.txt", "weather.txt", False),
        ("hash", HASH, HASH[:8], True),
        ("hash", HASH, HASH.upper(), True),
        ("hash", HASH, "៨b2d 4248", True),
        ("hash", HASH, HASH[:7], False),
        ("hash", HASH, "8b2d4249", False),
        ("hash", HASH, HASH[:8] + "0", False),
        ("number", "340000", "340000", True),
        ("number", "340000", "៣៤០.០០០ រៀល", True),
        ("number", "340000", "340,000", True),
        ("number", "340000", "340 000", True),
        ("number", "340000", "34000", False),
        ("number", "0", "0", True),
        ("number", "0", "none", False),
        ("number", "12.90", "12,9", True),
        ("number", "7", "1.2.3", False),
        ("time", "09:05", "9:05", True),
        ("time", "09:05", "០៩h០៥", True),
        ("time", "09:05", "0905", True),
        ("time", "09:05", "09.05", True),
        ("time", "09:05", "21:05", False),
        ("time", "09:05", "morning", False),
        ("choice", "2", "2", True),
        ("choice", "2", "1", False),
    ],
)
def test_an_answer_counts_however_it_is_typed(kind: str, right: str, typed: str, is_right: bool) -> None:
    assert answers.is_right(question(kind, right), typed) is is_right


def test_a_tolerance_lets_a_number_be_a_little_off() -> None:
    asked = question("number", "33", tolerance=1)
    assert [answers.is_right(asked, typed) for typed in ("32", "33 %", "34", "35")] == [True, True, True, False]


def test_what_is_not_answered_is_not_right() -> None:
    one = question("text", "A")
    assert answers.count_right([one], {}) == 0
    assert answers.count_right([one], {"folder.x": "a"}) == 1


def test_an_answer_to_nothing_and_a_choice_that_is_none_are_refused() -> None:
    asked = question("choice", "0", options=(Bilingual("ក", "a"), Bilingual("ខ", "b")))
    assert answers.require_answer([asked], "folder.x", " 1 ") == "1"
    assert answers.require_answer([asked], "folder.x", "") == ""
    for item, typed in (("folder.y", "1"), ("folder.x", "2"), ("folder.x", "x"), ("folder.x", "១")):
        with pytest.raises(NoSuchItem):
            answers.require_answer([asked], item, typed)
    with pytest.raises(AnswerTooLong):
        answers.require_answer([question("text", "A")], "folder.x", "a" * 201)
