"""The life of a question: sent, checked by somebody else, sent back, approved, retired, held."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum_app.kernel import audit
from forum_app.kernel.audit import HasId
from forum_app.kernel.database import transaction
from forum_app.questions import queries
from forum_app.questions.models import Question
from forum_app.questions.queries import data_of
from forum_app.questions.rules import refusals
from forum_app.questions.rules.complete import lacks
from forum_app.questions.rules.life import BEING_CHECKED, may_check
from forum_app.questions.services.columns import event, lock


def send(question: Question, *, actor: HasId | None, at: datetime) -> Question:
    """A draft waits for its legal check from now on. Raises NotADraft, QuestionNotReady."""
    with transaction() as session:
        lock(session, question)
        if question.status != "draft":
            raise refusals.NotADraft
        _require_complete(question)
        question.status = "legal_check"
        _note(session, question, "sent", actor=actor, at=at)
        return question


def pass_check(question: Question, *, actor: HasId | None, at: datetime, override: str = "") -> Question:
    """It passed the check it waits for; the second one approves it, and older versions retire.

    `override` is an organiser's reason to check what they wrote themselves, see docs/decisions.
    Raises NotBeingChecked, OwnQuestion, QuestionNotReady.
    """
    with transaction() as session:
        lock(session, question)
        if question.status not in BEING_CHECKED:
            raise refusals.NotBeingChecked
        _require_other_reader(question, actor, override)
        _require_complete(question)
        note = override.strip()
        if question.status == "legal_check":
            question.status = "language_check"
            _note(session, question, "legal_checked", actor=actor, at=at, note=note)
        else:
            question.status = "approved"
            question.is_sample = False  # quizzes may ask it from now on, so it stays when the sample goes
            _note(session, question, "language_checked", actor=actor, at=at, note=note)
            _note(session, question, "approved", actor=actor, at=at)
            _retire_older(session, question, actor=actor, at=at)
        return question


def send_back(question: Question, *, note: str, actor: HasId | None, at: datetime) -> Question:
    """Back to whoever writes it, with what is to be mended. Raises NotBeingChecked, NoteMissing."""
    with transaction() as session:
        lock(session, question)
        if question.status not in BEING_CHECKED:
            raise refusals.NotBeingChecked
        _require_note(note)
        question.status = "draft"
        _note(session, question, "returned", actor=actor, at=at, note=note)
        return question


def retire(question: Question, *, note: str, actor: HasId | None, at: datetime) -> Question:
    """Nobody is asked it again; what was answered stays. Raises AlreadyRetired, NoteMissing."""
    with transaction() as session:
        lock(session, question)
        if question.status == "retired":
            raise refusals.AlreadyRetired
        _require_note(note)
        question.status = "retired"
        _note(session, question, "retired", actor=actor, at=at, note=note)
        return question


def restore(question: Question, *, note: str, actor: HasId | None, at: datetime) -> Question:
    """Use a question of the course again that was retired here. Raises NotRetiredHere, NoteMissing."""
    with transaction() as session:
        lock(session, question)
        decided = queries.decided_here(question.module).get(question.code)
        newest = queries.find_newest(question.code)
        if question.status != "retired" or not (decided and decided.retired) or newest is not question:
            raise refusals.NotRetiredHere
        _require_note(note)
        question.status = "approved"
        _note(session, question, "approved", actor=actor, at=at, note=note)
        return question


def hold(question: Question, *, note: str, actor: HasId | None, at: datetime) -> Question:
    """A lawyer has to read it before it is asked again. Raises AlreadyHeld, NoteMissing."""
    with transaction() as session:
        lock(session, question)
        if question.legal_hold:
            raise refusals.AlreadyHeld
        _require_note(note)
        _set_hold(session, question, note=note, actor=actor, at=at)
        return question


def lift_hold(question: Question, *, note: str, actor: HasId | None, at: datetime, override: str = "") -> Question:
    """A lawyer has read it. A hold that the files of the course set is theirs to lift.

    Raises NotHeldHere, NoteMissing, OwnQuestion.
    """
    with transaction() as session:
        lock(session, question)
        decided = queries.decided_here(question.module).get(question.code)
        is_ours = question.origin == "own" or bool(decided and decided.held)
        if not question.legal_hold or not is_ours:
            raise refusals.NotHeldHere
        _require_note(note)
        _require_other_reader(question, actor, override)
        _set_hold(session, question, note=note, actor=actor, at=at)
        return question


def _set_hold(session: Session, question: Question, *, note: str, actor: HasId | None, at: datetime) -> None:
    was = question.legal_hold
    question.legal_hold = not was
    session.add(event(question, "changed", actor, at, note=note.strip(), changes={"legal_hold": [was, not was]}))
    audit.record("questions.hold" if not was else "questions.lift_hold", question, actor=actor)


def _require_complete(question: Question) -> None:
    lacking = lacks(data_of(question))
    if lacking:
        raise refusals.QuestionNotReady(lacking)


def _require_other_reader(question: Question, actor: HasId | None, override: str) -> None:
    authors = queries.authors_of(question)
    if not may_check(actor.id if actor else None, authors, override=override):
        raise refusals.OwnQuestion


def _require_note(note: str) -> None:
    if not note.strip():
        raise refusals.NoteMissing


def _note(
    session: Session, question: Question, kind: str, *, actor: HasId | None, at: datetime, note: str = ""
) -> None:
    session.add(event(question, kind, actor, at, note=note.strip()))
    audit.record(f"questions.{kind}", question, actor=actor)


def _retire_older(session: Session, question: Question, *, actor: HasId | None, at: datetime) -> None:
    query = select(Question).where(
        Question.code == question.code, Question.version < question.version, Question.status != "retired"
    )
    for old in session.scalars(query):
        old.status = "retired"
        versions = [old.version, question.version]
        session.add(event(old, "retired", actor, at, changes={"version": versions}))
