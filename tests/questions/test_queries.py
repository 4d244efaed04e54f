"""The bank as a list."""

from typing import Any

import pytest
from sqlalchemy import select

from forum_app.accounts.models import Account
from forum_app.kernel import clock
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db, transaction
from forum_app.questions import queries, services
from forum_app.questions.models import Question
from forum_app.questions.queries import Wanted
from forum_app.questions.rules.words import parts, searchable
from tests.factories.accounts import make_account
from tests.factories.questions import STEPS, make_question, question_data

pytestmark = pytest.mark.usefixtures("context")


def found(reader: Account | None = None, **wanted: Any) -> list[str]:
    query = queries.bank(Wanted(**wanted), reader or make_account())
    return [question.code for question in db.session.scalars(query)]


def test_every_word_of_a_question_is_found_folded_and_none_reaches_over_two_texts() -> None:
    data = question_data("text", law_reference="CCP-161", stem=Bilingual("ការ ឆែកឆេរ", "A Search"))
    assert searchable(data, "DF-T001") == (
        "df-t001|ccp-161|sha-256|សា256|ការឆែកឆេរ|asearch|ព្រោះដូច្នេះ|becauseitisso|មេរៀន|thelesson"
    )
    assert parts("  Search ២៥៦ \u200b") == ["search", "256"]


@pytest.mark.parametrize("typed", ["ឆែក", "កឆេ", "earch", "SEARCH", "t001", "ឆែកឆេរ search", "ជំហាន", "step គ"])
def test_a_question_is_found_by_any_part_of_a_word_in_either_language(typed: str) -> None:
    make_question(stem=Bilingual("តើការឆែកឆេរជាអ្វី?", "What is a search?"))
    make_question("numeric")
    assert found(typed=typed) == ["DF-T001"]


def test_every_typed_part_must_be_found_and_signs_are_letters() -> None:
    make_question(stem=Bilingual("តើការឆែកឆេរជាអ្វី?", "What is a search?"))
    assert found(typed="search missing") == []
    assert found(typed="%") == []


@pytest.mark.parametrize(
    "wanted",
    [
        {"module": "LP"},
        {"objective": "LP-O1"},
        {"kind": "multiple"},
        {"status": "approved"},
        {"use": "prepost"},
        {"difficulty": "3"},
        {"held": True},
        {"one_language": True},
        {"origin": "course"},
    ],
)
def test_each_filter_finds_the_one_question_that_fits(wanted: dict[str, Any]) -> None:
    make_question()
    values: dict[str, Any] = {
        "module": "LP",
        "objective": "LP-O1",
        "use": "prepost",
        "difficulty": 3,
        "status": "approved",
    }
    special = make_question("multiple", feedback=Bilingual("មានតែខ្មែរ"), **values)
    with transaction():
        special.legal_hold, special.origin = True, "course"
    assert found(**wanted) == [special.code]


def test_options_in_one_language_are_found_too() -> None:
    make_question()
    one = make_question(options=tuple(Bilingual(text.km) for text in STEPS))
    assert found(one_language=True) == [one.code]


def test_what_is_retired_is_listed_only_when_asked_for() -> None:
    make_question(status="retired")
    assert (found(), found(status="retired")) == ([], ["DF-T001"])


def test_what_waits_for_the_reader_can_be_listed_alone() -> None:
    author, reader = make_account(), make_account()
    make_question(actor=author, status="legal_check")
    assert [found(person, waiting=True) for person in (author, reader)] == [[], ["DF-T001"]]


def test_a_difficulty_that_is_no_number_is_no_filter() -> None:
    make_question()
    assert found(difficulty="hard") == ["DF-T001"]


def test_questions_are_counted_by_status_with_the_other_filters_on() -> None:
    for status in ("draft", "draft", "retired"):
        make_question(status=status)
    make_question("numeric")
    assert queries.count_by_status(Wanted(kind="single", status="draft"), make_account()) == {"draft": 2, "retired": 1}


def test_the_newest_version_of_each_code_is_listed_with_what_its_data_needs(count_queries: Any) -> None:
    old = make_question(status="approved")
    new = services.change_question(old, question_data(difficulty=1), actor=None, at=clock.now())
    make_question("numeric")
    new_id = new.id
    with count_queries() as seen:
        listed = queries.list_newest()
        assert [queries.data_of(question).difficulty for question in listed] == [1, 2]
    assert (listed[0].id, len(seen)) == (new_id, 1)


def test_a_row_keeps_its_words_for_the_search_when_it_is_changed() -> None:
    question = make_question()
    services.change_question(question, question_data(stem=Bilingual("ថ្មី", "Fresh")), actor=None, at=clock.now())
    assert db.session.scalars(select(Question).where(Question.search_key.contains("fresh"))).one().id == question.id
