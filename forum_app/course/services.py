"""Bringing the course to what its content says."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum_app.course import rules
from forum_app.course.imports import ModuleContent
from forum_app.course.models import Module, Objective
from forum_app.kernel import audit
from forum_app.kernel.audit import HasId
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import transaction


def load_module(content: ModuleContent, *, actor: HasId | None = None) -> bool:
    """Bring one module and its objectives to what the content says; True when something changed.

    Loading twice changes nothing. An objective that is gone is retired, since questions point at it.
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
