"""Dictionary order."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum_app.kernel.khmer.sorting import sort_key

# Checked against CLDR `km`, the order of the Khmer dictionary.
IN_ORDER = [
    *("កែវ", "ខៀវ", "គឹម", "ឃុត", "ង៉ែត", "ចាន់", "ឈួន", "ញ៉ែម", "ឌី", "ថោង", "ទេព", "ធន"),
    *("នួន", "ប៊ុន", "ផន", "ព្រំ", "ម៉ៅ", "យិន", "រ័ត្ន", "លី", "វ៉ាន់", "ស", "សក់", "សាន់", "ស៊ឹម"),
    *("សុខ", "សួស", "សៅ", "សំ", "ស្រ៊ុន", "ស្វាយ", "ហេង", "ឡុង", "ឥន្ទ", "ឯម", "ឱម", "អ៊ុំ"),
]


def test_family_names_come_in_dictionary_order() -> None:
    shuffled = random.Random(7).sample(IN_ORDER, len(IN_ORDER))
    assert sorted(shuffled, key=sort_key) == IN_ORDER
    assert sorted(shuffled) != IN_ORDER  # code points are not enough


@pytest.mark.parametrize(
    "words",
    [
        ["រ", "រាជ", "ឫស", "ឬ", "លា"],
        ["ក", "កា", "កុ", "កុំ", "កំ", "កាំ", "កះ", "ក្រ"],
        ["10", "៣", "ក", "អ៊ុំ", "abc", "Zed", "ไทย"],
        ["សុខ ដា", "សុខា"],
        ["ឱម", "អោយ"],
    ],
)
def test_groups_come_in_order(words: list[str]) -> None:
    keys = [sort_key(word) for word in words]
    assert keys == sorted(set(keys))


def test_robat_sorts_as_a_ro_before_its_letter() -> None:
    assert sort_key("ធម៌") == sort_key("ធរ្ម")


def test_small_signs_case_and_accents_do_not_count() -> None:
    assert sort_key("ស៊ឹម") == sort_key("សឹម\u200b")
    assert sort_key("Müller") == sort_key("muller")
    assert sort_key("O'Brien") == sort_key("obrien")


def test_typing_order_does_not_change_the_place() -> None:
    assert sort_key("ខ\u17c2\u17d2មរ") == sort_key("ខ្មែរ")


@settings(deadline=None)
@given(st.text(max_size=20))
def test_key_is_ascii_for_any_text(text: str) -> None:
    assert sort_key(text).isascii()
