"""The bank follows the files of the course, and keeps what was decided here."""

from typing import Any

import pytest
from sqlalchemy import select

from forum_app.kernel import clock
from forum_app.kernel.database import db
from forum_app.questions import services
from forum_app.questions.models import Exhibit, Question
from forum_app.questions.queries import data_of
from forum_app.questions.rules import refusals
from tests.factories.accounts import make_account
from tests.factories.questions import make_question, make_taught

pytestmark = pytest.mark.usefixtures("context")

WORDS = [{"km": "ក", "en": "a"}, {"km": "ខ", "en": "b"}, {"km": "គ", "en": "c"}]
CASE = {"code": "DF-K1", "title": {"km": "ករណី", "en": "Case"}, "text": {"km": "អត្ថបទ", "en": "Text"}}
KINDS: dict[str, dict[str, Any]] = {
    "single": {"options": WORDS, "correct": 1},
    "multiple": {"options": WORDS, "correct": [0, 2]},
    "matching": {"options": WORDS[:2], "targets": WORDS},
    "ordering": {"options": WORDS},
    "numeric": {"value": 48, "tolerance": 0.5, "unit": {"km": "ម៉ោង", "en": "hours"}},
    "text": {"accepted": ["SHA-256"]},
}


def row(kind: str = "single", **values: Any) -> dict[str, Any]:
    return {
        "code": "DF-Q1",
        "kind": kind,
        "stem": {"km": "តើ?", "en": "What?"},
        "feedback": {"km": "ព្រោះ", "en": "Because"},
        "objective": "DF-O1",
        **KINDS[kind],
        **values,
    }


def load(*rows: dict[str, Any], **options: Any) -> services.Loaded:
    make_taught()
    return services.load_questions("DF", rows, **options)


def only() -> Question:
    return db.session.scalars(select(Question)).one()


@pytest.mark.parametrize("kind", list(KINDS))
def test_each_kind_is_loaded_once_and_a_second_load_changes_nothing(kind: str) -> None:
    assert load(row(kind)).added == ["DF-Q1"]
    before = (only().options, only().targets, only().solution)
    assert not load(row(kind))
    assert (only().options, only().targets, only().solution) == before
    assert data_of(only()).kind == kind


def test_what_a_kind_says_is_read_from_its_row() -> None:
    load(row("numeric", law_reference="CCP Art. 96"))
    found = data_of(only())
    assert (found.value, found.tolerance, found.unit.en, found.law_reference) == ("48", "0.5", "hours", "CCP Art. 96")
    load(row("multiple"))
    assert data_of(only()).right == (0, 2)


def test_a_corrected_order_of_an_answered_question_is_written_over_the_old_one() -> None:
    load(row("ordering"))
    keys = only().option_keys
    loaded = load(row("ordering", options=WORDS[::-1]), answered={only().id})
    assert (loaded.changed, loaded.replaced, only().option_keys) == (["DF-Q1"], [], keys)
    assert data_of(only()).options[0].en == "c"


def test_new_words_of_an_answered_question_become_a_new_version() -> None:
    load(row("numeric"))
    loaded = load(row("numeric", unit={"km": "ថ្ងៃ", "en": "days"}), answered={only().id})
    query = select(Question.version, Question.status).order_by(Question.version)
    assert db.session.execute(query).all() == [(1, "retired"), (2, "approved")]
    assert len(loaded.replaced) == 1


def test_what_was_written_here_is_left_alone() -> None:
    question = make_question()
    load(row())
    assert load().retired == ["DF-Q1"]
    assert question.status == "draft"


def test_case_files_are_loaded_changed_and_retired() -> None:
    load(row(exhibit="DF-K1"), exhibits=[CASE])
    exhibit = db.session.scalars(select(Exhibit)).one()
    assert (only().exhibit_id, exhibit.origin) == (exhibit.id, "course")
    load(row(exhibit="DF-K1"), exhibits=[{**CASE, "text": {"km": "ថ្មី", "en": "New"}}])
    assert exhibit.text.en == "New"
    load(row())
    assert (exhibit.retired, only().exhibit_id) == (True, None)


def test_a_row_that_cannot_be_kept_stops_the_loading() -> None:
    with pytest.raises(refusals.CourseQuestionBroken):
        load(row(correct=9))
    assert db.session.scalars(select(Question)).all() == []


def test_what_was_retired_here_stays_retired_until_it_is_used_again() -> None:
    load(row())
    actor = make_account()
    services.retire(only(), note="មិនបង្រៀន", actor=actor, at=clock.now())
    load(row(difficulty=3))
    assert (only().status, only().difficulty) == ("retired", 3)
    services.restore(only(), note="បង្រៀន", actor=actor, at=clock.now())
    load(row())
    assert only().status == "approved"


def test_what_was_held_here_stays_held_until_it_is_lifted() -> None:
    load(row())
    actor, other = make_account(), make_account()
    services.hold(only(), note="មាត្រាថ្មី", actor=actor, at=clock.now())
    load(row())
    assert only().legal_hold
    services.lift_hold(only(), note="បានអាន", actor=other, at=clock.now())
    load(row())
    assert not only().legal_hold
    load(row(legal_hold=True))
    assert only().legal_hold


def test_a_question_that_left_the_files_comes_back_with_them() -> None:
    load(row())
    load()
    assert only().status == "retired"
    load(row())
    assert only().status == "approved"
