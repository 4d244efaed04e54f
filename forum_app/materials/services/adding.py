"""Putting up materials, changing what is said about them, publishing and withdrawing."""

from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forum_app.accounts.models import Account
from forum_app.course.models import Module
from forum_app.forums.models import Forum
from forum_app.kernel import audit
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import transaction
from forum_app.kernel.files import StoredFile
from forum_app.materials import queries, rules
from forum_app.materials.models import HeldUpload, Material, MaterialFolder
from forum_app.materials.rules import Upload
from forum_app.materials.services import holding, keeping
from forum_app.programme import queries as programme_queries
from forum_app.programme.models import ForumSession


@dataclass(frozen=True, slots=True)
class MaterialData:
    """What is said about any material."""

    title: Bilingual
    forum_session: ForumSession | None = None
    label: str = rules.Label.GREEN
    warning_level: int = 0
    is_published: bool = False
    folder: MaterialFolder | None = None
    law_only: bool = False


@dataclass(slots=True)
class Added:
    """What came of an upload: the material, unless all its files are held, and the held files."""

    material: Material | None = None
    held: list[HeldUpload] = field(default_factory=list)
    removed: frozenset[str] = frozenset()
    """What was taken out of the files, as keys of `REMOVED_NAMES`."""


def add_file(
    forum: Forum,
    data: MaterialData,
    *,
    km: Upload | None = None,
    en: Upload | None = None,
    actor: Account | None,
    at: datetime,
) -> Added:
    """Keep a file in one or both languages (received by `imports.received`).

    Raises NoFile, TitleMissing, SessionElsewhere, FolderElsewhere, MustBePdf, QuotaReached, DiskFull.
    """
    uploads = {language: one for language, one in (("km", km), ("en", en)) if one is not None}
    if not uploads:
        raise rules.NoFile
    for one in uploads.values():
        rules.require_stampable(one.name, data.label, law_only=data.law_only)
    with ExitStack() as open_files:
        stored = {language: open_files.enter_context(keeping.laid_down(one)) for language, one in uploads.items()}
        return _add_stored(forum, data, uploads, stored, actor=actor, at=at)


def _add_stored(
    forum: Forum,
    data: MaterialData,
    uploads: dict[str, Upload],
    stored: dict[str, StoredFile],
    *,
    actor: Account | None,
    at: datetime,
) -> Added:
    added = Added(removed=frozenset().union(*(one.removed for one in uploads.values())))
    with transaction() as session:
        keeping.require_room(forum, sum(file.size_bytes for file in stored.values()))
        material = _new(session, forum, data, kind="file", at=at)
        session.add_all(stored.values())
        session.flush()
        if any(not one.held for one in uploads.values()):
            material.file_km_id = _id_unless_held("km", uploads, stored)
            material.file_en_id = _id_unless_held("en", uploads, stored)
            added.material = _added(session, material, actor)
        for language, one in uploads.items():
            if one.held:
                wanted = holding.wanted_of(data) if added.material is None else {}
                held = holding.hold(forum, one, stored[language], language, wanted, actor=actor, at=at)
                held.material_id = added.material.id if added.material else None
                added.held.append(held)
            else:
                keeping.add_version(material, language, stored[language], one.removed, actor=actor, at=at)
    return added


def _id_unless_held(language: str, uploads: dict[str, Upload], stored: dict[str, StoredFile]) -> UUID | None:
    return stored[language].id if language in uploads and not uploads[language].held else None


def add_link(forum: Forum, data: MaterialData, *, url: str, actor: Account | None, at: datetime) -> Material:
    """A page elsewhere. Raises NotALink, TitleMissing, SessionElsewhere, FolderElsewhere."""
    address = rules.require_link(url)
    with transaction() as session:
        material = _new(session, forum, data, kind="link", at=at)
        material.url = address
        return _added(session, material, actor)


def add_lesson(
    forum: Forum, module: Module, data: MaterialData | None = None, *, actor: Account | None, at: datetime
) -> Material:
    """A lesson of the course, under its own title unless `data` has one. Raises LessonAlreadyThere."""
    with transaction() as session:
        if queries.find_lesson(forum, module) is not None:
            raise rules.LessonAlreadyThere
        found = data or MaterialData(title=module.title, warning_level=module.warning_level)
        material = _new(session, forum, found, kind="lesson", at=at, module=module)
        material.module_id = module.id
        return _added(session, material, actor)


def add_lessons_of_programme(forum: Forum, *, publish: bool, actor: Account | None, at: datetime) -> int:
    """The lesson of every module that a session teaches and that is not there yet. Returns how many."""
    added = 0
    with transaction():
        present = {material.module_id for material in queries.list_materials(forum)}
        for forum_session in programme_queries.list_sessions(forum):
            module = forum_session.module
            if module is None or module.id in present:
                continue
            present.add(module.id)
            data = MaterialData(
                title=module.title,
                forum_session=forum_session,
                warning_level=module.warning_level,
                is_published=publish,
            )
            add_lesson(forum, module, data, actor=actor, at=at)
            added += 1
    return added


def _new(
    session: Session, forum: Forum, data: MaterialData, *, kind: str, at: datetime, module: Module | None = None
) -> Material:
    title = data.title or (module.title if module else data.title)
    _require_fitting(forum, title, data)
    count = session.scalar(select(func.count()).where(Material.forum_id == forum.id)) or 0
    material = Material(
        forum_id=forum.id,
        kind=kind,
        position=count + 1,
        published_at=at if data.is_published else None,
        created_at=at,
    )
    _say(material, title, data)
    return material


def _require_fitting(forum: Forum, title: Bilingual, data: MaterialData) -> None:
    if not title:
        raise rules.TitleMissing
    if data.forum_session is not None and data.forum_session.forum_id != forum.id:
        raise rules.SessionElsewhere
    if data.folder is not None and data.folder.forum_id != forum.id:
        raise rules.FolderElsewhere


def _say(material: Material, title: Bilingual, data: MaterialData) -> None:
    material.title = title
    material.forum_session_id = data.forum_session.id if data.forum_session else None
    material.folder_id = data.folder.id if data.folder else None
    material.label, material.warning_level = data.label, data.warning_level
    # A lesson is the course's own text, the same for everybody who may read the course.
    material.law_only = data.law_only and material.kind != "lesson"


def _added(session: Session, material: Material, actor: Account | None) -> Material:
    session.add(material)
    session.flush()
    audit.record("materials.add", material, actor=actor, kind=material.kind, published=material.is_published)
    return material


def change(material: Material, data: MaterialData, *, actor: Account) -> None:
    """Say something else about it: title, session, folder, label, warning. Publishing is a step of its own.

    Raises TitleMissing, SessionElsewhere, FolderElsewhere, MustBePdf.
    """
    with transaction():
        title = data.title or (material.module.title if material.module else data.title)
        _require_fitting(material.forum, title, data)
        for _language, file in material.files:
            rules.require_stampable(file.download_name, data.label, law_only=data.law_only)
        before = (material.label, material.law_only)
        _say(material, title, data)
        after = (material.label, material.law_only)
        audit.record("materials.change", material, actor=actor, label=list(after), was=list(before))


def publish(material: Material, *, actor: Account, at: datetime) -> None:
    """Let officers see it. A second time changes nothing."""
    with transaction():
        if material.published_at is None:
            material.published_at = at
            audit.record("materials.publish", material, actor=actor)


def withdraw(material: Material, *, actor: Account) -> None:
    """Hide it from officers again. What was opened stays on record."""
    with transaction():
        if material.published_at is not None:
            material.published_at = None
            audit.record("materials.withdraw", material, actor=actor)
