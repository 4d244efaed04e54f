"""Bringing the course to what its content says."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum_app.course import rules
from forum_app.course.imports import (
    FEEDBACK,
    GLOSSARY,
    ModuleContent,
    units_of_feedback,
    units_of_glossary,
    units_of_module,
)
from forum_app.course.models import GlossaryTerm, Module, Objective
from forum_app.course.services import indexing, remembering
from forum_app.kernel import audit
from forum_app.kernel.audit import HasId
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import transaction
from forum_app.kernel.khmer.text import search_key


def load_module(content: ModuleContent, *, in_file: ModuleContent | None = None, actor: HasId | None = None) -> bool:
    """Bring one module and its objectives to what the content says; True when something changed.

    `in_file` is the module as the files have it, where corrections made here say something else. Loading twice
    changes nothing. An objective that is gone is retired, since questions point at it.
    Raises ContentBroken.
    """
    if content.problems:
        raise rules.ContentBroken(problems=f"{content.data.get('code')}: {'; '.join(content.problems)}")
    with transaction() as session:
        module = session.scalars(select(Module).where(Module.code == content.code)).one_or_none()
        is_new = module is None
        if module is None:
            module = Module(code=content.code)
            session.add(module)
        changed = _set(module, _values(content)) or is_new
        session.flush()
        changed = _load_objectives(session, module, content.data["objectives"]) or changed
        units = units_of_module(content)
        said = units_of_module(in_file) if in_file else units
        changed = _set(module, {"outdated": remembering.remember(session, module.code, units, said)}) or changed
        indexing.index_module(session, module)
        if changed:
            audit.record("course.load_module", module, actor=actor, code=module.code)
        return changed


def _values(content: ModuleContent) -> dict[str, Any]:
    data = content.data
    checked = data.get("checked_on")
    return {
        "position": int(data.get("order") or 0),
        "title": Bilingual.of(data["title"]),
        "summary": Bilingual.of(data.get("summary")),
        "text_km": content.texts.get("km", ""),
        "text_en": content.texts.get("en", ""),
        "reading_minutes": int(data.get("minutes") or 5),
        "warning_level": int(data.get("warning_level") or 0),
        "checked_on": date.fromisoformat(checked) if checked else None,
        "read_by": dict(data.get("read_by") or {}),
        "sources": list(data.get("sources") or ()),
        "law_status": list(data.get("law_status") or ()),
        "self_check": list(data.get("self_check") or ()),
        "retired": False,
    }


def _set(row: Any, values: Mapping[str, Any]) -> bool:
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed)


def _load_objectives(session: Session, module: Module, rows: Sequence[Mapping[str, Any]]) -> bool:
    known = {one.code: one for one in session.scalars(select(Objective).where(Objective.module_id == module.id))}
    changed = False
    for row in rows:
        objective = known.pop(row["code"], None)
        if objective is None:
            objective = Objective(code=row["code"], module_id=module.id)
            session.add(objective)
            changed = True
        changed = _set(objective, {"text": Bilingual.of(row), "retired": False}) or changed
    for gone in known.values():
        changed = _set(gone, {"retired": True}) or changed
    return changed


def retire_missing(codes: Collection[str], *, actor: HasId | None = None) -> int:
    """Retire the modules that the content no longer has; forums that taught them keep them. Returns how many."""
    with transaction() as session:
        gone = list(session.scalars(select(Module).where(Module.retired.is_(False), Module.code.not_in(codes))))
        for module in gone:
            module.retired = True
            remembering.forget_area(session, module.code)
            audit.record("course.retire_module", module, actor=actor, code=module.code)
        return len(gone)


def load_feedback_texts(rows: Sequence[Mapping[str, Any]], *, in_file: Sequence[Mapping[str, Any]]) -> None:
    """The questions that every forum asks belong to another feature; their two languages are watched here."""
    with transaction() as session:
        remembering.remember(session, FEEDBACK, units_of_feedback(rows), units_of_feedback(in_file))


def load_glossary(rows: Sequence[Mapping[str, str]], *, in_file: Sequence[Mapping[str, str]] | None = None) -> int:
    """Bring the glossary to what its file says. Returns how many terms were added, changed or taken out."""
    with transaction() as session:
        known = {(one.term.en, one.area): one for one in session.scalars(select(GlossaryTerm))}
        count = 0
        for row in rows:
            term = known.pop((row["en"], row["area"]), None)
            if term is None:
                term = GlossaryTerm(area=row["area"])
                session.add(term)
            key = search_key(f"{row['km']} {row['en']}")
            pair = Bilingual(row["km"], row["en"])
            count += _set(term, {"term": pair, "source": row.get("source", ""), "search_key": key})
        indexing.forget_terms(session, known.values())
        for gone in known.values():
            session.delete(gone)
        session.flush()
        indexing.index_terms(session)
        said = units_of_glossary(rows if in_file is None else in_file)
        remembering.remember(session, GLOSSARY, units_of_glossary(rows), said)
        return count + len(known)
