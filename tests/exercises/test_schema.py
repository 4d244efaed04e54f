"""What a sheet may hold: each fault has its words and its place."""

import hashlib
from typing import Any

import pytest

from forum_app.exercises.rules import schema
from tests.factories.exercises import PAIR, paper

FIELD = {"label": PAIR}
HALF = {"km": "ចំណុច"}


def found(block: Any) -> list[tuple[schema.Place, str]]:
    return list(schema.paper_faults(paper(blocks=[block])))


SOUND = [
    {"head": PAIR},
    {"text": PAIR},
    {"quote": PAIR},
    {"list": [PAIR]},
    {"checks": [PAIR]},
    {"lines": 2, "label": PAIR},
    {"fields": [FIELD]},
    {"table": {"columns": [FIELD], "rows": [["1"]]}},
    {"table": {"columns": [FIELD], "blank": 2}},
    {"cards": [{"title": PAIR, "text": PAIR}]},
    {"labels": {"count": 2, "fields": [FIELD]}},
    {"sketch": {"width": 3, "depth": 2, "things": [{"kind": "wall", "x": 0, "y": 0, "w": 3, "h": 2}]}},
    {"sketch": {"width": 3, "depth": 2, "things": [{"kind": "marker", "x": 3, "y": 2, "number": 1}]}},
    {"text": {"km": "ទូរសព្ទ ០១២ ០០០ ៣១១", "en": "Call 012 000 311 or write to a@example.org"}},
]


@pytest.mark.parametrize("block", SOUND, ids=lambda block: next(iter(block)))
def test_every_kind_of_block_is_let_pass_when_it_is_whole(block: Any) -> None:
    assert found(block) == []


BOTH = "both languages are needed here"
BAD = [
    ({"text": HALF}, ("text",), BOTH),
    ({"list": [PAIR, HALF]}, ("list", 1), BOTH),
    ({"checks": []}, ("checks",), "the list is empty"),
    ({"lines": 0, "label": PAIR}, ("lines",), "`lines` is a number from 1 to 40"),
    ({"lines": 2}, ("lines",), "the lines have no label in both languages"),
    ({"fields": [{"value": "x"}]}, ("fields", 0), "the field has no label in both languages"),
    ({"fields": []}, ("fields",), "the form has no field"),
    ({"table": {"columns": [{}], "blank": 1}}, ("table", "columns", 0), "the column has no label in both languages"),
    (
        {"table": {"columns": [FIELD], "rows": [["1", "2"]]}},
        ("table", "rows", 0),
        "the row has 2 cells, the table 1 columns",
    ),
    ({"table": {"columns": [FIELD]}}, ("table",), "the table has neither rows nor blank ones"),
    ({"cards": [{"title": PAIR}]}, ("cards", 0), "the card needs a title and a text in both languages"),
    ({"labels": {"count": 0, "fields": [FIELD]}}, ("labels",), "`count` of labels is a number from 1 to 12"),
    ({"labels": {"count": 1, "fields": [{}]}}, ("labels", "fields", 0), "the field has no label in both languages"),
    ({"sketch": {"width": 3}}, ("sketch",), "the sketch needs a width and a depth in metres"),
    (
        {
            "sketch": {
                "width": 3,
                "depth": 2,
                "things": [{"kind": "table", "x": 2, "y": 0, "w": 2, "h": 1, "label": PAIR}],
            }
        },
        ("sketch", "things", 0),
        "the thing lies outside the sketch: x from 2 to 4, the sketch ends at 3",
    ),
    (
        {"sketch": {"width": 3, "depth": 2, "things": [{"kind": "table", "x": "a", "y": 0, "label": PAIR}]}},
        ("sketch", "things", 0),
        "`x` and `w` are numbers in metres",
    ),
    (
        {"sketch": {"width": 3, "depth": 2, "things": [{"kind": "door", "x": 0, "y": 0}]}},
        ("sketch", "things", 0),
        "the thing has no label in both languages",
    ),
]


@pytest.mark.parametrize(("block", "place", "text"), BAD, ids=[str(place) for _, place, _ in BAD])
def test_a_fault_of_a_block_is_told_with_its_place(block: Any, place: schema.Place, text: str) -> None:
    assert found(block) == [(("blocks", 0, *place), text)]


def test_an_unknown_thing_an_unknown_block_and_two_blocks_in_one_are_no_blocks() -> None:
    sketch = {"sketch": {"width": 3, "depth": 2, "things": [{"kind": "cat", "x": 0, "y": 0, "label": PAIR}]}}
    assert found(sketch)[0][1].startswith("the thing cat is unknown; known are bed, chair,")
    for block in ({"song": PAIR}, "text", {"text": PAIR, "head": PAIR}):
        assert found(block)[0][1].startswith("this is no block; a block has one of cards, checks,")


def test_a_sheet_without_head_is_told_what_is_missing() -> None:
    assert list(schema.paper_faults(None)) == [((), "the sheet is empty")]
    assert [text for _, text in schema.paper_faults({"note": PAIR})] == [
        f"the sheet has no {name}" for name in ("title", "kind", "for", "blocks")
    ]
    texts = [text for _, text in schema.paper_faults(paper(kind="poem", **{"for": "judges"}))]
    assert [text.partition(";")[0] for text in texts] == ["the kind poem is unknown", "`for` is judges"]


@pytest.mark.parametrize("phone", ["011 234 567", "+855 12 345 678", "០១២ ៣៤៥ ៦៧៨", "012000311", "092-345-6789"])
def test_a_number_that_could_be_somebodys_is_found(phone: str) -> None:
    ((place, text),) = found({"text": {"km": "ចំណុច", "en": f"Call {phone} now"}})
    assert (place, "looks like a real phone number" in text) == (("blocks", 0, "text", "en"), True)


def test_an_address_that_could_be_somebodys_is_found() -> None:
    faults = list(schema.invented_faults(["see https://police.gov", "a@mail.com", "b@example.org", 7]))
    assert [place for place, _ in faults] == [(0,), (1,)]
    assert faults[1][1] == "a@mail.com could be somebody's; write an address of example.org"


def test_the_hash_list_of_fixed_files_is_worked_out_again() -> None:
    digest = hashlib.sha256(b"rice\n").hexdigest()
    good = {"name": "list.txt", "text": "rice\n", "sha256": digest}
    assert list(schema.file_faults([good])) == []
    assert list(schema.file_faults([{**good, "sha256": "0"}])) == [
        ((0, "sha256"), f"the hash list is wrong: the SHA-256 of list.txt is {digest}")
    ]
    assert list(schema.file_faults([{"name": "x.txt"}])) == [((0,), "the file has no name or no text")]
    assert [place for place, _ in schema.file_faults([good, good])] == [(1, "name")]
    assert [place for place, _ in schema.file_faults([{**good, "name": "../list.txt"}])] == [(0, "name")]


def test_a_set_needs_a_sheet_and_a_key_and_known_generators() -> None:
    assert list(schema.set_faults([paper("officers"), paper("trainer")])) == []
    assert len(list(schema.set_faults([]))) == 2
    assert list(schema.generate_faults(["folder"])) == []
    assert next(schema.generate_faults(["song"]))[1].startswith("the exhibit song is unknown; known are chat,")
