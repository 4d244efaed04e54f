"""Reads of the course."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import contains_eager, selectinload

from forum_app.course.models import (
    GlossaryTerm,
    Module,
    Passage,
    TextBatch,
    TextCorrection,
    TextUnit,
)
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


def list_units(*, keys: Iterable[str] | None = None, area: str = "", status: str = "") -> list[TextUnit]:
    """Texts in the order in which they are read; of some keys, of one module, of one status (`todo`: not done)."""
    query = select(TextUnit).order_by(TextUnit.area, TextUnit.position)
    if keys is not None:
        query = query.where(TextUnit.key.in_(list(keys)))
    if area:
        query = query.where(TextUnit.area == area)
    if status:
        query = query.where(_needs_work() if status == "todo" else _is_corrected())
    return list(db.session.scalars(query))


def units_to_do(area: str = "") -> Select[Any]:
    """The texts that need work, for a list in pages."""
    query = select(TextUnit).where(_needs_work()).order_by(TextUnit.area, TextUnit.position)
    return query.where(TextUnit.area == area) if area else query


@dataclass(frozen=True, slots=True)
class AreaCount:
    """How far one module is: its texts, and how many of them need what."""

    area: str
    total: int
    missing: int
    behind_km: int
    behind_en: int
    corrected: int
    """Corrected here, and not yet in the files."""

    @property
    def todo(self) -> int:
        return self.missing + self.behind_km + self.behind_en


def count_units() -> list[AreaCount]:
    """By module, then the glossary and the feedback."""
    is_missing = (TextUnit.km == "") | (TextUnit.en == "")

    def how_many(condition: Any) -> Any:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

    behind = [how_many(~is_missing & (TextUnit.outdated == side)) for side in ("km", "en")]
    query = (
        select(TextUnit.area, func.count(), how_many(is_missing), *behind, how_many(_is_corrected()))
        .outerjoin(Module, Module.code == TextUnit.area)
        .group_by(TextUnit.area, Module.position)
        .order_by(Module.position.is_(None), Module.position, TextUnit.area)
    )
    return [AreaCount(*row) for row in db.session.execute(query)]


def list_batches(limit: int = 20) -> list[TextBatch]:
    """Files of translators, the newest first."""
    return list(db.session.scalars(select(TextBatch).order_by(TextBatch.id.desc()).limit(limit)))


def list_corrections(batch: TextBatch) -> list[TextCorrection]:
    """What a file corrected, in the order of its rows."""
    query = select(TextCorrection).where(TextCorrection.batch_id == batch.id).order_by(TextCorrection.id)
    return list(db.session.scalars(query))


def has_later_corrections(batch: TextBatch) -> bool:
    """Whether a file that was taken over later corrected one of the same texts."""
    keys = select(TextCorrection.key).where(TextCorrection.batch_id == batch.id)
    query = (
        select(TextCorrection.id)
        .join(TextCorrection.batch)
        .where(TextBatch.state == "applied", TextBatch.applied_at > batch.applied_at, TextCorrection.key.in_(keys))
    )
    return db.session.scalar(query.limit(1)) is not None


def _needs_work() -> ColumnElement[bool]:
    return (TextUnit.km == "") | (TextUnit.en == "") | (TextUnit.outdated != "")


def _is_corrected() -> ColumnElement[bool]:
    return (TextUnit.km != TextUnit.file_km) | (TextUnit.en != TextUnit.file_en)
