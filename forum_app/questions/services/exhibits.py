"""Case files: written, changed, and put over questions."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum_app.kernel import audit
from forum_app.kernel.audit import HasId
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import transaction
from forum_app.questions import queries
from forum_app.questions.models import Exhibit, Question
from forum_app.questions.queries import data_of
from forum_app.questions.rules import refusals
from forum_app.questions.rules.cases import faults_of_case
from forum_app.questions.rules.history import Changes
from forum_app.questions.rules.life import BEING_WRITTEN
from forum_app.questions.rules.places import OWN_EXHIBIT_CODE, highest_numbers
from forum_app.questions.services.columns import event, lock
from forum_app.questions.services.writing import change_question, new_version


def write_exhibit(module: str, *, title: Bilingual, text: Bilingual, actor: HasId | None) -> Exhibit:
    """A new case file of our own, `DF-C01`. Raises QuestionNotKept with everything that is wrong with it."""
    with transaction() as session:
        places = queries.places_of({module}, lock=True)
        unknown = [] if module in places.modules else [refusals.ModuleUnknown(code=module)]
        _require_sound([*unknown, *faults_of_case(title, text)])
        known = session.scalars(select(Exhibit.code).where(Exhibit.module_id == places.modules[module]))
        number = highest_numbers(known, OWN_EXHIBIT_CODE).get(module, 0) + 1
        code = f"{module}-C{number:02d}"
        exhibit = Exhibit(code=code, module_id=places.modules[module], title=title, text=text, origin="own")
        session.add(exhibit)
        session.flush()
        audit.record("questions.write_exhibit", exhibit, actor=actor, code=code)
        return exhibit


def change_exhibit(
    exhibit: Exhibit, *, title: Bilingual, text: Bilingual, actor: HasId | None, at: datetime
) -> Exhibit:
    """Write over a case file nobody was asked about; else a new version, whose questions are checked again.

    Raises CaseFollowsTheCourse, CaseRetired, QuestionNotKept.
    """
    with transaction() as session:
        lock(session, exhibit)
        if exhibit.origin == "course":
            raise refusals.CaseFollowsTheCourse
        if exhibit.retired:
            raise refusals.CaseRetired
        _require_sound(list(faults_of_case(title, text)))
        if (exhibit.title, exhibit.text) == (title, text):
            return exhibit
        different: Changes = {"case": [exhibit.text.as_dict(), text.as_dict()]}
        under = [question for question in queries.list_under(exhibit) if question.status != "retired"]
        if all(question.status in BEING_WRITTEN for question in queries.list_under(exhibit)):
            exhibit.title, exhibit.text = title, text
        else:
            exhibit = _new_version(session, exhibit, title, text)
        for question in under:
            _check_again(session, question, exhibit, different, actor=actor, at=at)
        session.flush()
        audit.record("questions.change_exhibit", exhibit, actor=actor, code=exhibit.code)
        return exhibit


def attach(exhibit: Exhibit, questions: Sequence[Question], *, actor: HasId | None, at: datetime) -> int:
    """Put drafts of the module under a case file; how many there were. Raises CaseRetired, refusals of changing."""
    with transaction():
        if exhibit.retired:
            raise refusals.CaseRetired
        for question in questions:
            change_question(question, replace(data_of(question), exhibit=exhibit.code), actor=actor, at=at)
        return len(questions)


def _require_sound(found: Sequence[refusals.QuestionFault]) -> None:
    if found:
        raise refusals.QuestionNotKept(found)


def _new_version(session: Session, old: Exhibit, title: Bilingual, text: Bilingual) -> Exhibit:
    exhibit = Exhibit(
        code=old.code, version=old.version + 1, module_id=old.module_id, title=title, text=text, origin="own"
    )
    session.add(exhibit)
    old.retired = True
    session.flush()
    return exhibit


def _check_again(
    session: Session, question: Question, exhibit: Exhibit, different: Changes, *, actor: HasId | None, at: datetime
) -> None:
    """Nobody has read the question on this case: a draft stays one, what was approved gets a new version."""
    if question.status in BEING_WRITTEN:
        question.exhibit_id, question.status = exhibit.id, "draft"
        session.add(event(question, "changed", actor, at, changes=different))
    elif queries.find_newest(question.code) is question:
        places = queries.places_of({exhibit.module.code})  # the code now means the new version of the case
        new_version(session, question, data_of(question), places, different, actor=actor, at=at)
