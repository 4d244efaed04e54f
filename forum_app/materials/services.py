"""Putting up materials, publishing them, noting who opened them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forum_app.course.models import Module
from forum_app.forums.models import Forum
from forum_app.kernel import audit, clock, files
from forum_app.kernel.audit import HasId
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import transaction
from forum_app.kernel.files import StoredFile
from forum_app.materials import queries, rules
from forum_app.materials.models import Material, MaterialView
from forum_app.materials.rules import Upload
from forum_app.programme import queries as programme_queries
from forum_app.programme.models import ForumSession
from forum_app.registration.models import Registration


@dataclass(frozen=True, slots=True)
class MaterialData:
    """What an organiser says about any material."""

    title: Bilingual
    forum_session: ForumSession | None = None
    label: str = rules.Label.GREEN
    warning_level: int = 0
    is_published: bool = False


def add_file(
    forum: Forum,
    data: MaterialData,
    *,
    km: Upload | None = None,
    en: Upload | None = None,
    actor: HasId | None,
    at: datetime,
) -> Material:
    """Keep a file in one or both languages (looked into by `imports.check_upload`).

    Raises NoFile, TitleMissing, SessionElsewhere.
    """
    if km is None and en is None:
        raise rules.NoFile
    with transaction() as session:
        material = _new(session, forum, data, kind="file", at=at)
        stored = {language: _store(upload) for language, upload in (("km", km), ("en", en)) if upload}
        session.flush()
        material.file_km_id = stored["km"].id if "km" in stored else None
        material.file_en_id = stored["en"].id if "en" in stored else None
        return _added(session, material, actor)


def _store(upload: Upload) -> StoredFile:
    return files.store(upload.content, download_name=upload.name, content_type=upload.content_type)


def add_link(forum: Forum, data: MaterialData, *, url: str, actor: HasId | None, at: datetime) -> Material:
    """A page elsewhere. Raises NotALink, TitleMissing, SessionElsewhere."""
    address = rules.require_link(url)
    with transaction() as session:
        material = _new(session, forum, data, kind="link", at=at)
        material.url = address
        return _added(session, material, actor)


def add_lesson(
    forum: Forum, module: Module, data: MaterialData | None = None, *, actor: HasId | None, at: datetime
) -> Material:
    """A lesson of the course, under its own title unless `data` has one. Raises LessonAlreadyThere."""
    with transaction() as session:
        if queries.find_lesson(forum, module) is not None:
            raise rules.LessonAlreadyThere
        found = data or MaterialData(title=module.title, warning_level=module.warning_level)
        material = _new(session, forum, found, kind="lesson", at=at, module=module)
        material.module_id = module.id
        return _added(session, material, actor)


def add_lessons_of_programme(forum: Forum, *, publish: bool, actor: HasId | None, at: datetime) -> int:
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
    if not title:
        raise rules.TitleMissing
    if data.forum_session is not None and data.forum_session.forum_id != forum.id:
        raise rules.SessionElsewhere
    count = session.scalar(select(func.count()).where(Material.forum_id == forum.id)) or 0
    return Material(
        forum_id=forum.id,
        forum_session_id=data.forum_session.id if data.forum_session else None,
        kind=kind,
        title=title,
        label=data.label,
        warning_level=data.warning_level,
        position=count + 1,
        published_at=at if data.is_published else None,
        created_at=at,
    )


def _added(session: Session, material: Material, actor: HasId | None) -> Material:
    session.add(material)
    session.flush()
    audit.record("materials.add", material, actor=actor, kind=material.kind, published=material.is_published)
    return material


def publish(material: Material, *, actor: HasId, at: datetime) -> None:
    """Let officers see it. A second time changes nothing."""
    with transaction():
        if material.published_at is None:
            material.published_at = at
            audit.record("materials.publish", material, actor=actor)


def withdraw(material: Material, *, actor: HasId) -> None:
    """Hide it from officers again. What was opened stays on record."""
    with transaction():
        if material.published_at is not None:
            material.published_at = None
            audit.record("materials.withdraw", material, actor=actor)


def note_opened(material: Material, registration: Registration, *, language: str, at: datetime) -> None:
    """An officer opened a material; noted once a day and language, so that reading on writes nothing.

    Raises NotOpenNow for TLP:RED after the forum.
    """
    today = clock.local_day(at)
    if not rules.may_be_opened(material.label, last_day=material.forum.ends_on, today=today):
        raise rules.NotOpenNow
    last = queries.last_opened_at(material, registration, language)
    if last is not None and clock.local_day(last) == today:
        return
    with transaction() as session:
        session.add(MaterialView(material_id=material.id, registration_id=registration.id, language=language, at=at))


def read_stored(file: StoredFile) -> bytes:
    """The bytes as they were kept. Raises FileGone."""
    return files.read(file)
