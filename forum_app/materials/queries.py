"""Reads of materials."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from forum_app.course.models import Module
from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.database import db
from forum_app.materials.models import Material, MaterialView
from forum_app.programme import queries as programme_queries
from forum_app.programme.models import ForumSession
from forum_app.registration.models import Registration


@dataclass(slots=True)
class OfSession:
    """A session with its materials; without a session: those of the whole forum."""

    forum_session: ForumSession | None
    materials: list[Material] = field(default_factory=list)

    @property
    def day_on(self) -> date | None:
        return clock.local_day(self.forum_session.starts_at) if self.forum_session else None


def _loaded(forum_id: UUID) -> Select[Any]:
    return (
        select(Material)
        .where(Material.forum_id == forum_id)
        .options(
            selectinload(Material.file_km),
            selectinload(Material.file_en),
            selectinload(Material.module),
        )
        .order_by(Material.position, Material.id)
    )


def list_materials(forum: Forum, *, published_only: bool = False) -> list[Material]:
    """Everything of a forum, in the organiser's order."""
    query = _loaded(forum.id)
    return list(db.session.scalars(query.where(Material.published_at.is_not(None)) if published_only else query))


def list_for_session(forum_session: ForumSession, *, published_only: bool = True) -> list[Material]:
    """Materials of one session."""
    query = _loaded(forum_session.forum_id).where(Material.forum_session_id == forum_session.id)
    return list(db.session.scalars(query.where(Material.published_at.is_not(None)) if published_only else query))


def by_session(forum: Forum, *, published_only: bool = False) -> list[OfSession]:
    """Sessions of the programme with their materials, in order of time; those of the whole forum come first.

    With `published_only` sessions without a material are left out.
    """
    found: dict[UUID | None, list[Material]] = defaultdict(list)
    for material in list_materials(forum, published_only=published_only):
        found[material.forum_session_id].append(material)
    general = [OfSession(None, found.pop(None))] if None in found else []
    sessions = [OfSession(one, found.get(one.id, [])) for one in programme_queries.list_sessions(forum)]
    return general + [one for one in sessions if one.materials or not published_only]


def by_day(groups: list[OfSession]) -> list[tuple[date | None, list[OfSession]]]:
    """The same groups, gathered by day in the order they have."""
    days: dict[date | None, list[OfSession]] = {}
    for group in groups:
        days.setdefault(group.day_on, []).append(group)
    return list(days.items())


def today_first(groups: list[OfSession], today: date) -> list[OfSession]:
    """Today's sessions, then those of the whole forum, then coming days, then past days, newest first."""

    def key(group: OfSession) -> tuple[int, int]:
        if group.day_on is None:
            return (1, 0)
        if group.day_on == today:
            return (0, 0)
        return (2, group.day_on.toordinal()) if group.day_on > today else (3, -group.day_on.toordinal())

    return sorted(groups, key=key)


def find_lesson(forum: Forum, module: Module) -> Material | None:
    """The lesson of this module among the materials of the forum."""
    found: Material | None = db.session.scalar(_loaded(forum.id).where(Material.module_id == module.id))
    return found


def list_lessons(forum: Forum, *, published_only: bool = True) -> list[Material]:
    """Lessons in teaching order."""
    lessons = [
        material for material in list_materials(forum, published_only=published_only) if material.module is not None
    ]
    return sorted(lessons, key=lambda material: material.module.position if material.module else 0)


def count_readers(forum: Forum) -> dict[UUID, int]:
    """How many officers have opened each material."""
    query = (
        select(MaterialView.material_id, func.count(func.distinct(MaterialView.registration_id)))
        .join(MaterialView.material)
        .where(Material.forum_id == forum.id)
        .group_by(MaterialView.material_id)
    )
    return dict(db.session.execute(query).all())


def last_opened_at(material: Material, registration: Registration, language: str) -> datetime | None:
    """When the officer last opened it in this language."""
    return db.session.scalar(
        select(func.max(MaterialView.at)).where(
            MaterialView.material_id == material.id,
            MaterialView.registration_id == registration.id,
            MaterialView.language == language,
        )
    )


def opened_by(registration_id: UUID) -> frozenset[UUID]:
    """What this officer has opened."""
    query = select(MaterialView.material_id).where(MaterialView.registration_id == registration_id)
    return frozenset(db.session.scalars(query.distinct()))
