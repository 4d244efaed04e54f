"""Case files: written, changed, and put over questions."""

import pytest
from sqlalchemy import select

from forum_app.kernel import clock
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db, transaction
from forum_app.questions import queries, services
from forum_app.questions.models import Exhibit, Question
from forum_app.questions.queries import data_of
from forum_app.questions.rules import refusals
from forum_app.questions.rules.cases import LONGEST_CASE
from tests.factories.questions import make_exhibit, make_question, make_taught

pytestmark = pytest.mark.usefixtures("context")

NEW = Bilingual("អត្ថបទថ្មី", "Another text")


def change(exhibit: Exhibit, text: Bilingual = NEW) -> Exhibit:
    return services.change_exhibit(exhibit, title=exhibit.title, text=text, actor=None, at=clock.now())


def versions() -> list[tuple[int, str, str]]:
    query = select(Question).order_by(Question.code, Question.version)
    return [(q.version, q.status, q.exhibit.text.en if q.exhibit else "") for q in db.session.scalars(query)]


def test_case_files_are_counted_by_module() -> None:
    assert [make_exhibit(code).code for code in ("DF", "DF", "LP")] == ["DF-C01", "DF-C02", "LP-C01"]


def test_everything_that_is_wrong_with_a_case_is_said_at_once() -> None:
    make_taught()
    with pytest.raises(refusals.QuestionNotKept) as error:
        services.write_exhibit("XX", title=Bilingual(), text=Bilingual(), actor=None)
    assert [type(fault).__name__ for fault in error.value.faults] == [
        "ModuleUnknown",
        "CaseTitleMissing",
        "CaseTextMissing",
    ]
    long = Bilingual("ក" * (LONGEST_CASE + 1))
    with pytest.raises(refusals.QuestionNotKept) as error:
        services.write_exhibit("DF", title=Bilingual("ក"), text=long, actor=None)
    assert [type(fault).__name__ for fault in error.value.faults] == ["CaseTooLong"]


def test_several_drafts_are_put_under_a_case_at_once_and_a_question_says_where_it_stands() -> None:
    exhibit = make_exhibit()
    questions = [make_question(), make_question("numeric")]
    assert queries.list_attachable(exhibit) == questions
    assert services.attach(exhibit, questions, actor=None, at=clock.now()) == 2
    assert [data_of(question).exhibit for question in queries.list_under(exhibit)] == ["DF-C01", "DF-C01"]
    assert queries.list_attachable(exhibit) == []


def test_drafts_that_were_loaded_with_all_beside_them_are_put_under_a_case() -> None:
    exhibit = make_exhibit()
    make_question(objective="")
    db.session.expunge_all()  # a request loads them anew
    exhibit = queries.list_exhibits()[0]
    assert services.attach(exhibit, queries.list_attachable(exhibit), actor=None, at=clock.now()) == 1


def test_a_case_nobody_was_asked_about_is_written_over_and_its_questions_are_drafts_again() -> None:
    exhibit = make_exhibit()
    make_question(exhibit="DF-C01", status="language_check")
    changed = change(exhibit)
    assert (changed.id, versions()) == (exhibit.id, [(1, "draft", "Another text")])


def test_a_case_that_was_asked_about_gets_a_new_version_and_its_questions_are_checked_again() -> None:
    exhibit = make_exhibit()
    make_question(exhibit="DF-C01", status="approved")
    make_question(exhibit="DF-C01")
    make_question(exhibit="DF-C01", status="retired")
    new = change(exhibit)
    assert (new.version, new.retired, exhibit.retired) == (2, False, True)
    assert versions() == [
        (1, "approved", "What happened"),
        (2, "draft", "Another text"),
        (1, "draft", "Another text"),
        (1, "retired", "What happened"),
    ]
    assert [one.id for one in queries.list_exhibits()] == [new.id]
    with pytest.raises(refusals.CaseRetired):
        change(exhibit, Bilingual("ម្តងទៀត"))
    with pytest.raises(refusals.CaseRetired):
        services.attach(exhibit, [], actor=None, at=clock.now())


def test_a_question_whose_new_version_is_being_written_gets_no_third_one() -> None:
    exhibit = make_exhibit()
    question = make_question(exhibit="DF-C01", status="approved")
    change(exhibit)
    newest = queries.list_exhibits()[0]
    change(newest, Bilingual("លើកទីបី", "Third"))
    assert question.exhibit is not None
    assert versions() == [(1, "approved", "What happened"), (2, "draft", "Third")]


def test_saving_a_case_without_a_change_leaves_it_alone() -> None:
    exhibit = make_exhibit()
    question = make_question(exhibit="DF-C01", status="legal_check")
    change(exhibit, exhibit.text)
    assert (exhibit.version, question.status) == (1, "legal_check")


def test_a_case_of_the_course_follows_its_files() -> None:
    exhibit = make_exhibit()
    with transaction():
        exhibit.origin = "course"
    with pytest.raises(refusals.CaseFollowsTheCourse):
        change(exhibit)
