"""Between a question as it is written and as it is stored."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from forum_app.kernel.bilingual import Bilingual
from forum_app.questions.rules.draft import QuestionData
from forum_app.questions.rules.keyed import Keyed, keyed, plain
from forum_app.questions.rules.kinds import Kind
from tests.factories.questions import STEPS, question_data


def drawing(*keys: str) -> Iterator[str]:
    return iter([*keys, *(f"Z{n}" for n in range(99))])


def stored(data: QuestionData, *keys: str, before: Keyed | None = None) -> Keyed:
    return keyed(data, drawing(*keys).__next__, before)


@pytest.mark.parametrize("kind", list(Kind))
def test_what_was_written_comes_back_as_it_was(kind: str) -> None:
    data = question_data(kind)
    found = plain(stored(data, "K3", "K1", "K2", "T2", "T1", "T3", "T4"))
    assert found.options == tuple(data.options)
    assert found.targets == tuple(data.targets)
    assert found.right == tuple(data.right)


def test_steps_are_stored_by_their_random_keys_and_not_in_their_right_order() -> None:
    found = stored(question_data("ordering"), "K3", "K1", "K2")
    assert [option["key"] for option in found.options] == ["K1", "K2", "K3"]
    assert found.solution == {"order": ["K3", "K1", "K2"]}


def test_the_right_side_of_pairs_is_stored_by_its_keys_and_misleading_ones_among_them() -> None:
    found = stored(question_data("matching"), "A", "B", "C", "T9", "T8", "T7", "T1")
    assert [target["key"] for target in found.targets] == ["T1", "T7", "T8", "T9"]
    assert found.solution == {"pairs": {"A": "T9", "B": "T8", "C": "T7"}}


def test_two_items_with_the_same_counterpart_share_it() -> None:
    shared = (Bilingual("១", "1"), Bilingual("២", "2"), Bilingual("១", "1"))
    found = stored(question_data("matching", targets=shared), "A", "B", "C", "T1", "T2")
    assert found.solution == {"pairs": {"A": "T1", "B": "T2", "C": "T1"}}
    assert plain(found).targets == shared


def test_a_key_that_is_drawn_twice_is_drawn_again() -> None:
    found = stored(question_data("single"), "A", "A", "B", "C")
    assert [option["key"] for option in found.options] == ["A", "B", "C"]


def test_the_same_words_keep_their_key_wherever_they_move() -> None:
    before = stored(question_data("ordering"), "A", "B", "C")
    found = stored(question_data("ordering", options=STEPS[::-1]), before=before)
    assert found.solution == {"order": ["C", "B", "A"]}
    assert found.options == before.options


def test_corrected_words_keep_the_key_of_their_place() -> None:
    before = stored(question_data("single"), "A", "B", "C")
    found = stored(question_data("single", options=(STEPS[0], Bilingual("ថ្មី", "New"), STEPS[2])), before=before)
    assert [option["key"] for option in found.options] == ["A", "B", "C"]


def test_a_further_option_gets_a_fresh_key() -> None:
    before = stored(question_data("single"), "A", "B", "C")
    found = stored(question_data("single", options=(Bilingual("ថ្មី", "New"), *STEPS)), "C", "D", before=before)
    assert [option["key"] for option in found.options] == ["D", "A", "B", "C"]


def test_a_number_and_a_text_have_no_options() -> None:
    assert stored(question_data("numeric")) == Keyed([], [], {"value": "48", "tolerance": "0.5"})
    assert stored(replace(question_data("text"), options=STEPS)) == Keyed([], [], {"accepted": ["SHA-256", "សា ២៥៦"]})
