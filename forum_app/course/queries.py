"""Reads of the course."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import case, func, select
from sqlalchemy.orm import contains_eager, selectinload

from forum_app.course.models import GlossaryTerm, Module, Passage
from forum_app.kernel import full_text
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


def search_passages(typed: str, module_ids: Iterable[UUID], *, lang: str, most: int) -> list[Passage]:
    """Paragraphs of these modules that hold what was typed, with their module: at most this many of each.

    In teaching order. A paragraph that holds it in both languages counts in the reader's.
    """
    key = search_key(typed)
    if not key:
        return []
    is_other = case((Passage.language == lang, 0), else_=1)
    of_paragraph = func.row_number().over(
        partition_by=(Passage.module_id, Passage.number), order_by=(is_other, Passage.id)
    )
    found = select(Passage.id, Passage.module_id, Passage.number, of_paragraph.label("rank")).where(
        Passage.module_id.in_(list(module_ids)), full_text.holds(Passage.key, key)
    )
    first = found.subquery()
    of_module = func.row_number().over(partition_by=first.c.module_id, order_by=first.c.number)
    kept = select(first.c.id, of_module.label("place")).where(first.c.rank == 1).subquery()
    query = (
        select(Passage)
        .join(kept, kept.c.id == Passage.id)
        .join(Passage.module)
        .where(kept.c.place <= most, Module.retired.is_(False))
        .options(contains_eager(Passage.module))
        .order_by(Module.position, Module.code, Passage.number)
    )
    return list(db.session.scalars(query))


def search_terms(typed: str, *, most: int = 20) -> list[GlossaryTerm]:
    """Terms of the glossary that hold what was typed, in either language; short terms first."""
    key = search_key(typed)
    if not key:
        return []
    holding = select(Passage.term_id).where(Passage.term_id.is_not(None), full_text.holds(Passage.key, key))
    query = select(GlossaryTerm).where(GlossaryTerm.id.in_(holding))
    return list(db.session.scalars(query.order_by(func.length(GlossaryTerm.search_key), GlossaryTerm.id).limit(most)))
