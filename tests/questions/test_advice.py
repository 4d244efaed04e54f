"""What a writer is told while writing."""

from typing import Any

import pytest

from forum_app.kernel.bilingual import Bilingual
from forum_app.questions.rules.advice import Advice, advice, right_is_longest, too_often
from forum_app.questions.rules.draft import QuestionData
from tests.factories.questions import question_data

LONG = Bilingual("ចម្លើយដែលវែងជាងគេ", "An answer that is the longest")
SHORT = (Bilingual("ក", "a"), Bilingual("ខ", "b"), Bilingual("គ", "c"))


def said(data: QuestionData, *others: QuestionData) -> list[str]:
    return [type(found).__name__ for found in advice(data, others)]


def values(data: QuestionData, *others: QuestionData) -> list[dict[str, Any]]:
    return [found.values for found in advice(data, others)]


def test_a_good_question_gets_no_advice() -> None:
    assert [said(question_data(kind)) for kind in ("single", "true_false", "numeric", "matching")] == [[], [], [], []]


def test_the_longest_answer_gives_itself_away() -> None:
    data = question_data(options=(*SHORT, LONG), right=(3,))
    assert said(data) == ["RightIsLongest", "RightIsLongest"]
    assert right_is_longest(question_data(options=SHORT[:1], right=(0,)), "km") is False


def test_in_more_than_two_of_five_questions_it_is_said_of_the_module() -> None:
    long = question_data(options=(Bilingual("ក", "a"), Bilingual("ខ", LONG.en)), right=(1,))
    other = question_data(options=SHORT, right=(0,))
    assert values(long, long, other, other) == [{"language": Bilingual("ភាសាអង់គ្លេស", "English"), "many": 2, "total": 4}]
    assert said(long, other, other, other) == ["RightIsLongest"]


def test_a_place_that_is_right_too_often_is_said_only_of_a_question_that_adds_to_it() -> None:
    second = [question_data(options=SHORT, right=(1,))] * 3
    assert values(question_data(options=SHORT, right=(1,)), *second) == [{"place": 2, "many": 4, "total": 4}]
    assert said(question_data(options=SHORT, right=(0,)), *second) == []


@pytest.mark.parametrize(("right", "expected"), [(0, ["TrueTooOften"]), (1, ["FalseTooOften"])])
def test_true_and_false_are_weighed_against_each_other_alone(right: int, expected: list[str]) -> None:
    same = [question_data("true_false", right=(right,))] * 3
    assert said(question_data("true_false", right=(right,)), *same, *[question_data()] * 9) == expected


def test_two_of_three_is_as_even_as_three_can_be() -> None:
    assert list(too_often([0, 0, 1])) == []
    assert list(too_often([0])) == []
    assert list(too_often([0, 0, 0, 1])) == [(0, 3, 4)]


def test_a_missing_language_is_said() -> None:
    assert values(question_data(feedback=Bilingual("ខ្មែរ"))) == [{"language": Bilingual("ភាសាអង់គ្លេស", "English")}]


@pytest.mark.parametrize(
    "stem",
    [
        Bilingual("ទាំងអស់ខាងក្រោមត្រឹមត្រូវ លើកលែងតែមួយណា?"),
        Bilingual("តើមួយណាមិនមែនជាភស្តុតាង?"),
        Bilingual("តើអ្វីមិនត្រឹមត្រូវ?"),
        Bilingual("", "Which of these is NOT evidence?"),
        Bilingual("", "All are right except which?"),
    ],
)
def test_negative_wording_is_said(stem: Bilingual) -> None:
    other = Bilingual(stem.km or "តើអ្វី?", stem.en or "What?")
    assert said(question_data(stem=other)) == ["NegativeWording"]


def test_a_true_or_false_statement_may_say_not() -> None:
    assert said(question_data("true_false", stem=Bilingual("នេះមិនមែនជាភស្តុតាង", "This is not evidence"))) == []


@pytest.mark.parametrize(
    "option",
    [
        Bilingual("ទាំងអស់ខាងលើ", "x"),
        Bilingual("គ្មានចម្លើយណាត្រឹមត្រូវ", "x"),
        Bilingual("ទាំងក និងខ", "x"),
        Bilingual("ឃ", "All of the above"),
        Bilingual("ឃ", "None of these"),
        Bilingual("ឃ", "Both A and B"),
    ],
)
def test_an_answer_about_the_other_answers_is_said(option: Bilingual) -> None:
    data = question_data("multiple", options=(*SHORT, option), right=(0, 1))
    assert (said(data), [found["number"] for found in values(data)]) == (["CatchAll"], [4])


def test_a_question_without_its_right_answer_is_not_weighed() -> None:
    assert said(question_data(options=(*SHORT, LONG), right=())) == []
    assert said(question_data(options=SHORT, right=(7,))) == []


def test_advice_is_never_raised_but_has_a_sentence() -> None:
    assert issubclass(Advice, Exception)
    assert Advice().text == "Look at this once more."
