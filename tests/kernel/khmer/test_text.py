"""Spelling that is stored and spelling that is searched."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum_app.kernel.khmer.text import canonical, is_khmer, search_key

# Typed, stored: the same picture on paper. Written with escapes because the eye cannot tell them apart.
SAME_STORED = [
    pytest.param("ស\u17d2រ\u17d2ត\u17b8", "ស\u17d2ត\u17d2រ\u17b8", id="subscript ro typed first"),
    pytest.param("ដ\u17c1\u17b8ម", "ដ\u17beម", id="oe typed in halves"),
    pytest.param("ល\u17c1\u17b6ក", "ល\u17c4ក", id="oo typed in halves"),
    pytest.param("ម\u17c5\u17c9", "ម\u17c9\u17c5", id="vowel before shifter"),
    pytest.param("ខ\u17c2\u17d2មរ", "ខ\u17d2ម\u17c2រ", id="vowel before subscript"),
    pytest.param("ក\u17c6\u17bb", "ក\u17bb\u17c6", id="nikahit before u"),
    pytest.param("ច\u17c6\u17b6", "ច\u17b6\u17c6", id="nikahit before aa"),
    pytest.param("ស\u17bb\u17b8", "ស\u17ca\u17b8", id="u typed for a shifter, first series"),
    pytest.param("ប\u17bb\u17b8", "ប\u17c9\u17b8", id="u typed for a shifter, ba"),
    pytest.param("ដារ\u17c9\u17b6\u200b", "ដារ\u17c9\u17b6", id="zero width space"),
    pytest.param("ក\u17b6\u17b6រ", "ក\u17b6រ", id="doubled vowel"),
    pytest.param("\u17a3\u17d2នក", "អ\u17d2នក", id="deprecated letter"),
    pytest.param("ខ\u17d2\u200cម\u17c2រ", "ខ\u17d2ម\u17c2រ", id="zero width non-joiner"),
    pytest.param("ខ\u17d2\u200dម\u17c2រ", "ខ\u17d2ម\u17c2រ", id="zero width joiner"),
]
# Two spellings that are both kept, because a person's spelling is the person's, and found as one.
SAME_SEARCHED = [
    pytest.param("បណ\u17d2ដ\u17bbះ", "បណ\u17d2ត\u17bbះ", id="subscript da and ta, training"),
    pytest.param("កណ\u17d2ដាល", "កណ\u17d2តាល", id="subscript da and ta, Kandal"),
    pytest.param("ឲ\u17d2យ", "ឱ\u17d2យ", id="two letters for give"),
]

SPECIAL = "កបសរ\u17d2\u17d2\u17d2\u17bb\u17c1\u17b8\u17b6\u17c6\u17c9\u17cc\u17dd\u200b\u200d\u00a0\u0301\u0323é \n"
khmer_soup = st.text(
    st.one_of(st.characters(min_codepoint=0x1780, max_codepoint=0x17FF), st.sampled_from(SPECIAL)),
    max_size=12,
)


def test_the_pairs_are_seventeen() -> None:
    assert len(SAME_STORED) + len(SAME_SEARCHED) == 17


@pytest.mark.parametrize(("typed", "stored"), SAME_STORED)
def test_canonical_stores_one_spelling(typed: str, stored: str) -> None:
    assert unicodedata.normalize("NFC", typed) != stored  # why NFC alone is not enough
    assert canonical(typed) == stored
    assert canonical(stored) == stored
    assert search_key(typed) == search_key(stored)


@pytest.mark.parametrize(("one", "other"), SAME_SEARCHED)
def test_search_key_joins_what_canonical_keeps_apart(one: str, other: str) -> None:
    assert (canonical(one), canonical(other)) == (one, other)
    assert search_key(one) == search_key(other)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("ស\u17c1\u17bb\u17b8ប", "ស\u17ca\u17beប"),
        ("ម\u17bb\u17b8", "ម\u17c9\u17b8"),
        ("ញ\u17bb\u17c6\u17b6", "ញ\u17c9\u17b6\u17c6"),
        ("ស\u17d2រ\u17bb\u17b8", "ស\u17d2រ\u17ca\u17b8"),
        ("ធម\u17d2ម\u17cc", "ធម\u17cc\u17d2ម"),
        ("ក\u17d2\u17d2មេង", "ក\u17d2មេង"),
        ("ស\u17ca\u17bb\u17b8", "ស\u17ca\u17bb\u17b8"),
        ("\u17a4ចារ្យ", "អាចារ្យ"),
        ("ក\u17d2", "ក\u17d2"),
        ("ស\u17bb\u17c6\u17bb\u17b6", "ស\u17ca\u17b6\u17c6"),
    ],
)
def test_canonical_orders_every_mark(typed: str, stored: str) -> None:
    assert canonical(typed) == stored


@pytest.mark.parametrize("word", ["ខ្ញុំ", "ញ៉ាំ", "ស្ត្រី", "ពុះ", "លក្ខណៈ", "វិទ្យាស្ថាន", "ធម៌", "ឱ្យ", "បញ្ឈប់", "ហ៊ុន"])
def test_canonical_leaves_good_spelling_alone(word: str) -> None:
    assert canonical(word) == word


def test_canonical_folds_blanks_and_hidden_characters_in_a_name() -> None:
    assert canonical("  សុខ \u00a0ដារ៉ា\ufeff ") == "សុខ ដារ៉ា"
    assert canonical("សុខ\u00a0ដារ៉ា") == "សុខ ដារ៉ា"
    assert canonical("A\u200bB\u00adC") == "ABC"


def test_canonical_of_course_text_keeps_break_hints_and_indentation() -> None:
    course_text = "- ភស្តុតាង\u200bឌីជីថល\n    - ទូរសព្ទ  \n"
    assert canonical(course_text, keep_zwsp=True) == course_text
    assert canonical("ខ\u200b\u17d2\u200bម\u17c2រ", keep_zwsp=True) == "ខ\u17d2ម\u17c2រ"


@pytest.mark.parametrize("text", ["O'Brien – Müller", "½ “quoted”", "a\tb\nc", "de la Cruz", "日本 ภาษาไทย", ""])
def test_canonical_leaves_other_scripts_alone(text: str) -> None:
    assert canonical(text) == text
    assert canonical(text, keep_zwsp=True) == text


@settings(deadline=None)
@given(st.text(st.characters(max_codepoint=0x177F, exclude_categories=("Zs", "Cc", "Cf", "Cs")), max_size=20))
def test_canonical_changes_nothing_outside_khmer_but_composition(text: str) -> None:
    assert canonical(text) == unicodedata.normalize("NFC", text)


@settings(deadline=None, max_examples=300)
@given(text=khmer_soup, keep_zwsp=st.booleans())
def test_canonical_twice_is_canonical_once(*, text: str, keep_zwsp: bool) -> None:
    once = canonical(text, keep_zwsp=keep_zwsp)
    assert canonical(once, keep_zwsp=keep_zwsp) == once


@settings(deadline=None)
@given(khmer_soup)
def test_search_key_does_not_depend_on_the_spelling_given(text: str) -> None:
    assert search_key(canonical(text)) == search_key(text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("លី", "លី ច័ន្ទ\u200bដារ៉ា"),
        ("ដារ៉ា", "សុខ ដារ៉ា"),
        ("កណ្ដាល", "ខេត្តកណ្តាល"),
        ("muller", "Herr MÜLLER"),
        ("012", "០១២ ៣៤៥"),
    ],
)
def test_search_finds_the_text(query: str, text: str) -> None:
    assert search_key(query) in search_key(text)


def test_search_key_is_plain() -> None:
    assert search_key("  SOK Dará ៦៤ ") == "sokdara64"
    assert search_key("វ៉ាន់ ច័ន្ទ ធម៌") == "វានចន្ទធម"


def test_is_khmer_asks_for_one_khmer_character() -> None:
    assert is_khmer("Day ១")
    assert not is_khmer("Day 1")
    assert not is_khmer("")
