"""A line of letters is the answers of a sheet; what cannot be is said with the number of the question."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum_app.quizzes.rules import paper
from forum_app.quizzes.rules.paper import PaperQuestion, read_line, write_line

FOUR = tuple("wxyz")
SINGLE = PaperQuestion("single", FOUR)
TRUE = PaperQuestion("true_false", ("t", "f"))
MULTIPLE = PaperQuestion("multiple", FOUR)
MATCHING = PaperQuestion("matching", ("i", "j", "k"), ("p", "q", "r", "s"))
ORDERING = PaperQuestion("ordering", ("i", "j", "k"))
NUMBER = PaperQuestion("numeric")
TEXT = PaperQuestion("text")


@pytest.mark.parametrize(
    ("typed", "questions", "chosen"),
    [
        ("b a - d", [SINGLE, TRUE, SINGLE, SINGLE], [["x"], ["t"], [], ["z"]]),
        ("ba-D", [SINGLE, TRUE, SINGLE, SINGLE], [["x"], ["t"], [], ["z"]]),
        ("ខក–ឃ", [SINGLE, TRUE, SINGLE, SINGLE], [["x"], ["t"], [], ["z"]]),
        ("b", [SINGLE], [["x"]]),
        ("ac a,c", [MULTIPLE, MULTIPLE], [["w", "y"], ["w", "y"]]),
        ("ca-", [MATCHING], [["i:r", "j:p"]]),
        ("aaa", [MATCHING], [["i:p", "j:p", "k:p"]]),
        ("cab", [ORDERING], [["k", "i", "j"]]),
        ("១២,៥ -3", [NUMBER, NUMBER], [["១២,៥"], ["-3"]]),
        ('"sha 256" «សា ២៥៦» “a b” md5', [TEXT, TEXT, TEXT, TEXT], [["sha 256"], ["សា ២៥៦"], ["a b"], ["md5"]]),
    ],
)
def test_letters_are_read(typed: str, questions: list[PaperQuestion], chosen: list[list[str]]) -> None:
    assert read_line(typed, questions) == chosen


@pytest.mark.parametrize(
    ("typed", "questions", "refusal", "values"),
    [
        ("a", [SINGLE, SINGLE], paper.AnswersMissing, {"asked": 2, "typed": 1}),
        ("", [SINGLE], paper.AnswersMissing, {"asked": 1, "typed": 0}),
        ("a b c", [SINGLE, SINGLE], paper.AnswersTooMany, {"asked": 2, "typed": 3}),
        ("a e", [SINGLE, SINGLE], paper.LetterImpossible, {"question": 2, "typed": "e", "last": "d"}),
        ("a ?", [SINGLE, TRUE], paper.LetterImpossible, {"question": 2, "typed": "?", "last": "b"}),
        ("ab a", [SINGLE, MULTIPLE], paper.OneLetterOnly, {"question": 1, "typed": "ab"}),
        ("aa", [MULTIPLE], paper.LetterTwice, {"question": 1, "typed": "aa"}),
        ("ab", [MATCHING], paper.PairsWanted, {"question": 1, "count": 3}),
        ("abe", [MATCHING], paper.LetterImpossible, {"question": 1, "typed": "e", "last": "d"}),
        ("aab", [ORDERING], paper.StepsWanted, {"question": 1, "last": "c"}),
        ("ab", [ORDERING], paper.StepsWanted, {"question": 1, "last": "c"}),
        ("b", [NUMBER], paper.NumberWanted, {"question": 1, "typed": "b"}),
        ("x" * 201, [TEXT], paper.TextTooLong, {"question": 1, "most": 200}),
        ('""', [TEXT], paper.TextEmpty, {"question": 1}),
    ],
)
def test_what_cannot_be_is_said(
    typed: str, questions: list[PaperQuestion], refusal: type[Any], values: dict[str, object]
) -> None:
    with pytest.raises(refusal) as refused:
        read_line(typed, questions)
    assert (type(refused.value), refused.value.values) == (refusal, values)


@st.composite
def sheets(draw: st.DrawFn) -> tuple[list[PaperQuestion], list[list[str]]]:
    questions, chosen = [], []
    for _ in range(draw(st.integers(1, 8))):
        question = draw(st.sampled_from([SINGLE, TRUE, MULTIPLE, MATCHING, ORDERING, NUMBER, TEXT]))
        answers: dict[str, st.SearchStrategy[list[str]]] = {
            "single": st.sampled_from([[key] for key in FOUR]),
            "true_false": st.sampled_from([["t"], ["f"]]),
            "multiple": st.sets(st.sampled_from(FOUR), min_size=1).map(sorted),
            "matching": st.lists(st.sampled_from("pqrs"), min_size=3, max_size=3).map(
                lambda found: [f"{left}:{right}" for left, right in zip("ijk", found, strict=True)]
            ),
            "ordering": st.permutations("ijk").map(list),
            "numeric": st.integers(-99, 99).map(lambda found: [str(found)]),
            "text": st.sampled_from([["sha 256"], ["ពាក្យ"]]),
        }
        questions.append(question)
        chosen.append(draw(st.just([]) | answers[question.kind]))
    return questions, chosen


@given(sheets())
def test_what_is_written_is_read_again(sheet: tuple[list[PaperQuestion], list[list[str]]]) -> None:
    questions, chosen = sheet
    assert read_line(write_line(chosen, questions), questions) == chosen
