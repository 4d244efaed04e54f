"""Tables of materials."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum_app.course.models import Module
from forum_app.forums.models import Forum
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.content import pair
from forum_app.kernel.database import Base, WithId
from forum_app.kernel.files import StoredFile
from forum_app.materials.rules import Label
from forum_app.programme.models import ForumSession
from forum_app.registration.models import Registration


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
    kind: Mapped[str]
    title: Mapped[Bilingual] = pair("title")
    module_id: Mapped[UUID | None] = mapped_column(ForeignKey("modules.id"))
    file_km_id: Mapped[UUID | None] = mapped_column(ForeignKey("stored_files.id"))
    file_en_id: Mapped[UUID | None] = mapped_column(ForeignKey("stored_files.id"))
    url: Mapped[str] = mapped_column(default="")
    label: Mapped[str] = mapped_column(default="green")
    warning_level: Mapped[int] = mapped_column(default=0)
    position: Mapped[int] = mapped_column(default=0)
    published_at: Mapped[datetime | None]
    """Officers see it from here on; empty: staff only."""
    created_at: Mapped[datetime]

    forum: Mapped[Forum] = relationship()
    forum_session: Mapped[ForumSession | None] = relationship()
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
