"""Filling the question bank from course_content."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum_app.course.models import Module
from forum_app.kernel import audit
from forum_app.kernel.audit import HasId
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import transaction
from forum_app.questions import queries
from forum_app.questions.models import Exhibit, Question
from forum_app.questions.rules.draft import QuestionData, faults, tidied
from forum_app.questions.rules.keyed import plain
from forum_app.questions.rules.places import Places
from forum_app.questions.rules.refusals import CourseQuestionBroken
from forum_app.questions.rules.rows import Row, data_of_row
from forum_app.questions.services.columns import put, stored, values_of


@dataclass(slots=True)
class Loaded:
    """What loading a module's questions did, by code."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    replaced: list[tuple[UUID, UUID]] = field(default_factory=list)
    """(old, new) where a new version stands in for one that was answered."""

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.retired)


@dataclass(frozen=True, slots=True)
class _Loading:
    """What every row of one module needs."""

    session: Session
    module: Module
    places: Places
    decided: dict[str, queries.DecidedHere]
    answered: Collection[UUID]
    loaded: Loaded


def load_questions(
    module_code: str,
    rows: Sequence[Row],
    *,
    exhibits: Sequence[Row] = (),
    answered: Collection[UUID] = (),
    actor: HasId | None = None,
) -> Loaded:
    """Bring the bank of one module to what its files say; loading twice changes nothing.

    What was asked and answered stays readable: a new wording of an `answered` question becomes a new version.
    Only a corrected key is written over the old one, so that results are right from then on. Questions that
    are gone are retired, never removed; questions that were written here are left alone. What was retired or put
    on hold here stays so, whatever the files say. Raises CourseQuestionBroken.
    """
    loaded = Loaded()
    with transaction() as session:
        module = session.scalars(select(Module).where(Module.code == module_code)).one()
        _load_exhibits(session, module, exhibits)
        decided = queries.decided_here(module)
        loading = _Loading(session, module, queries.places_of({module_code}), decided, answered, loaded)
        current = _current(session, module)
        for row in rows:
            _load(loading, row, current.get(row["code"]))
        _retire(loading, current, {row["code"] for row in rows})
        if loaded:
            audit.record(
                "questions.load_questions",
                module,
                actor=actor,
                added=loaded.added,
                changed=loaded.changed,
                retired=loaded.retired,
            )
    return loaded


def _load_exhibits(session: Session, module: Module, rows: Sequence[Row]) -> None:
    """Case files of the course: written over in place, retired when they are gone."""
    query = select(Exhibit).where(Exhibit.module_id == module.id, Exhibit.origin == "course")
    current = {exhibit.code: exhibit for exhibit in session.scalars(query)}
    for row in rows:
        exhibit = current.get(row["code"]) or Exhibit(code=row["code"], module_id=module.id)
        values = {"title": Bilingual.of(row["title"]), "text": Bilingual.of(row["text"]), "retired": False}
        put(exhibit, values)
        session.add(exhibit)
    for code in set(current) - {row["code"] for row in rows}:
        current[code].retired = True
    session.flush()


def _current(session: Session, module: Module) -> dict[str, Question]:
    query = select(Question).where(Question.module_id == module.id, Question.origin == "course")
    return {question.code: question for question in session.scalars(query.order_by(Question.version))}


def _load(loading: _Loading, row: Row, old: Question | None) -> None:
    data = tidied(data_of_row(row, loading.module.code))
    if found := faults(data):
        raise CourseQuestionBroken(code=data.code) from found[0]
    loaded, session = loading.loaded, loading.session
    if old is None:
        new = _added(session, data.code)
        put(new, _values(loading, row, data))
        loaded.added.append(data.code)
    elif old.id in loading.answered and not _same_words(old, data):
        new = _added(session, data.code, version=old.version + 1)
        put(new, _values(loading, row, data))
        old.status = "retired"
        session.flush()
        loaded.replaced.append((old.id, new.id))
        loaded.changed.append(data.code)
    else:
        put(old, _values(loading, row, data, old))
        if session.is_modified(old):
            loaded.changed.append(data.code)


def _added(session: Session, code: str, version: int = 1) -> Question:
    question = Question(code=code, version=version)
    session.add(question)
    return question


def _same_words(old: Question, data: QuestionData) -> bool:
    """True when whoever answered saw the same, in whatever order the files write it."""
    said = plain(stored(old))
    shown = (old.kind, old.stem, old.unit, set(said.options), set(said.targets))
    return shown == (data.kind, data.stem, data.unit, set(data.options), set(data.targets))


def _values(loading: _Loading, row: Row, data: QuestionData, old: Question | None = None) -> dict[str, Any]:
    decided = loading.decided.get(data.code, queries.DecidedHere())
    return values_of(data, loading.places, code=data.code, before=stored(old) if old else None) | {
        "facts": list(row.get("facts") or ()),
        "legal_hold": bool(row.get("legal_hold")) or decided.held,
        "status": "retired" if decided.retired else row.get("status", "approved"),
    }


def _retire(loading: _Loading, current: dict[str, Question], codes: set[str]) -> None:
    for code, question in current.items():
        if code not in codes and question.status != "retired":
            question.status = "retired"
            loading.loaded.retired.append(code)
