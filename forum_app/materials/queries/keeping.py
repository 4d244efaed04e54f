"""Reads of versions, folders, limits and held files."""

from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload

from forum_app.forums.models import Forum
from forum_app.kernel.database import db
from forum_app.kernel.files import StoredFile
from forum_app.materials import rules
from forum_app.materials.models import HeldUpload, Material, MaterialFolder, MaterialSettings, MaterialVersion


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
