"""Which side is behind, what a translator's row may do, whose words hold."""

import pytest

from forum_app.course import rules
from forum_app.course.rules import TypedRow, Unit, Verdict

UNIT = Unit("DF/text/3", "ភស្តុតាង[^A] ថ្មី", "Evidence[^A] is new")


def test_a_unit_belongs_to_the_first_part_of_its_key() -> None:
    assert (UNIT.area, UNIT.side("km"), UNIT.side("en")) == ("DF", UNIT.km, UNIT.en)
    assert (rules.Side.km.other, rules.Side.en.other) == ("en", "km")


@pytest.mark.parametrize(
    ("pair", "known", "expected"),
    [
        (("k1", "e1"), [], ""),
        (("k1", "e1"), [("k1", "e1", "km")], "km"),
        (("k1", "e2"), [("k1", "e1", "")], "km"),
        (("k2", "e1"), [("k1", "e1", "")], "en"),
        (("k1", "e3"), [("k1", "e1", ""), ("k1", "e2", "km")], "km"),
        (("k2", "e2"), [("k1", "e1", ""), ("k1", "e2", "km")], ""),
        (("k2", "e2"), [("k1", "e1", "")], ""),
        (("k1", "e2"), [("k1", "e1", "en")], ""),
    ],
)
def test_the_side_that_did_not_follow_is_behind(
    pair: tuple[str, str], known: list[tuple[str, str, str]], expected: str
) -> None:
    assert rules.behind(*pair, known) == expected


def test_blanks_and_the_order_of_typing_make_no_other_text() -> None:
    assert rules.side_hash("a  b") == rules.side_hash(" a b ") != rules.side_hash("a c")


def row(
    target: str = "Evidence[^A] is old",
    *,
    source: str = UNIT.km,
    key: str = UNIT.key,
    done: bool = False,
    stamp: str = "",
) -> TypedRow:
    return TypedRow(4, key, source, target, done, stamp or rules.stamp_of(UNIT.km, UNIT.en))


def judged(typed: TypedRow, unit: Unit | None = UNIT, *, to: str = "en", behind: bool = False) -> Verdict:
    return rules.judge(typed, unit, to=to, is_behind=behind)


def test_a_changed_translation_changes_the_text_and_blanks_do_not() -> None:
    found = judged(row("  Evidence[^A]  is old "))
    assert (found.state, found.before, found.after) == ("change", UNIT.en, "Evidence[^A] is old")
    assert judged(row("Evidence[^A]  is new")).state == "same"


def test_done_confirms_only_what_was_behind() -> None:
    assert judged(row(UNIT.en, done=True), behind=True).state == "confirm"
    assert judged(row(UNIT.en, done=True)).state == "same"
    assert judged(row(UNIT.en), behind=True).state == "same"


@pytest.mark.parametrize(
    ("typed", "unit", "reason"),
    [
        (row(key="DF/text/99"), None, "unknown"),
        (row(source="ភស្តុតាង[^A] ចាស់"), UNIT, "source"),
        (row(stamp="000000000000"), UNIT, "outdated"),
        (row("  "), UNIT, "empty"),
        (row("Evidence[^A] is\u200b old"), UNIT, "hidden"),
        (row("Evidence is old"), UNIT, "marks"),
        (row("Evidence[^A][^B] is old"), UNIT, "marks"),
        (row("# Evidence[^A] is old"), UNIT, "shape"),
        (row("- Evidence[^A] is old"), UNIT, "shape"),
    ],
)
def test_what_cannot_be_taken_over_says_why(typed: TypedRow, unit: Unit | None, reason: str) -> None:
    found = judged(typed, unit)
    assert (found.state, found.reason) == ("refused", reason)
    assert rules.REASONS[reason] % {"words": found.words, "marks": found.marks}


def test_a_fault_in_khmer_is_named_with_the_words_before_it() -> None:
    typed = TypedRow(1, UNIT.key, UNIT.en, "ភស្តុតាង[^A] ស\u17d2រ\u17d2តី", False, rules.stamp_of(UNIT.en, UNIT.km))
    found = judged(typed, to="km")
    assert (found.reason, found.words) == ("order", "តុតាង[^A] ស្")
    found = judged(TypedRow(1, UNIT.key, UNIT.en, "ភស្ត\u200bុតាង[^A]", False, typed.stamp), to="km")
    assert (found.reason, found.words) == ("hidden", "ភស្ត")
    found = judged(TypedRow(1, UNIT.key, UNIT.en, "កា" * 6 + "ក\u200bក[^A]", False, typed.stamp), to="km")
    assert (found.reason, found.words) == ("hidden", "កា" * 5 + "ក")


def test_a_key_that_stands_twice_is_refused_the_second_time() -> None:
    assert rules.judge(row(), UNIT, to="en", is_behind=False, seen=[UNIT.key]).reason == "twice"


def test_a_row_that_nobody_touched_may_be_of_an_older_file() -> None:
    old = TypedRow(1, UNIT.key, "ចាស់", "Old", False, rules.stamp_of("ចាស់", "Old"))
    assert judged(old).state == "same"
    assert judged(TypedRow(1, UNIT.key, "ចាស់", UNIT.en, False, "x")).state == "same"


def test_a_text_that_lacked_marks_may_stay_without_them() -> None:
    unit = Unit("DF/module/title", "ក[^A]", "A")
    typed = TypedRow(1, unit.key, unit.km, "B", False, rules.stamp_of(unit.km, unit.en))
    assert judged(typed, unit).state == "change"
    empty = Unit("DF/module/title", "ក", "")
    typed = TypedRow(1, unit.key, "ក", "B", False, rules.stamp_of("ក", ""))
    assert judged(typed, empty).state == "change"


def test_a_list_item_stays_a_list_item() -> None:
    unit = Unit("DF/text/9", "ក", "A", "- ")
    stamp = rules.stamp_of("ក", "A")
    assert judged(TypedRow(1, unit.key, "ក", "B", False, stamp), unit).state == "change"
    assert judged(TypedRow(1, unit.key, "ក", "## B", False, stamp), unit).reason == "shape"
    numbered = Unit("DF/module/title", "ក", "1. A")
    assert judged(TypedRow(1, unit.key, "ក", "1. B", False, rules.stamp_of("ក", "1. A")), numbered).state == "change"


@pytest.mark.parametrize(
    ("in_file", "chain", "text", "state"),
    [
        ("a", [("a", "b")], "b", "waiting"),
        ("b", [("a", "b")], "b", "arrived"),
        ("c", [("a", "b")], "c", "overtaken"),
        ("a", [("a", "b"), ("b", "c")], "c", "waiting"),
        ("b", [("a", "b"), ("b", "c")], "c", "waiting"),
    ],
)
def test_a_correction_holds_until_the_file_says_the_same_or_a_third_thing(
    in_file: str, chain: list[tuple[str, str]], text: str, state: str
) -> None:
    assert rules.settle(in_file, chain) == rules.Settled(text, state)


def test_a_text_of_several_paragraphs_keeps_its_lines() -> None:
    unit = Unit("DN/cases/DN-K1/text", "ក\n\nខ\n", "A\n\n- B\n")
    stamp = rules.stamp_of(unit.km, unit.en)
    found = judged(TypedRow(1, unit.key, unit.km, "A \n\n-  C\n", False, stamp), unit)
    assert (found.state, found.after) == ("change", "A\n\n- C")
    assert judged(TypedRow(1, unit.key, unit.km, "A\r\n\r\n- B", False, stamp), unit).state == "same"
