"""Reads of the course."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload

from forum_app.course.models import GlossaryTerm, Module
from forum_app.kernel.database import db
from forum_app.kernel.khmer.text import search_key


def list_modules() -> list[Module]:
    """Modules in teaching order."""
    query = select(Module).where(Module.retired.is_(False)).order_by(Module.position, Module.code)
    return list(db.session.scalars(query))


def find_module(code: str) -> Module | None:
    """A module with its objectives."""
    query = select(Module).where(Module.code == code).options(selectinload(Module.objectives))
    return db.session.scalar(query)


def list_terms() -> list[GlossaryTerm]:
    """The glossary."""
    return list(db.session.scalars(select(GlossaryTerm).order_by(GlossaryTerm.area, GlossaryTerm.id)))


def search_modules(typed: str, module_ids: Iterable[UUID]) -> list[Module]:
    """Those of these modules whose text in either language holds what was typed, in teaching order."""
    key = search_key(typed)
    if not key:
        return []
    matches = [column.contains(key, autoescape=True) for column in (Module.search_km, Module.search_en)]
    query = select(Module).where(Module.id.in_(list(module_ids)), or_(*matches)).order_by(Module.position)
    return list(db.session.scalars(query))


def search_terms(typed: str, *, most: int = 20) -> list[GlossaryTerm]:
    """Terms of the glossary that hold what was typed, in either language; short terms first."""
    key = search_key(typed)
    if not key:
        return []
    query = select(GlossaryTerm).where(GlossaryTerm.search_key.contains(key, autoescape=True))
    return list(db.session.scalars(query.order_by(func.length(GlossaryTerm.search_key), GlossaryTerm.id).limit(most)))
