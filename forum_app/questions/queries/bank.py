"""The bank as a list: searched, filtered, counted."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, and_, cast, func, or_, select
from sqlalchemy.orm import defer, joinedload
from sqlalchemy.sql.base import ExecutableOption

from forum_app.course.models import Module, Objective
from forum_app.kernel.audit import HasId
from forum_app.kernel.bilingual import LANGUAGES
from forum_app.kernel.database import db
from forum_app.questions.models import Exhibit, Question, QuestionImport
from forum_app.questions.queries.history import waits_for
from forum_app.questions.rules.words import parts

PAIRS = ("stem", "unit", "feedback", "source")
LISTS = ("options", "targets")
IN_USE = frozenset({"draft", "legal_check", "language_check", "approved"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for; empty means: all."""

    typed: str = ""
    module: str = ""
    objective: str = ""
    kind: str = ""
    status: str = ""
    """Empty: everything that is not retired."""
    origin: str = ""
    use: str = ""
    difficulty: str = ""
    exhibit: str = ""
    held: bool = False
    one_language: bool = False
    waiting: bool = False
    """For a check that the reader may do."""


def everything() -> tuple[ExecutableOption, ...]:
    """Load what `data_of` reads, so that many questions cost as many queries as one."""
    return (joinedload(Question.module), joinedload(Question.objective), joinedload(Question.exhibit))


def bank(wanted: Wanted, reader: HasId) -> Select[Any]:
    """The questions that are wanted, with module and objective, in order of module and code."""
    return (
        select(Question)
        .join(Question.module)
        .where(*_conditions(wanted, reader), _of_status(wanted.status))
        .options(*everything())
        .order_by(Module.position, Module.code, Question.code, Question.version.desc())
    )


def count_by_status(wanted: Wanted, reader: HasId) -> dict[str, int]:
    """How many there are of each status, with every other filter on."""
    query = select(Question.status, func.count()).join(Question.module).where(*_conditions(wanted, reader))
    return dict(db.session.execute(query.group_by(Question.status)).all())


def list_newest() -> list[Question]:
    """The newest version of every question, with what `data_of` reads."""
    newest = select(Question.code, func.max(Question.version).label("version")).group_by(Question.code).subquery()
    same = and_(Question.code == newest.c.code, Question.version == newest.c.version)
    query = select(Question).join(newest, same).options(*everything()).order_by(Question.code)
    return list(db.session.scalars(query))


def _of_status(status: str) -> ColumnElement[bool]:
    return Question.status == status if status else Question.status.in_(IN_USE)


def _conditions(wanted: Wanted, reader: HasId) -> list[ColumnElement[bool]]:
    plain = {"kind": wanted.kind, "origin": wanted.origin, "use": wanted.use}
    found: list[ColumnElement[bool]] = [getattr(Question, name) == value for name, value in plain.items() if value]
    found += [Question.search_key.contains(part, autoescape=True) for part in parts(wanted.typed)]
    if wanted.module:
        found.append(Module.code == wanted.module)
    if wanted.objective:
        found.append(Question.objective_id.in_(select(Objective.id).where(Objective.code == wanted.objective)))
    if wanted.exhibit:
        found.append(Question.exhibit_id.in_(select(Exhibit.id).where(Exhibit.code == wanted.exhibit)))
    if wanted.difficulty.isdecimal():
        found.append(Question.difficulty == int(wanted.difficulty))
    if wanted.held:
        found.append(Question.legal_hold.is_(True))
    if wanted.one_language:
        found.append(_has_one_language())
    if wanted.waiting:
        found.append(waits_for(reader))
    return found


def _has_one_language() -> ColumnElement[bool]:
    """Something is written in one language and not in the other."""
    columns = Question.__table__.c
    pairs = [(columns[f"{name}_km"] == "") != (columns[f"{name}_en"] == "") for name in PAIRS]
    lists = [cast(columns[name], Text).contains(f'"{lang}": ""') for name in LISTS for lang in LANGUAGES]
    return or_(*pairs, *lists)


def list_imports() -> list[QuestionImport]:
    """The newest fifty files of questions, without their content."""
    query = select(QuestionImport).options(defer(QuestionImport.content))
    return list(db.session.scalars(query.order_by(QuestionImport.created_at.desc()).limit(50)))
