"""What a quiz tells about its questions, and what was learned: decided from numbers alone."""

from uuid import UUID, uuid4

import pytest

from forum_app.kernel.places import PACKAGE
from forum_app.quizzes.rules import analysis, gaining
from forum_app.quizzes.rules.analysis import Given, Taken, analyse
from forum_app.quizzes.rules.gaining import Matched

FIRST, SECOND, THIRD = UUID(int=1), UUID(int=2), UUID(int=3)
OPTIONS = {FIRST: ["a", "b", "c"], SECOND: ["a", "b", "c"]}


def given(right: bool, language: str = "km", *, wrong: str = "b", ms: int | None = None) -> Given:
    return Given(("a",) if right else (wrong,), 100 if right else 0, language, ms)


def taken(*answers: Given, keys: tuple[UUID, ...] = (FIRST, SECOND, THIRD)) -> Taken:
    return Taken(uuid4(), dict(zip(keys, answers, strict=False)))


def hall(first: list[bool], language: str, *, second: bool = True) -> list[Taken]:
    """People with the first question right or not, and the second one alike for all."""
    return [taken(given(right, language), given(second, language)) for right in first]


def test_facility_counts_an_open_question_as_not_right() -> None:
    people = [taken(given(True), given(True)) for _ in range(3)] + [taken(Given(), given(False)) for _ in range(2)]
    first, second = analyse(people, OPTIONS).items
    assert (first.people, first.right, first.mean, first.unanswered) == (5, 3, 0.6, 2)
    assert (second.right, second.unanswered) == (3, 0)
    assert (round(first.share.low, 3), round(first.share.high, 3)) == (0.231, 0.882)


def test_a_partly_right_answer_counts_with_its_share_and_not_as_right() -> None:
    people = [taken(Given(("a",), 50, "km"), given(True)) for _ in range(5)]
    analysed = analyse(people, OPTIONS)
    assert (analysed.items[0].right, analysed.items[0].mean) == (0, 0.5)
    assert not analysed.is_kr20


def test_options_say_how_many_and_hide_the_rest_of_fewer_than_five() -> None:
    people = hall([True] * 5, "km") + [taken(given(False, wrong="c"), given(False)) for _ in range(4)]
    options = analyse(people, OPTIONS).items[0].options
    assert [(one.key, one.people, one.rest) for one in options] == [("a", 5, 1.0), ("b", 0, None), ("c", 4, None)]


def test_the_leading_wrong_answer_is_one_that_several_chose() -> None:
    item = analyse(hall([True, True, False, False, False], "km"), OPTIONS).items[0]
    found = item.leading_wrong(["a"])
    assert found is not None and (found.key, found.people) == ("b", 3)
    assert analyse(hall([True] * 4 + [False], "km"), OPTIONS).items[0].leading_wrong(["a"]) is None


def test_twelve_of_thirty_in_khmer_and_nine_of_ten_in_english_is_an_alarm() -> None:
    people = hall([True] * 12 + [False] * 18, "km") + hall([True] * 9 + [False], "en")
    analysed = analyse(people, OPTIONS)
    first, second = analysed.items
    assert (first.languages.km, first.languages.en, first.languages.is_alarm) == ((12, 30), (9, 10), True)
    assert (first.languages.worse, second.languages.is_alarm) == ("km", False)
    assert analysed.alarms == [first]


def test_an_english_wording_can_be_the_worse_one() -> None:
    people = hall([True] * 28 + [False] * 2, "km") + hall([True] * 3 + [False] * 7, "en")
    assert analyse(people, OPTIONS).items[0].languages.worse == "en"


def test_who_knows_less_everywhere_raises_no_alarm() -> None:
    people = hall([True] * 12 + [False] * 18, "km", second=False) + hall([True] * 9 + [False], "en")
    found = analyse(
        [*people[:12], *[taken(given(False, "km"), given(True, "km")) for _ in range(12)], *people[24:]], OPTIONS
    )
    languages = found.items[0].languages
    assert languages.gap is not None and not languages.gap.contains(0)
    assert languages.gap.contains(languages.elsewhere) and not languages.is_alarm


def test_a_group_of_four_is_not_compared() -> None:
    languages = analyse(hall([False] * 20, "km") + hall([True] * 4, "en"), OPTIONS).items[0].languages
    assert (languages.gap, languages.is_alarm, languages.en) == (None, False, (4, 4))


def test_a_question_that_the_able_get_wrong_is_odd() -> None:
    people = [taken(given(place < 3), given(place >= 3), given(place >= 3)) for place in range(6)]
    found = analyse(people, {**OPTIONS, THIRD: ["a", "b"]})
    assert (found.items[0].is_odd, found.items[1].is_odd) == (True, False)
    assert not analyse(hall([True] * 5, "km"), OPTIONS).items[0].is_odd


def test_what_to_explain_is_at_most_three_questions_least_known_first() -> None:
    keys = tuple(UUID(int=number) for number in range(10, 15))
    people = [taken(*(given(person < known) for known in (1, 0, 2, 5, 1)), keys=keys) for person in range(5)]
    found = analyse(people, {key: ["a", "b"] for key in keys})
    assert [item.question_id for item in found.to_explain(60)] == [keys[1], keys[0], keys[4]]
    assert found.to_explain(0) == []


def test_times_are_the_median_of_at_least_five() -> None:
    people = [taken(given(True, ms=ms), given(True)) for ms in (4000, 5000, 6000, 7000, 600_000)]
    found = analyse(people, OPTIONS).items
    assert (found[0].seconds, found[0].timed, found[1].seconds) == (6.0, 5, None)


def test_reliability_needs_the_same_questions_for_all() -> None:
    same = [
        taken(given(a), given(b))
        for a, b in ((True, True), (True, True), (False, False), (True, False), (False, False))
    ]
    analysed = analyse(same, OPTIONS)
    assert analysed.alpha == pytest.approx(0.8)
    assert (analysed.is_kr20, analysed.has_same_questions, analysed.is_steady) == (True, True, False)
    assert analysed.is_reliable
    drawn = [*same, taken(given(True), keys=(THIRD,))]
    other = analyse(drawn, {**OPTIONS, THIRD: ["a", "b"]})
    assert (other.alpha, other.is_kr20, other.has_same_questions, other.is_reliable) == (None, False, False, False)


def test_nobody_is_no_quiz() -> None:
    found = analyse([], OPTIONS)
    assert (found.people, found.items, found.is_shown, found.has_same_questions) == (0, (), False, True)


def matched(before: int, after: int, *, sex: str | None = "male", questions: tuple[UUID, ...] = (FIRST,)) -> Matched:
    points = dict.fromkeys(questions, before), dict.fromkeys(questions, after)
    return Matched(uuid4(), sex, None, *points)


def test_a_gain_needs_five_people_who_met_the_questions_both_times() -> None:
    people = [matched(40, 80), matched(50, 70), matched(30, 90), matched(60, 80), matched(20, 60)]
    row = gaining.over(people, {FIRST})
    assert row.gain is not None and (row.people, row.gain.points.value) == (5, 36.0)
    assert gaining.over(people, {SECOND}) == gaining.Row(0, None)
    assert gaining.over(people[:4]) == gaining.Row(4, None)
    assert gaining.over(people).is_shown


def test_three_women_hide_the_men_too_because_the_sum_is_shown() -> None:
    people = [matched(40, 80 + place, sex="female") for place in range(3)] + [matched(50, 70) for _ in range(30)]
    found = gaining.by_group(people, lambda one: one.sex)
    assert {sex: (row.people, row.is_shown) for sex, row in found.items()} == {
        "female": (3, False),
        "male": (30, False),
    }


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ({"a": 30, "b": 20}, set()),
        ({"a": 30}, set()),
        ({"a": 4}, {"a"}),
        ({"a": 30, "b": 20, "c": 3}, {"b", "c"}),
        ({"a": 30, "b": 4, "c": 3}, {"b", "c"}),
        ({"a": 30, "b": 9, "c": 1, "d": 2}, {"b", "c", "d"}),
    ],
)
def test_no_hidden_group_can_be_worked_out_from_the_others(counts: dict[str, int], hidden: set[str]) -> None:
    assert gaining.hidden_groups(counts) == hidden


def test_most_questions_to_explain_fit_into_five_minutes() -> None:
    assert analysis.MOST_TO_EXPLAIN == 3


def test_no_page_of_an_officer_speaks_of_item_analysis() -> None:
    words = ("facility", "kr-20", "alpha", "distractor", "biserial", "discrimination", "95 %")
    found = [
        (path.name, word)
        for path in sorted(PACKAGE.glob("*/templates/*.html"))
        if '"layouts/officer.html"' in (text := path.read_text("utf-8").lower())
        for word in words
        if word in text
    ]
    assert found == []
