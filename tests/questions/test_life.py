"""From draft to approved by two people, and out again."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from forum_app.accounts.models import Account
from forum_app.kernel import clock
from forum_app.kernel.audit import AuditEntry
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db, transaction
from forum_app.questions import queries, services
from forum_app.questions.models import Question, QuestionEvent
from forum_app.questions.rules import refusals
from forum_app.questions.rules.complete import lacks, missing_languages
from tests.factories.accounts import make_account
from tests.factories.questions import STEPS, make_question, question_data

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def author() -> Account:
    return make_account(login="author", is_staff=True)


@pytest.fixture
def reader() -> Account:
    return make_account(login="reader", is_staff=True)


def kinds(question: Question) -> list[str]:
    query = select(QuestionEvent.kind).where(QuestionEvent.question_id == question.id).order_by(QuestionEvent.id)
    return list(db.session.scalars(query))


def notes(question: Question) -> list[str]:
    query = select(QuestionEvent.note).where(QuestionEvent.question_id == question.id).order_by(QuestionEvent.id)
    return list(db.session.scalars(query))


def of_the_course(**values: Any) -> Question:
    question = make_question(status="approved", **values)
    with transaction():
        question.origin = "course"
    return question


def test_a_question_becomes_approved_by_two_checks_of_somebody_else(author: Account, reader: Account) -> None:
    question = make_question(actor=author)
    services.send(question, actor=author, at=clock.now())
    services.pass_check(question, actor=reader, at=clock.now())
    assert question.status == "language_check"
    services.pass_check(question, actor=reader, at=clock.now())
    assert question.status == "approved"
    assert kinds(question) == ["written", "sent", "legal_checked", "language_checked", "approved"]
    actions = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.sequence)).all()
    assert [action for action in actions if action.startswith("questions.")] == [
        "questions.write",
        "questions.sent",
        "questions.legal_checked",
        "questions.language_checked",
        "questions.approved",
    ]


@pytest.mark.parametrize("status", ["legal_check", "language_check"])
def test_nobody_checks_what_they_wrote(author: Account, status: str) -> None:
    question = make_question(actor=author, status=status)
    with pytest.raises(refusals.OwnQuestion):
        services.pass_check(question, actor=author, at=clock.now())
    assert question.status == status


def test_nobody_checks_what_they_changed(author: Account, reader: Account) -> None:
    question = make_question(actor=author)
    services.change_question(question, question_data(difficulty=1), actor=reader, at=clock.now())
    services.send(question, actor=author, at=clock.now())
    with pytest.raises(refusals.OwnQuestion):
        services.pass_check(question, actor=reader, at=clock.now())


def test_who_only_put_it_on_hold_may_check_it(author: Account, reader: Account) -> None:
    question = make_question(actor=author, status="legal_check")
    services.hold(question, note="ច្បាប់ថ្មី", actor=reader, at=clock.now())
    services.pass_check(question, actor=reader, at=clock.now())
    assert question.status == "language_check"


def test_an_organiser_alone_says_why_and_the_history_keeps_it(author: Account) -> None:
    question = make_question(actor=author, status="language_check")
    services.pass_check(question, actor=author, at=clock.now(), override="  គ្មានគ្រូផ្សេងទេ ")
    assert question.status == "approved"
    assert notes(question) == ["", "គ្មានគ្រូផ្សេងទេ", ""]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"stem": Bilingual("តើ?")}, ["LanguageLacking"]),
        ({"options": tuple(Bilingual(text.km) for text in STEPS)}, ["LanguageLacking"]),
        ({"feedback": Bilingual("", "So")}, ["LanguageLacking"]),
        ({"feedback": Bilingual(), "source": Bilingual()}, ["FeedbackLacking", "SourceLacking"]),
        ({"objective": ""}, ["ObjectiveLacking"]),
    ],
)
def test_what_is_not_complete_is_not_sent(values: dict[str, Any], expected: list[str]) -> None:
    question = make_question(**values)
    with pytest.raises(refusals.QuestionNotReady) as error:
        services.send(question, actor=None, at=clock.now())
    assert [type(fault).__name__ for fault in error.value.faults] == expected
    assert question.status == "draft"


def test_a_unit_that_nobody_wrote_is_missing_in_no_language() -> None:
    assert missing_languages(question_data("numeric", unit=Bilingual())) == []
    assert missing_languages(question_data("numeric", unit=Bilingual("ម៉ោង"))) == ["en"]
    assert lacks(question_data("numeric")) == []


def test_what_lost_its_objective_meanwhile_does_not_pass(reader: Account) -> None:
    question = make_question(status="language_check", objective="")
    with pytest.raises(refusals.QuestionNotReady):
        services.pass_check(question, actor=reader, at=clock.now())


@pytest.mark.parametrize("status", ["legal_check", "approved", "retired"])
def test_only_a_draft_is_sent(status: str) -> None:
    with pytest.raises(refusals.NotADraft):
        services.send(make_question(status=status), actor=None, at=clock.now())


@pytest.mark.parametrize("status", ["draft", "approved", "retired"])
def test_what_waits_for_no_check_is_neither_passed_nor_sent_back(status: str) -> None:
    question = make_question(status=status)
    with pytest.raises(refusals.NotBeingChecked):
        services.pass_check(question, actor=None, at=clock.now())
    with pytest.raises(refusals.NotBeingChecked):
        services.send_back(question, note="មិនច្បាស់", actor=None, at=clock.now())


def test_a_question_is_sent_back_with_what_is_to_be_mended(reader: Account) -> None:
    question = make_question(status="language_check")
    services.send_back(question, note=" ភាសាអង់គ្លេសខុស ", actor=reader, at=clock.now())
    assert (question.status, kinds(question), notes(question)) == (
        "draft",
        ["written", "returned"],
        ["", "ភាសាអង់គ្លេសខុស"],
    )


@pytest.mark.parametrize(
    ("verb", "status", "held"),
    [
        (services.send_back, "legal_check", False),
        (services.retire, "approved", False),
        (services.hold, "approved", False),
        (services.lift_hold, "approved", True),
    ],
)
def test_what_takes_something_away_says_why(verb: Callable[..., Any], status: str, held: bool) -> None:
    question = make_question(status=status)
    with transaction():
        question.legal_hold = held
    with pytest.raises(refusals.NoteMissing):
        verb(question, note="  ", actor=None, at=clock.now())


def test_a_new_version_replaces_the_old_one_once_it_is_approved(author: Account, reader: Account) -> None:
    old = make_question(actor=author, status="approved")
    new = services.change_question(old, question_data(difficulty=1), actor=author, at=clock.now())
    services.send(new, actor=author, at=clock.now())
    services.pass_check(new, actor=reader, at=clock.now())
    assert (old.status, new.status) == ("approved", "language_check")
    services.pass_check(new, actor=reader, at=clock.now())
    assert (old.status, new.status) == ("retired", "approved")
    newest, _ = queries.list_events(old)[0]
    assert (newest.kind, newest.changes) == ("retired", {"version": [1, 2]})


def test_a_retired_question_stays_where_it_was_answered(reader: Account) -> None:
    question = make_question(status="approved")
    services.retire(question, note="ច្បាប់បានប្តូរ", actor=reader, at=clock.now())
    assert question.status == "retired"
    with pytest.raises(refusals.AlreadyRetired):
        services.retire(question, note="ម្តងទៀត", actor=reader, at=clock.now())


def test_a_question_of_the_course_that_was_retired_here_can_be_used_again(reader: Account) -> None:
    question = of_the_course()
    services.retire(question, note="មិនទាន់បង្រៀន", actor=reader, at=clock.now())
    services.restore(question, note="បង្រៀនហើយ", actor=reader, at=clock.now())
    assert question.status == "approved"
    with pytest.raises(refusals.NotRetiredHere):
        services.restore(question, note="ម្តងទៀត", actor=reader, at=clock.now())


def test_using_again_says_why(reader: Account) -> None:
    question = of_the_course()
    services.retire(question, note="មិនទាន់បង្រៀន", actor=reader, at=clock.now())
    with pytest.raises(refusals.NoteMissing):
        services.restore(question, note="", actor=reader, at=clock.now())


def test_our_own_retired_question_is_copied_and_not_used_again(reader: Account) -> None:
    question = make_question(status="approved")
    services.retire(question, note="ខុស", actor=reader, at=clock.now())
    with pytest.raises(refusals.NotRetiredHere):
        services.restore(question, note="ត្រូវវិញ", actor=reader, at=clock.now())


def test_a_hold_is_lifted_by_somebody_else_than_the_author(author: Account, reader: Account) -> None:
    question = make_question(actor=author, status="approved")
    services.hold(question, note="មាត្រាថ្មី", actor=author, at=clock.now())
    with pytest.raises(refusals.AlreadyHeld):
        services.hold(question, note="ម្តងទៀត", actor=reader, at=clock.now())
    with pytest.raises(refusals.OwnQuestion):
        services.lift_hold(question, note="ខ្ញុំអានហើយ", actor=author, at=clock.now())
    services.lift_hold(question, note="មេធាវីបានអាន", actor=reader, at=clock.now())
    assert not question.legal_hold
    with pytest.raises(refusals.NotHeldHere):
        services.lift_hold(question, note="ម្តងទៀត", actor=reader, at=clock.now())


def test_a_hold_of_the_course_files_is_not_lifted_here(reader: Account) -> None:
    question = of_the_course()
    with transaction():
        question.legal_hold = True
    with pytest.raises(refusals.NotHeldHere):
        services.lift_hold(question, note="ខ្ញុំអានហើយ", actor=reader, at=clock.now())


def test_a_check_waits_for_everybody_but_its_authors(author: Account, reader: Account) -> None:
    waiting = make_question(actor=author, status="legal_check")
    make_question(actor=author)
    assert [queries.count_waiting(person) for person in (author, reader)] == [0, 1]
    found = db.session.scalars(select(Question.id).where(queries.waits_for(reader))).all()
    assert found == [waiting.id]


def test_the_history_names_who_did_what_in_every_version_up_to_this_one(author: Account, reader: Account) -> None:
    old = make_question(actor=author, status="approved")
    new = services.change_question(old, question_data(difficulty=1), actor=reader, at=clock.now())
    found = [(event.question_id, event.kind, account and account.id) for event, account in queries.list_events(new)]
    assert found == [(new.id, "written", reader.id), (old.id, "written", author.id)]
    assert [event.question_id for event, _ in queries.list_events(old)] == [old.id]


def test_the_system_has_no_name_in_the_history() -> None:
    assert [(event.kind, account) for event, account in queries.list_events(make_question())] == [("written", None)]
