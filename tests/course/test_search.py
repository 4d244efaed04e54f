"""Search in paragraphs and terms: what is found follows the texts, and stays small."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from forum_app.course import queries, services
from forum_app.course.imports import ModuleContent, read_glossary, read_modules
from forum_app.course.models import Module, Passage
from forum_app.kernel.database import db
from tests.course.test_services import TERM, content

pytestmark = pytest.mark.usefixtures("context")


def hits(typed: str, *, lang: str = "km", most: int = 3) -> list[tuple[str, int, str]]:
    ids = list(db.session.scalars(select(Module.id)))
    found = queries.search_passages(typed, ids, lang=lang, most=most)
    return [(one.module.code if one.module else "", one.number, one.language) for one in found]


def with_texts(km: str, en: str, **data: Any) -> ModuleContent:
    return ModuleContent(data=content(**data).data, texts={"km": km, "en": en})


KM = "## ក\n\nភស្តុតាង *ទីមួយ*[^A]\n\n- ពីរ hash\n- បី\n\n## ចំណុចសំខាន់\n\n- ទូរសព្ទ\n"
EN = "## A\n\nFirst **evidence**\n\n- Two hash\n- Three\n\n## Key points\n\n- A phone\n"


def load(km: str = KM, en: str = EN, **data: Any) -> None:
    services.load_module(with_texts(km, en, sources=[{"key": "A", "km": "ក", "en": "A"}], **data))


def test_a_paragraph_is_found_by_the_middle_of_a_word_across_marks_and_blanks() -> None:
    load()
    assert hits("តាងទី") == [("XX", 1, "km")]
    assert hits("st evid") == [("XX", 1, "en")]
    assert hits("សព្ទ") == [("XX", 3, "km")]
    assert hits("ទ") == [("XX", 1, "km"), ("XX", 3, "km")]


def test_a_paragraph_that_holds_it_twice_counts_once_in_the_language_of_the_reader() -> None:
    load()
    assert (hits("hash"), hits("hash", lang="en")) == ([("XX", 2, "km")], [("XX", 2, "en")])
    (one,) = queries.search_passages("hash", [db.session.scalars(select(Module.id)).one()], lang="km", most=3)
    assert (one.text, one.beside) == ("ពីរ hash បី", "Two hash Three")


def test_what_is_found_follows_a_changed_and_a_retired_text() -> None:
    load()
    load(km=KM.replace("ទូរសព្ទ", "កុំព្យូទ័រ"))
    assert (hits("សព្ទ"), hits("ព្យូទ័រ")) == ([], [("XX", 3, "km")])
    assert services.retire_missing(["YY"]) == 1
    assert (hits("ព្យូទ័រ"), services.retire_missing(["YY"])) == ([], 0)
    load()
    assert hits("សព្ទ") == [("XX", 3, "km")]


def test_loading_the_same_text_again_writes_no_passage() -> None:
    load()
    before = list(db.session.scalars(select(Passage.id).order_by(Passage.id)))
    load()
    assert list(db.session.scalars(select(Passage.id).order_by(Passage.id))) == before


def test_texts_that_are_not_built_alike_have_nothing_beside_them() -> None:
    load(en=EN.replace("- Two", "Two.\n\n- Two"))
    assert set(db.session.scalars(select(Passage.beside))) == {""}


def test_a_lesson_gives_no_more_hits_than_asked_for() -> None:
    load(km=KM.replace("- ពីរ hash", "\n\n".join(["hash"] * 9)))
    assert hits("hash") == [("XX", number, "km") for number in (2, 3, 4)]


def test_terms_follow_the_glossary_and_are_few() -> None:
    services.load_glossary([TERM, {**TERM, "en": "custody", "km": "ថែរក្សា"}])
    assert [one.term.en for one in queries.search_terms("custod")] == ["custody", "chain of custody"]
    assert [one.term.en for one in queries.search_terms("custod", most=1)] == ["custody"]
    services.load_glossary([TERM])
    assert [one.term.en for one in queries.search_terms("ខ្សែ")] == ["chain of custody"]
    assert db.session.scalar(select(func.count()).select_from(Passage)) == 2


def test_a_search_costs_the_same_for_one_and_for_thirteen_lessons(count_queries: Callable[[], Any]) -> None:
    services.load_glossary(read_glossary())
    counts = []
    for some in (read_modules()[:1], read_modules()):
        for one in some:
            services.load_module(one)
        with count_queries() as seen:
            ids = list(db.session.scalars(select(Module.id)))
            lengths = [len(queries.search_passages("កុមារ", ids, lang="km", most=3))]
            queries.search_terms("កុមារ")
        counts.append((len(seen), max(lengths) <= 3 * len(some)))
    assert counts[0] == counts[1] == (counts[0][0], True)
