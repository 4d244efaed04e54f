"""Reads of materials."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import selectinload

from forum_app.accounts.models import Account
from forum_app.course.models import Module
from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.database import db
from forum_app.kernel.files import StoredFile
from forum_app.materials import rules
from forum_app.materials.models import (
    HandedCopy,
    HeldUpload,
    Material,
    MaterialFolder,
    MaterialSettings,
    MaterialVersion,
    MaterialView,
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


def by_folder(materials: list[Material]) -> list[tuple[MaterialFolder, list[Material]]]:
    """The folders that hold some of these materials, in their order."""
    found: dict[UUID, list[Material]] = defaultdict(list)
    folders = {material.folder.id: material.folder for material in materials if material.folder}
    for material in materials:
        if material.folder_id:
            found[material.folder_id].append(material)
    ordered = sorted(folders.values(), key=lambda folder: (folder.position, folder.id))
    return [(folder, found[folder.id]) for folder in ordered]


def list_folders(forum: Forum) -> list[MaterialFolder]:
    """Folders in the organiser's order."""
    query = select(MaterialFolder).where(MaterialFolder.forum_id == forum.id)
    return list(db.session.scalars(query.order_by(MaterialFolder.position, MaterialFolder.id)))


def count_in_folders(forum: Forum) -> dict[UUID, int]:
    """How many materials each folder holds."""
    query = select(Material.folder_id, func.count()).where(Material.forum_id == forum.id).group_by(Material.folder_id)
    return {folder_id: count for folder_id, count in db.session.execute(query) if folder_id}


def limits_of(forum: Forum) -> MaterialSettings:
    """How much the forum may keep; an unsaved row of defaults where nobody decided."""
    found = db.session.scalar(select(MaterialSettings).where(MaterialSettings.forum_id == forum.id))
    return found or MaterialSettings(forum_id=forum.id, most_file_mb=rules.MOST_FILE_MB, quota_mb=rules.QUOTA_MB)


def used_bytes(forum: Forum) -> int:
    """What the forum's files take, old versions and held ones included."""
    versions = select(MaterialVersion.file_id).join(MaterialVersion.material).where(Material.forum_id == forum.id)
    held = select(HeldUpload.file_id).where(HeldUpload.forum_id == forum.id, HeldUpload.file_id.is_not(None))
    query = select(func.coalesce(func.sum(StoredFile.size_bytes), 0))
    return int(db.session.scalar(query.where(or_(StoredFile.id.in_(versions), StoredFile.id.in_(held)))) or 0)


def count_versions(material: Material, language: str) -> int:
    """How many files it has had in this language."""
    query = select(func.count()).where(MaterialVersion.material_id == material.id, MaterialVersion.language == language)
    return db.session.scalar(query) or 0


def list_versions(material: Material) -> list[MaterialVersion]:
    """Every file it has had, Khmer first and the newest first."""
    query = (
        select(MaterialVersion)
        .where(MaterialVersion.material_id == material.id)
        .options(selectinload(MaterialVersion.file), selectinload(MaterialVersion.uploaded_by))
        .order_by(MaterialVersion.language.desc(), MaterialVersion.number.desc())
    )
    return list(db.session.scalars(query))


def find_version(material: Material, language: str, number: int) -> MaterialVersion | None:
    """One file that it has had."""
    return db.session.scalar(
        select(MaterialVersion).where(
            MaterialVersion.material_id == material.id,
            MaterialVersion.language == language,
            MaterialVersion.number == number,
        )
    )


def was_put_up_by(material: Material, person_id: UUID) -> bool:
    """True when this person brought one of its files."""
    query = select(MaterialVersion.id).where(
        MaterialVersion.material_id == material.id, MaterialVersion.uploaded_by_id == person_id
    )
    return db.session.scalar(query.limit(1)) is not None


def list_held(forum: Forum) -> list[HeldUpload]:
    """Files that could not be checked and wait for somebody to decide, oldest first."""
    query = (
        select(HeldUpload)
        .where(HeldUpload.forum_id == forum.id, HeldUpload.outcome.is_(None))
        .options(selectinload(HeldUpload.file), selectinload(HeldUpload.uploaded_by), selectinload(HeldUpload.material))
        .order_by(HeldUpload.uploaded_at, HeldUpload.id)
    )
    return list(db.session.scalars(query))


def _copies(file: StoredFile, account: Account) -> Select[Any]:
    handed = select(HandedCopy.sha256).where(HandedCopy.file_id == file.id, HandedCopy.person_id == account.person_id)
    return (
        select(StoredFile)
        .where(StoredFile.owner_id == account.id, StoredFile.sha256.in_(handed))
        .order_by(StoredFile.created_at.desc())
    )


def list_copies(file: StoredFile, account: Account) -> list[StoredFile]:
    """Stamped copies of this file that this reader still has here."""
    return list(db.session.scalars(_copies(file, account)))


def find_copy(file: StoredFile, account: Account, *, at: datetime) -> StoredFile | None:
    """The reader's newest stamped copy that is still kept. `at` is wall time."""
    found: StoredFile | None = db.session.scalar(_copies(file, account).where(StoredFile.expires_at > at).limit(1))
    return found


def list_handed(material: Material) -> list[HandedCopy]:
    """Every time a restricted file went to somebody, the newest first."""
    query = (
        select(HandedCopy)
        .where(HandedCopy.material_id == material.id)
        .options(selectinload(HandedCopy.person))
        .order_by(HandedCopy.at.desc(), HandedCopy.id.desc())
    )
    return list(db.session.scalars(query))


def list_openings(material: Material) -> list[MaterialView]:
    """When officers opened it, the newest first."""
    query = (
        select(MaterialView)
        .where(MaterialView.material_id == material.id)
        .options(selectinload(MaterialView.registration).selectinload(Registration.person))
        .order_by(MaterialView.at.desc(), MaterialView.id.desc())
    )
    return list(db.session.scalars(query))
