"""Stations of a practical and the written work that waits for a trainer."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum_app.accounts.models import Account
from forum_app.assessments.models.practicals import Practical
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.content import pair
from forum_app.kernel.database import Base, WithId
from forum_app.kernel.files import StoredFile
from forum_app.programme.models import ForumSession, Room
from forum_app.registration.models import Registration


class RoundPlan(WithId, Base):
    """When the rounds of a session begin; which group stands where is computed from it."""

    __tablename__ = "round_plans"
    __table_args__ = (
        UniqueConstraint("forum_session_id"),
        CheckConstraint("round_minutes BETWEEN 1 AND 240", name="round_minutes"),
        CheckConstraint("change_minutes BETWEEN 0 AND 60", name="change_minutes"),
    )

    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forums.id"), index=True)
    forum_session_id: Mapped[UUID] = mapped_column(ForeignKey("forum_sessions.id"))
    starts_after_minutes: Mapped[int] = mapped_column(default=0)
    """From the session's own beginning: the programme may move, the plan moves along."""
    round_minutes: Mapped[int]
    change_minutes: Mapped[int] = mapped_column(default=0)

    forum_session: Mapped[ForumSession] = relationship()
    stations: Mapped[list["Station"]] = relationship(
        order_by="Station.position", back_populates="plan", cascade="all, delete-orphan"
    )


class Station(WithId, Base):
    """A place where something is shown; with a practical it is assessed there."""

    __tablename__ = "stations"
    __table_args__ = (UniqueConstraint("plan_id", "position"),)

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("round_plans.id"))
    position: Mapped[int]
    name: Mapped[Bilingual] = pair("name")
    room_id: Mapped[UUID | None] = mapped_column(ForeignKey("rooms.id"))
    practical_id: Mapped[UUID | None] = mapped_column(ForeignKey("practicals.id"), index=True)
    trainer_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))

    plan: Mapped[RoundPlan] = relationship(back_populates="stations")
    room: Mapped[Room | None] = relationship()
    practical: Mapped[Practical | None] = relationship()
    trainer: Mapped[Account | None] = relationship()


class Submission(WithId, Base):
    """Work that an officer handed in: a text, a file, or both. It may be replaced until somebody reviews it."""

    __tablename__ = "submissions"
    __table_args__ = (
        UniqueConstraint("practical_id", "registration_id"),
        CheckConstraint("(claimed_by_id IS NULL) = (claimed_until IS NULL)", name="claim"),
    )

    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forums.id"), index=True)
    practical_id: Mapped[UUID] = mapped_column(ForeignKey("practicals.id"))
    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registrations.id"), index=True)
    text: Mapped[str] = mapped_column(default="")
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("stored_files.id"))
    handed_in_at: Mapped[datetime]
    claimed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    claimed_until: Mapped[datetime | None]

    practical: Mapped[Practical] = relationship()
    registration: Mapped[Registration] = relationship()
    file: Mapped[StoredFile | None] = relationship()
    claimed_by: Mapped[Account | None] = relationship()


class SavedPhrase(WithId, Base):
    """A sentence that a trainer keeps for comments."""

    __tablename__ = "saved_phrases"
    __table_args__ = (UniqueConstraint("account_id", "text"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    text: Mapped[str]
    language: Mapped[str] = mapped_column(default="km")
