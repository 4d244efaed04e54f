"""Writing questions into the bank and changing them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from forum_app.kernel import audit
from forum_app.kernel.audit import HasId
from forum_app.kernel.database import transaction
from forum_app.questions import queries
from forum_app.questions.models import Question
from forum_app.questions.queries import data_of
from forum_app.questions.rules import refusals
from forum_app.questions.rules.draft import QuestionData, faults, tidied
from forum_app.questions.rules.history import Changes, changes, mark_of
from forum_app.questions.rules.life import BEING_WRITTEN
from forum_app.questions.rules.places import Places, faults_of_place, take_code
from forum_app.questions.services.columns import event, lock, put, stored, values_of


def write_question(data: QuestionData, *, actor: HasId | None, at: datetime, status: str = "draft") -> Question:
    """A new question of our own. Raises QuestionNotKept with everything that is wrong with it."""
    try:
        return write_many([data], actor=actor, at=at, status=status)[0]
    except refusals.QuestionsNotKept as refusal:
        raise refusals.QuestionNotKept(refusal.faults[0]) from refusal


def write_many(
    questions: Sequence[QuestionData], *, actor: HasId | None, at: datetime, status: str = "draft"
) -> list[Question]:
    """Many at once, all or none, in a number of queries that does not depend on how many. Raises QuestionsNotKept.

    A code is kept when the bank could have given it (DF-T017) and nobody has it; else the bank gives one.
    """
    tidy = [tidied(data) for data in questions]
    with transaction() as session:
        places = queries.places_of({data.module for data in tidy}, lock=True)
        _require_sound(tidy, places)
        written = [_new(data, places, status, code=take_code(data, places)) for data in tidy]
        session.add_all(written)
        session.flush()
        session.add_all(event(question, "written", actor, at) for question in written)
        if written:
            codes = [question.code for question in written]
            audit.record("questions.write", written[0], actor=actor, codes=codes)
        return written


def _require_sound(questions: Sequence[QuestionData], places: Places) -> None:
    found = {number: wrong for number, wrong in enumerate(queries.judge(questions, places)) if wrong}
    if found:
        raise refusals.QuestionsNotKept(found)


def change_question(
    question: Question, data: QuestionData, *, actor: HasId | None, at: datetime, seen: str | None = None
) -> Question:
    """Write other words over a draft; of what was approved make a new version that replaces it once it is approved.

    A question that is being checked is a draft again: nobody has read its new words. `seen` is the mark
    (`rules.history.mark_of`) of what the writer had before them. Raises QuestionNotKept, FollowsTheCourse,
    VersionRetired, NewerVersionExists, ChangedMeanwhile.
    """
    data = tidied(data)
    with transaction() as session:
        lock(session, question)
        before = data_of(question)
        _require_changeable(question, before, seen)
        places = queries.places_of({data.module, before.module}, lock=True)
        places.taken.discard(question.code)
        wrong = [*faults(data), *faults_of_place(data, places)]
        if wrong:
            raise refusals.QuestionNotKept(wrong)
        different = changes(before, data)
        if not different:
            return question
        return _changed(session, question, data, places, different, actor=actor, at=at)


def _require_changeable(question: Question, before: QuestionData, seen: str | None) -> None:
    if question.origin == "course":
        raise refusals.FollowsTheCourse
    newest = queries.find_newest(question.code)
    if newest is not None and newest.version > question.version:
        raise refusals.NewerVersionExists
    if question.status == "retired":
        raise refusals.VersionRetired
    if seen is not None and seen != mark_of(before):
        raise refusals.ChangedMeanwhile


def _changed(
    session: Session,
    question: Question,
    data: QuestionData,
    places: Places,
    different: Changes,
    *,
    actor: HasId | None,
    at: datetime,
) -> Question:
    if question.status in BEING_WRITTEN:
        put(question, values_of(data, places, code=question.code, before=stored(question)) | {"status": "draft"})
        session.flush()
        session.expire(question)  # its objective and case file may be others now
        session.add(event(question, "changed", actor, at, changes=different))
    else:
        question = new_version(session, question, data, places, different, actor=actor, at=at)
    audit.record("questions.change", question, actor=actor, fields=sorted(different))
    return question


def new_version(
    session: Session,
    old: Question,
    data: QuestionData,
    places: Places,
    different: Changes,
    *,
    actor: HasId | None,
    at: datetime,
) -> Question:
    """A draft that says `data` and replaces the old version once it is approved."""
    question = _new(data, places, "draft", code=old.code, version=old.version + 1)
    question.legal_hold = old.legal_hold
    session.add(question)
    session.flush()
    session.add(event(question, "written", actor, at, changes=different))
    return question


def _new(data: QuestionData, places: Places, status: str, *, code: str, version: int = 1) -> Question:
    question = Question(code=code, version=version, origin="own", status=status)
    put(question, values_of(data, places, code=code))
    return question
