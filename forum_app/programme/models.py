"""Tables of the programme."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum_app.course.models import Module
from forum_app.forums.models import Forum, ForumDay
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.content import pair
from forum_app.kernel.database import Base, WithId
from forum_app.programme.rules import KIND_NAMES, minutes_between


class Room(WithId, Base):
    """A room of the venue."""

    __tablename__ = "rooms"
    __table_args__ = (UniqueConstraint("forum_id", "code"),)

    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forums.id"))
    code: Mapped[str]
    name: Mapped[Bilingual] = pair("name")
    capacity: Mapped[int | None]
    position: Mapped[int] = mapped_column(default=0)


class Group(WithId, Base):
    """A group of officers for workshops and practicals."""

    __tablename__ = "groups"
    __table_args__ = (UniqueConstraint("forum_id", "number"),)

    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forums.id"))
    number: Mapped[int]
    name: Mapped[Bilingual] = pair("name")


class ForumSession(WithId, Base):
    """One entry of the programme; the bare word session is the database's."""

    __tablename__ = "forum_sessions"
    __table_args__ = (
        UniqueConstraint("forum_id", "code"),
        CheckConstraint("ends_at > starts_at", name="order"),
        CheckConstraint(f"kind IN ({', '.join(repr(kind) for kind in KIND_NAMES)})", name="kind"),
        CheckConstraint("spoken_language IN ('km', 'en', 'both')", name="spoken_language"),
    )

    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forums.id"), index=True)
    day_id: Mapped[UUID] = mapped_column(ForeignKey("forum_days.id"), index=True)
    code: Mapped[str]
    kind: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    room_id: Mapped[UUID | None] = mapped_column(ForeignKey("rooms.id"))
    module_id: Mapped[UUID | None] = mapped_column(ForeignKey("modules.id"))
    title: Mapped[Bilingual] = pair("title")
    description: Mapped[Bilingual] = pair("description")
    speakers: Mapped[Bilingual] = pair("speakers")
    spoken_language: Mapped[str] = mapped_column(default="km")
    interpretation: Mapped[bool] = mapped_column(default=False)
    counts: Mapped[bool] = mapped_column(default=True)
    """Minutes count towards a certificate."""
    opened_at: Mapped[datetime | None]
    """When it really began; minutes are counted against this where it is known."""
    closed_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    forum: Mapped[Forum] = relationship()
    day: Mapped[ForumDay] = relationship()
    room: Mapped[Room | None] = relationship()
    module: Mapped[Module | None] = relationship()
    __mapper_args__ = {"version_id_col": version}

    @property
    def minutes(self) -> int:
        """Planned length."""
        return minutes_between(self.starts_at, self.ends_at)
