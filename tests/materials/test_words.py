"""Terms in a lesson, and excerpts of what was searched."""

import pytest

from forum_app.kernel.bilingual import Bilingual
from forum_app.materials import rules

TERMS = [
    Bilingual("ភស្តុតាងឌីជីថល", "digital evidence"),
    Bilingual("កោសល្យវិច្ច័យ", "forensics"),
    Bilingual("កោសល្យវិច្ច័យឌីជីថល", "digital forensics"),
    Bilingual("តម្លៃហាស (hash)", "hash value"),
    Bilingual("កុមារ", "child"),
]


def test_the_longest_term_is_marked_once_in_a_section_under_one_number_in_the_lesson() -> None:
    marker = rules.TermMarker(TERMS, "km")
    html, found = marker.mark("<p>មេរៀនកោសល្យវិច្ច័យឌីជីថល និងកោសល្យវិច្ច័យឌីជីថល</p>")
    assert html == '<p>មេរៀន<a class="term" href="#g1">កោសល្យវិច្ច័យឌីជីថល</a> និងកោសល្យវិច្ច័យឌីជីថល</p>'
    assert [one.term.en for one in found] == ["digital forensics"]
    assert marker.mark("<p>កោសល្យវិច្ច័យឌីជីថល</p>")[1] == []
    marker.new_section()
    assert [one.number for one in marker.mark("<p>កោសល្យវិច្ច័យឌីជីថល</p>")[1]] == [1]


def test_a_term_is_known_without_its_brackets_in_the_plural_and_in_capitals() -> None:
    assert rules.spoken("seal (evidence)") == "seal"
    html, found = rules.TermMarker(TERMS, "en").mark("<p>Hash values matter.</p>")
    assert html == '<p><a class="term" href="#g1">Hash values</a> matter.</p>'
    assert found[0].term.km == "តម្លៃហាស (hash)"


@pytest.mark.parametrize(
    ("lang", "html"),
    [
        ("km", "<p>តម្លៃហាសុ</p>"),
        ("en", "<p>forensicsx</p>"),
        ("en", '<p><a href="https://example.org/">digital evidence</a></p>'),
        ("en", "<p><code>digital evidence</code></p>"),
        ("en", "<p>A child.</p>"),
        ("km", "<p>កុមារ</p>"),
    ],
)
def test_half_syllables_links_code_and_everyday_words_are_left_alone(lang: str, html: str) -> None:
    assert rules.TermMarker(TERMS, lang).mark(html) == (html, [])


def test_a_word_with_two_meanings_is_marked_only_where_it_has_one() -> None:
    terms = [Bilingual("កំណត់ហេតុ", "record (procès-verbal)")]
    assert rules.TermMarker(terms, "en").mark("<p>Record first, touch later.</p>")[1] == []
    assert len(rules.TermMarker(terms, "km").mark("<p>សរសេរកំណត់ហេតុ។</p>")[1]) == 1


def test_without_a_glossary_nothing_is_marked() -> None:
    assert rules.TermMarker([], "km").mark("<p>ក</p>") == ("<p>ក</p>", [])


@pytest.mark.parametrize(
    ("text", "typed", "words"),
    [
        ("នៅខេត្តកណ្តាល មន្ត្រីទៅដល់។", "កណ្ដាល", "កណ្តាល"),
        ("ប៉ូលីសមកដល់", "លី", "លី"),
        ("ប៉ូលីសមកដល់", "ល", "លី"),
        ("The Chain of Custody form", "chain of", "Chain of"),
        ("ថ្ងៃទី១២", "12", "១២"),
        ("aab", "ab", "ab"),
    ],
)
def test_a_hit_is_shown_as_the_text_spells_it(text: str, typed: str, words: str) -> None:
    found = rules.excerpt(text, typed)
    assert found is not None
    assert found.words == words
    assert found.before + found.words + found.after == text


@pytest.mark.parametrize("typed", ["zz", "", " "])
def test_what_is_not_there_is_not_found(typed: str) -> None:
    assert rules.excerpt("The chain", typed) is None


def test_a_cut_says_so_and_never_splits_a_syllable_or_a_word() -> None:
    found = rules.excerpt("ស្រី" * 40 + "ភស្តុតាង" + "ស្រី" * 40, "ភស្តុតាង")
    assert found is not None
    assert found.before.startswith("…ស្រី") and found.after.endswith("ស្រី…")
    assert rules.opening("word " * 30).endswith("word…")
