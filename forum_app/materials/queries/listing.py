"""Reads of materials."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from forum_app.course.models import Module
from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.database import db
from forum_app.materials import rules
from forum_app.materials.models import (
    Material,
    MaterialFolder,
)
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
            selectinload(Material.folder),
        )
        .order_by(Material.position, Material.id)
    )


def _shown(query: Select[Any], *, published_only: bool, law_too: bool) -> list[Material]:
    query = query.where(Material.published_at.is_not(None)) if published_only else query
    return list(db.session.scalars(query if law_too else query.where(Material.law_only.is_(False))))


def list_materials(forum: Forum, *, published_only: bool = False, law_too: bool = True) -> list[Material]:
    """Everything of a forum, in the organiser's order; without `law_too` nothing for law enforcement only."""
    return _shown(_loaded(forum.id), published_only=published_only, law_too=law_too)


def list_for_session(
    forum_session: ForumSession, *, published_only: bool = True, law_too: bool = True
) -> list[Material]:
    """Materials of one session."""
    query = _loaded(forum_session.forum_id).where(Material.forum_session_id == forum_session.id)
    return _shown(query, published_only=published_only, law_too=law_too)


def by_session(forum: Forum, *, published_only: bool = False, law_too: bool = True) -> list[OfSession]:
    """Sessions of the programme with their materials, in order of time; those of the whole forum come first.

    With `published_only` sessions without a material are left out.
    """
    found: dict[UUID | None, list[Material]] = defaultdict(list)
    for material in list_materials(forum, published_only=published_only, law_too=law_too):
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


def is_for(own: Registration) -> bool:
    """True when this reader may see what is for law enforcement only."""
    is_guest, holds_rank = own.kind != "participant", own.person.rank_id is not None
    return rules.is_for(is_guest=is_guest, holds_rank=holds_rank, law_only=True)


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


def by_folder(materials: list[Material]) -> list[tuple[MaterialFolder, list[Material]]]:
    """The folders that hold some of these materials, in their order."""
    found: dict[UUID, list[Material]] = defaultdict(list)
    folders = {material.folder.id: material.folder for material in materials if material.folder}
    for material in materials:
        if material.folder_id:
            found[material.folder_id].append(material)
    ordered = sorted(folders.values(), key=lambda folder: (folder.position, folder.id))
    return [(folder, found[folder.id]) for folder in ordered]
