"""Filling the question bank from course_content."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum_app.course.models import Module, Objective
from forum_app.kernel import audit
from forum_app.kernel.audit import HasId
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db, transaction
from forum_app.kernel.identifiers import random_code
from forum_app.questions.models import Question

KEY_LENGTH = 6
Row = Mapping[str, Any]


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


def load_questions(
    module_code: str, rows: Sequence[Row], *, answered: Collection[UUID] = (), actor: HasId | None = None
) -> Loaded:
    """Bring the bank of one module to what its questions.yaml says; loading twice changes nothing.

    What was asked and answered stays readable: a new wording of an `answered` question becomes a new version.
    Only a corrected key is written over the old one, so that results are right from then on. Questions that
    are gone are retired, never removed; questions that were written here are left alone.
    """
    loaded = Loaded()
    with transaction() as session:
        module = session.scalars(select(Module).where(Module.code == module_code)).one()
        objectives = dict(
            session.execute(select(Objective.code, Objective.id).where(Objective.module_id == module.id)).all()
        )
        current = _current(session, module)
        for row in rows:
            old = current.get(row["code"])
            _load(module, row, objectives, old, is_answered=old is not None and old.id in answered, loaded=loaded)
        _retire(current, {row["code"] for row in rows}, loaded)
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


def _current(session: Session, module: Module) -> dict[str, Question]:
    query = select(Question).where(Question.module_id == module.id, Question.origin == "course")
    return {question.code: question for question in session.scalars(query.order_by(Question.version))}


def _load(
    module: Module,
    row: Row,
    objectives: dict[str, UUID],
    old: Question | None,
    *,
    is_answered: bool,
    loaded: Loaded,
) -> None:
    session = db.session()
    if old is None:
        _write(_added(session, module, row["code"]), row, objectives)
        loaded.added.append(row["code"])
    elif not _same_words(old, row) and is_answered:
        new = _added(session, module, row["code"], version=old.version + 1)
        _write(new, row, objectives)
        old.status = "retired"
        session.flush()
        loaded.replaced.append((old.id, new.id))
        loaded.changed.append(row["code"])
    else:
        _write(old, row, objectives)
        if session.is_modified(old):
            loaded.changed.append(row["code"])


def _added(session: Session, module: Module, code: str, version: int = 1) -> Question:
    question = Question(code=code, version=version, module_id=module.id)
    session.add(question)
    return question


def _words(row: Row) -> list[dict[str, str]]:
    return [Bilingual.of(option).as_dict() for option in row["options"]]


def _same_words(old: Question, row: Row) -> bool:
    shown = [Bilingual.of(option).as_dict() for option in old.options]
    return shown == _words(row) and old.stem == Bilingual.of(row["stem"]) and old.kind == row["kind"]


def _write(question: Question, row: Row, objectives: dict[str, UUID]) -> None:
    values: dict[str, Any] = {
        "kind": row["kind"],
        "use": row.get("use", "quiz"),
        "stem": Bilingual.of(row["stem"]),
        "feedback": Bilingual.of(row.get("feedback")),
        "source": Bilingual.of(row.get("source")),
        "objective_id": objectives.get(row.get("objective", "")),
        "facts": list(row.get("facts") or ()),
        "difficulty": row.get("difficulty", 2),
        "legal_hold": bool(row.get("legal_hold")),
        "status": row.get("status", "approved"),
    }
    options = _options(question, row)
    values |= {"options": options, "solution": {"right": [options[row["correct"]]["key"]]}}
    for name, value in values.items():
        if getattr(question, name) != value:
            setattr(question, name, value)


def _options(question: Question, row: Row) -> list[dict[str, str]]:
    """Options with their keys: old ones stay when the number of options does, new ones are drawn at random."""
    words = _words(row)
    keys = question.option_keys if question.options else []
    if len(keys) != len(words):
        keys = [random_code(KEY_LENGTH) for _ in words]
    return [{"key": key, **text} for key, text in zip(keys, words, strict=True)]


def _retire(current: dict[str, Question], codes: set[str], loaded: Loaded) -> None:
    for code, question in current.items():
        if code not in codes and question.status != "retired":
            question.status = "retired"
            loaded.retired.append(code)
