"""What an answer is worth, and whether it can be one."""

from decimal import Decimal

import pytest

from forum_app.questions.rules import Key, Kind, fits, fold
from forum_app.questions.rules.keys import LONGEST_TEXT, read_number

OPTIONS = ["a", "b", "c", "d"]
MATCH = Key("matching", {"pairs": {"a": "x", "b": "y", "c": "z"}})


@pytest.mark.parametrize(
    ("key", "chosen", "points"),
    [
        (Key("single", {"right": ["b"]}), ["b"], 100),
        (Key("single", {"right": ["b"]}), ["a"], 0),
        (Key("true_false", {"right": ["a"]}), [], 0),
        (Key("multiple", {"right": ["a", "b", "c"]}), ["c", "a", "b"], 100),
        (Key("multiple", {"right": ["a", "b", "c"]}), ["a", "b"], 66),
        (Key("multiple", {"right": ["a", "b", "c"]}), ["a", "d"], 0),
        (Key("multiple", {"right": ["a"]}), ["a", "b", "c"], 0),
        (MATCH, ["a:x", "b:y", "c:z"], 100),
        (MATCH, ["a:x", "b:z", "c:y"], 33),
        (Key("ordering", {"order": ["a", "b", "c", "d"]}), ["a", "b", "c", "d"], 100),
        (Key("ordering", {"order": ["a", "b", "c", "d"]}), ["a", "b", "d", "c"], 50),
        (Key("numeric", {"value": "12.5", "tolerance": "0.5"}), ["១៣"], 100),
        (Key("numeric", {"value": "12.5", "tolerance": "0.5"}), ["13.1"], 0),
        (Key("numeric", {"value": "12.5"}), ["12,5"], 100),
        (Key("numeric", {"value": "12.5"}), ["many"], 0),
        (Key("text", {"accepted": ["SHA-256", "អេសអេចអេ ២៥៦"]}), ["sha 256"], 100),
        (Key("text", {"accepted": ["SHA-256", "អេសអេចអេ ២៥៦"]}), ["អេសអេចអេ 256"], 100),
        (Key("text", {"accepted": ["SHA-256"]}), ["MD5"], 0),
    ],
)
def test_an_answer_is_worth_its_share(key: Key, chosen: list[str], points: int) -> None:
    assert key.points(chosen) == points
    assert key.is_right(chosen) == (points == 100)


@pytest.mark.parametrize(
    ("kind", "chosen", "is_one"),
    [
        (Kind.SINGLE, ["a"], True),
        (Kind.SINGLE, ["z"], False),
        (Kind.SINGLE, ["a", "b"], False),
        (Kind.MULTIPLE, ["a", "d"], True),
        (Kind.MULTIPLE, ["a", "a"], False),
        (Kind.MULTIPLE, [], False),
        (Kind.MULTIPLE, ["a", "z"], False),
        (Kind.MATCHING, ["a:x"], True),
        (Kind.MATCHING, ["a:x", "a:y"], False),
        (Kind.MATCHING, ["a:q"], False),
        (Kind.MATCHING, ["ax"], False),
        (Kind.ORDERING, ["d", "c", "b", "a"], True),
        (Kind.ORDERING, ["a", "b"], False),
        (Kind.NUMERIC, ["-៣,៥"], True),
        (Kind.NUMERIC, ["about 3"], False),
        (Kind.NUMERIC, [], False),
        (Kind.TEXT, ["a word"], True),
        (Kind.TEXT, ["  "], False),
        (Kind.TEXT, ["x" * (LONGEST_TEXT + 1)], False),
    ],
)
def test_an_answer_belongs_to_its_question_or_not(kind: Kind, chosen: list[str], is_one: bool) -> None:
    assert fits(kind, chosen, options=OPTIONS, targets=["x", "y", "z"]) == is_one


@pytest.mark.parametrize(
    ("typed", "number"),
    [("១២", "12"), (" 1 000 ", "1000"), ("-0,25", "-0.25"), ("+3", "3"), ("1.2.3", None), ("", None), ("1e9", None)],
)
def test_a_number_is_read_as_people_type_it(typed: str, number: str | None) -> None:
    assert read_number(typed) == (None if number is None else Decimal(number))


def test_a_text_of_signs_only_is_compared_as_it_stands() -> None:
    assert (fold("SHA-256"), fold(" ?! ")) == ("sha256", "?!")
