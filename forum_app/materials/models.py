"""Tables of materials."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum_app.accounts.models import Person
from forum_app.course.models import Module
from forum_app.forums.models import Forum
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.content import pair
from forum_app.kernel.database import Base, WithId
from forum_app.kernel.files import StoredFile
from forum_app.materials.rules import LANGUAGES, Label, is_restricted
from forum_app.programme.models import ForumSession
from forum_app.registration.models import Registration

LANGUAGE = f"language IN ({', '.join(repr(language) for language in LANGUAGES)})"


class MaterialFolder(WithId, Base):
    """A name under which materials are found again, whatever their session."""

    __tablename__ = "material_folders"

    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forums.id"), index=True)
    title: Mapped[Bilingual] = pair("title")
    position: Mapped[int] = mapped_column(default=0)

    forum: Mapped[Forum] = relationship()


class Material(WithId, Base):
    """A lesson of the course, a file in one or two languages, or a link; of one session or of the whole forum."""

    __tablename__ = "materials"
    __table_args__ = (
        UniqueConstraint("forum_id", "module_id"),
        CheckConstraint("kind IN ('lesson', 'file', 'link')", name="kind"),
        CheckConstraint(f"label IN ({', '.join(repr(str(label)) for label in Label)})", name="label"),
        CheckConstraint("warning_level BETWEEN 0 AND 3", name="warning_level"),
        CheckConstraint("(kind = 'lesson') = (module_id IS NOT NULL)", name="lesson"),
        CheckConstraint("(kind = 'file') = (file_km_id IS NOT NULL OR file_en_id IS NOT NULL)", name="file"),
        CheckConstraint("(kind = 'link') = (url <> '')", name="link"),
    )

    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forums.id"), index=True)
    forum_session_id: Mapped[UUID | None] = mapped_column(ForeignKey("forum_sessions.id"), index=True)
    """Empty: a material of the whole forum."""
    folder_id: Mapped[UUID | None] = mapped_column(ForeignKey("material_folders.id"), index=True)
    kind: Mapped[str]
    title: Mapped[Bilingual] = pair("title")
    module_id: Mapped[UUID | None] = mapped_column(ForeignKey("modules.id"))
    file_km_id: Mapped[UUID | None] = mapped_column(ForeignKey("stored_files.id"))
    file_en_id: Mapped[UUID | None] = mapped_column(ForeignKey("stored_files.id"))
    url: Mapped[str] = mapped_column(default="")
    label: Mapped[str] = mapped_column(default="green")
    law_only: Mapped[bool] = mapped_column(default=False)
    """For law enforcement only: no guests, and of the staff only those who hold a rank or organise."""
    warning_level: Mapped[int] = mapped_column(default=0)
    position: Mapped[int] = mapped_column(default=0)
    published_at: Mapped[datetime | None]
    """Officers see it from here on; empty: staff only."""
    created_at: Mapped[datetime]

    forum: Mapped[Forum] = relationship()
    forum_session: Mapped[ForumSession | None] = relationship()
    folder: Mapped[MaterialFolder | None] = relationship()
    module: Mapped[Module | None] = relationship()
    file_km: Mapped[StoredFile | None] = relationship(foreign_keys=[file_km_id])
    file_en: Mapped[StoredFile | None] = relationship(foreign_keys=[file_en_id])

    @property
    def files(self) -> list[tuple[str, StoredFile]]:
        """Language and file, Khmer first."""
        both = [("km", self.file_km), ("en", self.file_en)]
        return [(language, file) for language, file in both if file is not None]

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def is_restricted(self) -> bool:
        return is_restricted(self.label, law_only=self.law_only)


class MaterialVersion(WithId, Base):
    """One file that a material had in one language; the newest is the one that is shown."""

    __tablename__ = "material_versions"
    __table_args__ = (
        UniqueConstraint("material_id", "language", "number"),
        CheckConstraint(LANGUAGE, name="language"),
        {"info": {"append_only": True}},
    )

    material_id: Mapped[UUID] = mapped_column(ForeignKey("materials.id"))
    language: Mapped[str]
    number: Mapped[int]
    """Counted from 1 in each language."""
    file_id: Mapped[UUID] = mapped_column(ForeignKey("stored_files.id"), unique=True)
    uploaded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    uploaded_at: Mapped[datetime]
    removed: Mapped[list[str]] = mapped_column(JSON)
    """What was taken out of the file, as keys of `kernel.safe_files.limits.REMOVED_NAMES`."""

    material: Mapped[Material] = relationship()
    file: Mapped[StoredFile] = relationship()
    uploaded_by: Mapped[Person | None] = relationship()


class HeldUpload(WithId, Base):
    """A file that could not be checked: kept apart, shown to nobody, until the check passes or it is removed."""

    __tablename__ = "held_uploads"
    __table_args__ = (
        CheckConstraint(LANGUAGE, name="language"),
        CheckConstraint("reason IN ('crashed', 'slow')", name="reason"),
        CheckConstraint("outcome IN ('released', 'removed')", name="outcome"),
        CheckConstraint("(outcome IS NULL) = (settled_at IS NULL)", name="settled"),
    )

    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forums.id"), index=True)
    material_id: Mapped[UUID | None] = mapped_column(ForeignKey("materials.id"), index=True)
    """The material it is a version of; empty: it is to become one, as `wanted` says."""
    language: Mapped[str]
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("stored_files.id"))
    """Empty once it is settled."""
    name: Mapped[str]
    wanted: Mapped[dict[str, Any]] = mapped_column(JSON)
    reason: Mapped[str]
    uploaded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    uploaded_at: Mapped[datetime]
    outcome: Mapped[str | None]
    settled_at: Mapped[datetime | None]

    forum: Mapped[Forum] = relationship()
    material: Mapped[Material | None] = relationship()
    file: Mapped[StoredFile | None] = relationship()
    uploaded_by: Mapped[Person | None] = relationship()


class MaterialSettings(WithId, Base):
    """How much a forum may keep. Without a row: the defaults."""

    __tablename__ = "material_settings"
    __table_args__ = (
        CheckConstraint("most_file_mb BETWEEN 1 AND 100", name="most_file_mb"),
        CheckConstraint("quota_mb BETWEEN 1 AND 100000", name="quota_mb"),
    )

    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forums.id"), unique=True)
    most_file_mb: Mapped[int] = mapped_column(default=100)
    quota_mb: Mapped[int] = mapped_column(default=5_000)

    forum: Mapped[Forum] = relationship()


class MaterialView(WithId, Base):
    """Somebody opened a material."""

    __tablename__ = "material_views"
    __table_args__ = (CheckConstraint("language IN ('km', 'en')", name="language"), {"info": {"append_only": True}})

    material_id: Mapped[UUID] = mapped_column(ForeignKey("materials.id"), index=True)
    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registrations.id"), index=True)
    language: Mapped[str]
    at: Mapped[datetime]

    material: Mapped[Material] = relationship()
    registration: Mapped[Registration] = relationship()


class HandedCopy(WithId, Base):
    """A restricted file went to somebody: whom, when, with which stamp, and the fingerprint of what was sent."""

    __tablename__ = "handed_copies"
    __table_args__ = (CheckConstraint(LANGUAGE, name="language"), {"info": {"append_only": True}})

    material_id: Mapped[UUID] = mapped_column(ForeignKey("materials.id"), index=True)
    file_id: Mapped[UUID] = mapped_column(ForeignKey("stored_files.id"))
    """The file as it is kept; it is never stamped itself."""
    language: Mapped[str]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    at: Mapped[datetime]
    stamp: Mapped[str]
    """The line on every page; empty where the kind of file takes none (staff only)."""
    sha256: Mapped[str] = mapped_column(index=True)
    size_bytes: Mapped[int]

    material: Mapped[Material] = relationship()
    file: Mapped[StoredFile] = relationship()
    person: Mapped[Person] = relationship()
