"""Reads of who opened what."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from forum_app.accounts.models import Account
from forum_app.forums.models import Forum
from forum_app.kernel.database import db
from forum_app.kernel.files import StoredFile
from forum_app.materials.models import HandedCopy, Material, MaterialView
from forum_app.registration.models import Registration


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
