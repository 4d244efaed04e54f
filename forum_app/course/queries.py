"""Reads of the course."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from forum_app.course.models import GlossaryTerm, Module
from forum_app.kernel.database import db


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
