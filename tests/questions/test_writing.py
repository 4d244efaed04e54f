"""Writing questions, changing them, and what happens to what was approved."""

from typing import Any

import pytest
from sqlalchemy import select

from forum_app.kernel import clock
from forum_app.kernel.audit import AuditEntry
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db, transaction
from forum_app.questions import queries, services
from forum_app.questions.models import Question, QuestionEvent
from forum_app.questions.queries import data_of
from forum_app.questions.rules import refusals
from forum_app.questions.rules.history import mark_of
from forum_app.questions.rules.kinds import Kind
from tests.factories.accounts import make_account
from tests.factories.questions import make_question, make_taught, question_data

pytestmark = pytest.mark.usefixtures("context")


def events(question: Question) -> list[tuple[str, Any]]:
    query = select(QuestionEvent).where(QuestionEvent.question_id == question.id).order_by(QuestionEvent.id)
    return [(event.kind, event.changes) for event in db.session.scalars(query)]


def refused(error: pytest.ExceptionInfo[refusals.QuestionNotKept]) -> list[str]:
    return [type(fault).__name__ for fault in error.value.faults]


@pytest.mark.parametrize("kind", list(Kind))
def test_a_question_of_each_kind_comes_back_as_it_was_written(kind: str) -> None:
    question = make_question(kind, law_reference="CCP-161", difficulty=3, use="prepost")
    data = question_data(kind, law_reference="CCP-161", difficulty=3, use="prepost", code="DF-T001")
    assert data_of(question) == data


def test_a_new_question_is_a_draft_of_our_own_with_a_code_a_history_and_an_entry_in_the_audit() -> None:
    author = make_account()
    question = make_question(actor=author)
    assert (question.code, question.version, question.status, question.origin) == ("DF-T001", 1, "draft", "own")
    assert events(question) == [("written", {})]
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "questions.write")).one()
    assert (entry.actor_id, entry.details) == (author.id, {"codes": ["DF-T001"]})


def test_codes_are_counted_by_module_and_never_given_twice() -> None:
    assert [make_question(module=module, objective="").code for module in ("DF", "DF", "LP")] == [
        "DF-T001",
        "DF-T002",
        "LP-T001",
    ]
    assert make_question(code="DF-T017").code == "DF-T017"
    assert make_question().code == "DF-T018"


def test_a_code_that_the_bank_could_not_have_given_is_replaced() -> None:
    assert [make_question(code=code).code for code in ("Q1", "LP-T004", "DF-Q1")] == ["DF-T001", "DF-T002", "DF-T003"]


def test_everything_that_is_wrong_is_said_at_once() -> None:
    make_question()
    with pytest.raises(refusals.QuestionNotKept) as error:
        make_question(stem=Bilingual(), right=(), objective="DF-O9", exhibit="DF-C01", code="DF-T001")
    assert refused(error) == ["StemMissing", "RightMissing", "ObjectiveUnknown", "ExhibitUnknown", "CodeTaken"]


def test_a_module_that_is_not_taught_is_refused() -> None:
    with pytest.raises(refusals.QuestionNotKept) as error:
        services.write_question(question_data(module="XX"), actor=None, at=clock.now())
    assert refused(error) == ["ModuleUnknown"]


def test_many_are_written_all_or_none() -> None:
    make_taught()
    many = [question_data(), question_data(stem=Bilingual()), question_data(code="DF-T001"), question_data("text")]
    with pytest.raises(refusals.QuestionsNotKept) as error:
        services.write_many(many, actor=None, at=clock.now())
    assert {place: [type(fault).__name__ for fault in found] for place, found in error.value.faults.items()} == {
        1: ["StemMissing"],
        2: ["CodeTaken"],
    }
    assert db.session.scalars(select(Question)).all() == []


def test_looking_many_over_says_the_same_and_writes_nothing() -> None:
    make_taught()
    found = queries.examine([question_data(), question_data("text")])
    assert found == [[], []]


@pytest.mark.parametrize("times", [1, 3])
def test_writing_a_hundred_takes_as_many_queries_as_writing_one(times: int, count_queries: Any) -> None:
    make_taught()
    at = clock.now()
    with count_queries() as seen:
        services.write_many([question_data() for _ in range(100 * times)], actor=None, at=at)
    assert len(seen) == 11, seen


def test_no_question_is_written_when_there_is_none() -> None:
    assert services.write_many([], actor=None, at=clock.now()) == []


def test_a_draft_is_changed_in_place_and_the_history_says_what_was_there() -> None:
    question = make_question()
    data = question_data(stem=Bilingual("តើអ្វី?", "What does it ask?"), right=(2,))
    changed = services.change_question(question, data, actor=None, at=clock.now(), seen=mark_of(data_of(question)))
    assert (changed.id, data_of(changed).right) == (question.id, (2,))
    assert events(question)[1] == (
        "changed",
        {
            "stem": [
                {"km": "តើសំណួរនេះសួរអ្វី?", "en": "What does it ask?"},
                {"km": "តើអ្វី?", "en": "What does it ask?"},
            ],
            "right": [[{"km": "ជំហាន ខ", "en": "Step ខ"}], [{"km": "ជំហាន គ", "en": "Step គ"}]],
        },
    )


def test_saving_without_a_change_leaves_no_trace() -> None:
    question = make_question("matching")
    services.change_question(question, question_data("matching"), actor=None, at=clock.now())
    assert [kind for kind, _ in events(question)] == ["written"]


def test_a_question_that_is_being_checked_is_a_draft_again_when_it_is_changed() -> None:
    question = make_question(status="language_check")
    services.change_question(question, question_data(difficulty=1), actor=None, at=clock.now())
    assert (question.status, question.difficulty) == ("draft", 1)


def test_the_kind_and_the_objective_of_a_draft_can_be_changed() -> None:
    question = make_question()
    data = question_data("numeric", objective="DF-O2")
    services.change_question(question, data, actor=None, at=clock.now())
    assert data_of(question) == question_data("numeric", objective="DF-O2", code="DF-T001")


def test_what_was_approved_is_never_written_over_but_gets_a_new_version() -> None:
    question = make_question(status="approved")
    with transaction():
        question.legal_hold = True
    new = services.change_question(question, question_data(difficulty=1), actor=None, at=clock.now())
    assert [(q.code, q.version, q.status, q.difficulty, q.legal_hold) for q in (question, new)] == [
        ("DF-T001", 1, "approved", 2, True),
        ("DF-T001", 2, "draft", 1, True),
    ]
    assert events(new) == [("written", {"difficulty": [2, 1]})]


def test_only_one_new_version_is_written_at_a_time() -> None:
    question = make_question(status="approved")
    services.change_question(question, question_data(difficulty=1), actor=None, at=clock.now())
    with pytest.raises(refusals.NewerVersionExists):
        services.change_question(question, question_data(difficulty=3), actor=None, at=clock.now())


def test_a_retired_version_is_not_changed() -> None:
    question = make_question(status="retired")
    with pytest.raises(refusals.VersionRetired):
        services.change_question(question, question_data(difficulty=1), actor=None, at=clock.now())


def test_what_somebody_else_changed_in_the_meantime_is_not_written_over() -> None:
    question = make_question()
    seen = mark_of(data_of(question))
    services.change_question(question, question_data(difficulty=1), actor=None, at=clock.now())
    with pytest.raises(refusals.ChangedMeanwhile):
        services.change_question(question, question_data(difficulty=3), actor=None, at=clock.now(), seen=seen)
    assert question.difficulty == 1


def test_a_question_of_the_course_follows_its_files() -> None:
    question = make_question()
    with transaction():
        question.origin = "course"
    with pytest.raises(refusals.FollowsTheCourse):
        services.change_question(question, question_data(difficulty=1), actor=None, at=clock.now())


def test_a_change_is_refused_with_everything_that_is_wrong() -> None:
    question = make_question()
    with pytest.raises(refusals.QuestionNotKept) as error:
        services.change_question(question, question_data(module="XX", right=()), actor=None, at=clock.now())
    assert refused(error) == ["RightMissing", "ModuleUnknown"]


def test_the_newest_version_of_a_code_is_found() -> None:
    question = make_question(status="approved")
    new = services.change_question(question, question_data(difficulty=1), actor=None, at=clock.now())
    found = queries.find_newest("DF-T001")
    assert found is not None
    assert found.id == new.id
    assert queries.find_newest("DF-T099") is None
