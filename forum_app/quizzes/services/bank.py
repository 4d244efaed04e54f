"""Filling the question bank from course_content."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from forum_app.course.models import Module, Objective
from forum_app.kernel import audit
from forum_app.kernel.audit import HasId
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db, transaction
from forum_app.kernel.identifiers import random_code
from forum_app.quizzes.models import Answer, Question, Quiz, QuizQuestion

KEY_LENGTH = 6
Row = Mapping[str, Any]


@dataclass(slots=True)
class Loaded:
    """What loading a module's questions did, by code."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.retired)


def load_questions(module_code: str, rows: Sequence[Row], *, actor: HasId | None = None) -> Loaded:
    """Bring the bank of one module to what its questions.yaml says; loading twice changes nothing.

    What was asked and answered stays readable: a new wording of an answered question becomes a new version,
    and quizzes that were never opened ask that one. Only a corrected key is written over the old one, so
    that results are right from then on. Questions that are gone are retired, never removed.
    """
    loaded = Loaded()
    with transaction() as session:
        module = session.scalars(select(Module).where(Module.code == module_code)).one()
        objectives = dict(
            session.execute(select(Objective.code, Objective.id).where(Objective.module_id == module.id)).all()
        )
        current = _current(session, module)
        answered = _answered(session, module)
        for row in rows:
            old = current.get(row["code"])
            _load(module, row, objectives, old, is_answered=old is not None and old.id in answered, loaded=loaded)
        _retire(current, {row["code"] for row in rows}, loaded)
        if loaded:
            audit.record(
                "quizzes.load_questions",
                module,
                actor=actor,
                added=loaded.added,
                changed=loaded.changed,
                retired=loaded.retired,
            )
    return loaded


def _current(session: Session, module: Module) -> dict[str, Question]:
    query = select(Question).where(Question.module_id == module.id).order_by(Question.version)
    return {question.code: question for question in session.scalars(query)}


def _answered(session: Session, module: Module) -> set[UUID]:
    query = select(Answer.question_id).join(Question, Question.id == Answer.question_id)
    return set(session.scalars(query.where(Question.module_id == module.id).distinct()))


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
        _ask_instead(session, old, new)
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
    values |= {"options": options, "correct_key": options[row["correct"]]["key"]}
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


def _ask_instead(session: Session, old: Question, new: Question) -> None:
    never_opened = select(Quiz.id).where(Quiz.opened_at.is_(None))
    session.execute(
        update(QuizQuestion)
        .where(QuizQuestion.question_id == old.id, QuizQuestion.quiz_id.in_(never_opened))
        .values(question_id=new.id)
    )


def _retire(current: dict[str, Question], codes: set[str], loaded: Loaded) -> None:
    for code, question in current.items():
        if code not in codes and question.status != "retired":
            question.status = "retired"
            loaded.retired.append(code)
