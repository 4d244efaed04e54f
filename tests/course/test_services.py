"""Loading modules and terms: which side fell behind, and a glossary that follows its file."""

from typing import Any

import pytest
from sqlalchemy import select

from forum_app.course import queries, services
from forum_app.course.imports import ModuleContent, read_glossary, read_help, read_modules
from forum_app.course.models import GlossaryTerm, Module
from forum_app.kernel.database import db

pytestmark = pytest.mark.usefixtures("context")

TERM = {"en": "chain of custody", "km": "ខ្សែសង្វាក់", "area": "forensics", "source": "a"}


def content(km: str = "ក", en: str = "A", **data: Any) -> ModuleContent:
    texts = {"km": f"## ចំណុចសំខាន់\n\n- {km}\n", "en": f"## Key points\n\n- {en}\n"}
    base = {"code": "XX", "title": {"km": "ក", "en": "A"}, "objectives": [{"code": "XX-O1", "km": "ក", "en": "A"}]}
    return ModuleContent(data={**base, **data}, texts=texts)


def outdated_after(*contents: ModuleContent) -> str:
    for one in contents:
        services.load_module(one)
    return db.session.scalars(select(Module)).one().outdated


def test_a_side_that_did_not_follow_is_outdated_until_it_does() -> None:
    assert outdated_after(content()) == ""
    assert outdated_after(content(km="ខ")) == "en"
    assert outdated_after(content(km="ខ")) == "en"
    assert outdated_after(content(km="គ")) == "en"
    assert outdated_after(content(km="គ", en="B")) == ""


def test_english_that_moves_on_leaves_khmer_behind() -> None:
    assert outdated_after(content(), content(en="B")) == "km"


def test_both_sides_at_once_stay_equal() -> None:
    assert outdated_after(content(), content(km="ខ", en="B")) == ""
    assert outdated_after(content(km="គ", en="B"), content(km="ឃ", en="C")) == ""


def test_titles_and_checks_count_and_readers_do_not() -> None:
    check = {"km": "ក", "en": "A", "answer": True, "why": {"km": "ក", "en": "A"}}
    first = content(self_check=[check])
    assert outdated_after(first, content(self_check=[{**check, "why": {"km": "ក", "en": "B"}}])) == "km"
    assert outdated_after(content(self_check=[{**check, "why": {"km": "ខ", "en": "B"}}])) == ""
    read = {"km": {"km": "ក", "name": "x"}}
    assert outdated_after(content(self_check=[{**check, "why": {"km": "ខ", "en": "B"}}], read_by=read)) == ""


def test_the_glossary_follows_its_file() -> None:
    assert services.load_glossary([TERM]) == 1
    assert services.load_glossary([TERM]) == 0
    assert services.load_glossary([{**TERM, "km": "ខ្សែសង្វាក់ថែរក្សា"}]) == 1
    assert [one.term.km for one in queries.list_terms()] == ["ខ្សែសង្វាក់ថែរក្សា"]
    assert services.load_glossary([]) == 1
    assert db.session.scalars(select(GlossaryTerm)).all() == []


def test_terms_and_modules_are_found_by_a_part_however_it_is_spelt() -> None:
    services.load_glossary([{**TERM, "km": "ខេត្តកណ្តាល", "en": "Kandal"}])
    services.load_module(content(km="ប៉ូលីសនៅកណ្តាល"))
    module = db.session.scalars(select(Module)).one()
    for typed in ("លី", "កណ្ដាល", "ណ្តា"):
        assert [one.module for one in queries.search_passages(typed, [module.id], lang="km", most=3)] == [module]
    assert queries.search_passages("លី", [], lang="km", most=3) == []
    assert queries.search_passages("", [module.id], lang="km", most=3) == []
    assert [one.term.en for one in queries.search_terms("កណ្ដាល")] == ["Kandal"]
    assert [one.term.en for one in queries.search_terms("KAND")] == ["Kandal"]
    assert queries.search_terms(" ") == queries.search_terms("%") == []


def test_what_ships_is_in_both_languages() -> None:
    glossary = read_glossary()
    assert {row["area"] for row in glossary} == {"legal", "forensics", "child", "agency"}
    assert all(row["en"] and row["km"] for row in glossary)
    assert all(line["km"] and line["en"] for line in [read_help()["title"], *read_help()["lines"]])


def test_every_module_asks_three_things_and_not_all_are_true() -> None:
    for module in read_modules():
        checks = module.data["self_check"]
        assert len(checks) == 3
        assert {check["answer"] for check in checks} == {True, False}
        assert all(check["km"] and check["en"] and check["why"]["km"] and check["why"]["en"] for check in checks)


def test_without_a_file_there_is_no_glossary_and_no_help(tmp_path: Any) -> None:
    assert (read_glossary(tmp_path), read_help(tmp_path)) == ([], {})
