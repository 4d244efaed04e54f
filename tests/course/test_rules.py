"""How a teaching text is built."""

import pytest

from forum_app.course import rules

TEXT = "Before.\n\n## Introduction\n\nOne.[^A]\n\n- x\n- y\n\n## ចំណុចសំខាន់\n\n- Two.[^B][^A]\n"


def test_sections_hold_their_blocks_and_know_the_key_points() -> None:
    found = rules.sections(TEXT)
    assert [(one.heading, one.blocks, one.is_key_points) for one in found] == [
        ("", ("Before.",), False),
        ("Introduction", ("One.[^A]", "- x\n- y"), False),
        ("ចំណុចសំខាន់", ("- Two.[^B][^A]",), True),
    ]


def test_a_text_without_matter_before_the_first_heading_has_no_empty_section() -> None:
    assert [one.heading for one in rules.sections("## A\n\nx")] == ["A"]


def test_references_stand_in_order_of_first_mention() -> None:
    assert rules.references(TEXT) == ["A", "B"]


@pytest.mark.parametrize(
    ("where", "lang", "expected"),
    [
        ("មាត្រា 1 / Art. 1", "km", ("មាត្រា 1", "km")),
        ("មាត្រា 1 / Art. 1", "en", ("Art. 1", "en")),
        ("March 2021", "km", ("March 2021", "en")),
        ("មាត្រា 1", "en", ("មាត្រា 1", "km")),
    ],
)
def test_place_in_a_source(where: str, lang: str, expected: tuple[str, str]) -> None:
    assert rules.place_in(where, lang) == expected


def test_unread_asks_a_lawyer_only_about_law() -> None:
    read = {"km": "Somebody, 2026", "en": None, "law": None}
    assert rules.unread(read, is_law=False) == [rules.READINGS["en"]]
    assert rules.unread(read, is_law=True) == [rules.READINGS["en"], rules.READINGS["law"]]


def test_problems_name_what_keeps_a_module_from_being_loaded() -> None:
    module = {"code": "XX", "title": {"km": "ក"}, "objectives": [{"code": "O", "km": "ក", "en": ""}]}
    texts = {"km": "## ចំណុចសំខាន់\n\n- x", "en": "## A\n\nx[^Q]\n\n## B\n\ny"}
    assert rules.problems(module, texts) == [
        "en.md mentions the unknown source Q",
        "en.md has no key points",
        "km.md and en.md have different sections: {'km': 1, 'en': 2}",
        "objective O is not in both languages",
    ]
    assert rules.problems({}, {}) == ["no code", "no title", "no objectives"]


def test_the_card_is_the_last_two_lists_and_the_first_key_point() -> None:
    head = "## A\n\n- old\n\n## Do\n\n- One.[^A]\n- **Two.**\n\n## Not\n\nSee:\n\n- Three.\n\n"
    text = f"{head}## Key points\n\n- Four.\n- Five.\n"
    card = rules.card(text)
    assert card == rules.Card(("One.", "Two."), ("Three.",), "Four.")
    assert card.line_count == 3


def test_a_text_without_lists_has_an_empty_card() -> None:
    assert rules.card("## A\n\nx") == rules.Card((), (), "")


def test_readings_say_who_has_read_and_when() -> None:
    read = {"km": {"name": "Sok Dara", "on": "2026-11-23"}, "en": "Somebody, 2026", "law": None}
    found = [(one.key, one.by, one.on, one.is_read) for one in rules.readings(read, is_law=True)]
    assert found == [
        ("km", "Sok Dara", "2026-11-23", True),
        ("en", "Somebody, 2026", "", True),
        ("law", "", "", False),
    ]
    assert [one.key for one in rules.readings({}, is_law=False)] == ["km", "en"]


def test_pieces_are_headings_paragraphs_and_items_with_their_lines() -> None:
    text = "## A\nOne\ntwo.\n\n- x\n  y\n1. z\n\n### B\n"
    found = [(one.kind, one.mark, one.text, one.line, one.last_line) for one in rules.pieces(text)]
    assert found == [
        ("heading of level 2", "## ", "A", 1, 1),
        ("paragraph", "", "One two.", 2, 3),
        ("list item", "- ", "x y", 5, 6),
        ("numbered item", "1. ", "z", 7, 7),
        ("heading of level 3", "### ", "B", 9, 9),
    ]


def test_corrections_replace_pieces_and_keep_every_other_line() -> None:
    text = "## A\n\nOne\ntwo.\n\n- x\n- y\n"
    assert rules.with_corrections(text, {}) == text
    assert rules.with_corrections(text, {2: "Three.", 4: "w", 1: "B"}) == "## B\n\nThree.\n\n- x\n- w\n"


def test_the_version_changes_with_either_text() -> None:
    versions = {rules.version_of(texts) for texts in ({}, {"km": "a"}, {"en": "a"}, {"km": "a", "en": "a"})}
    assert (len(versions), {len(version) for version in versions}) == (4, {12})
