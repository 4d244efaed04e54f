"""Tables of attendance: evidence that only grows, and how a forum counts and prints it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum_app.accounts.models import Rank
from forum_app.attendance.rules import DEFAULT_GRACE_MINUTES, KINDS, SETTABLE, SOURCES, Fact
from forum_app.forums.models import Forum, ForumDay
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.content import pair
from forum_app.kernel.database import Base, WithId
from forum_app.registration.models import Registration


def _one_of(values: tuple[str, ...]) -> str:
    return ", ".join(repr(value) for value in values)


class Evidence(WithId, Base):
    """One thing that was seen, said or taken back about one person's attendance. Never changed."""

    __tablename__ = "attendance_evidence"
    __table_args__ = (
        CheckConstraint(f"kind IN ({_one_of(KINDS)})", name="kind"),
        CheckConstraint(f"source IN ({_one_of(SOURCES)})", name="source"),
        CheckConstraint(f"status IS NULL OR status IN ({_one_of(SETTABLE)})", name="status"),
        CheckConstraint("(kind = 'mark') = (status IS NOT NULL)", name="mark_has_status"),
        CheckConstraint("(kind = 'void') = (voids_id IS NOT NULL)", name="void_has_target"),
        CheckConstraint("source <> 'correction' OR reason <> ''", name="correction_has_reason"),
        CheckConstraint("(half IS NULL) <> (forum_session_id IS NULL)", name="one_place"),
        CheckConstraint("(half IS NULL) = (day_id IS NULL)", name="half_has_day"),
        CheckConstraint("half IS NULL OR half IN ('morning', 'afternoon')", name="half"),
        Index("ix_attendance_evidence_forum_place", "forum_id", "day_id", "half", "recorded_at"),
        {"info": {"append_only": True}},
    )

    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registrations.id"), index=True)
    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forums.id"))
    day_id: Mapped[UUID | None] = mapped_column(ForeignKey("forum_days.id"))
    half: Mapped[str | None]
    forum_session_id: Mapped[UUID | None] = mapped_column(ForeignKey("forum_sessions.id"), index=True)
    kind: Mapped[str]
    status: Mapped[str | None]
    """Of a mark: what somebody states, e.g. `duty`."""
    at: Mapped[datetime]
    """When it happened."""
    recorded_at: Mapped[datetime]
    """When it was written down: later than `at` for paper and for desks that were offline."""
    source: Mapped[str]
    device: Mapped[str] = mapped_column(default="")
    """The table or phone, as the desk calls it."""
    actor_id: Mapped[UUID | None]
    op_id: Mapped[UUID | None]
    """The operation of the form or queued call that brought it."""
    voids_id: Mapped[UUID | None] = mapped_column(ForeignKey("attendance_evidence.id"), unique=True)
    """The row this one takes back; each row is taken back at most once."""
    reason: Mapped[str] = mapped_column(default="")
    slot_key: Mapped[str | None] = mapped_column(unique=True)
    """Person, place and generation of the first arrival: the database lets one desk be first."""

    registration: Mapped[Registration] = relationship()
    day: Mapped[ForumDay | None] = relationship()

    @property
    def fact(self) -> Fact:
        """The row as the rules read it."""
        return Fact(
            id=self.id,
            kind=self.kind,
            at=self.at,
            recorded_at=self.recorded_at,
            day_id=self.day_id,
            half=self.half,
            forum_session_id=self.forum_session_id,
            status=self.status,
            voids_id=self.voids_id,
            source=self.source,
            device=self.device,
            reason=self.reason,
        )


class AttendanceSettings(WithId, Base):
    """How one forum counts attendance and what its sign-in sheet looks like. No row: the defaults."""

    __tablename__ = "attendance_settings"
    __table_args__ = (
        CheckConstraint("grace_minutes BETWEEN 0 AND 240", name="grace_minutes"),
        CheckConstraint("sheet_order IN ('dictionary', 'protocol')", name="sheet_order"),
        CheckConstraint("currency IN ('KHR', 'USD')", name="currency"),
    )

    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forums.id"), unique=True)
    grace_minutes: Mapped[int] = mapped_column(default=DEFAULT_GRACE_MINUTES)
    """How long after the beginning of a half day somebody is still in time."""
    sheet_columns: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON)
    """Columns of the sign-in sheet in order: key, km, en, on. None: the defaults of `sheet`."""
    sheet_landscape: Mapped[bool] = mapped_column(default=True)
    sheet_order: Mapped[str] = mapped_column(default="dictionary")
    sheet_kingdom: Mapped[bool] = mapped_column(default=False)
    """The header of the kingdom: only where a state institution issues the sheet."""
    sheet_lunar: Mapped[bool] = mapped_column(default=True)
    signer_post: Mapped[Bilingual] = pair("signer_post")
    signer_name: Mapped[Bilingual] = pair("signer_name")
    currency: Mapped[str] = mapped_column(default="KHR")
    rate: Mapped[int] = mapped_column(default=0)
    """Allowance of a day for whoever has no rate of their rank; 0 until the organiser says."""

    forum: Mapped[Forum] = relationship()


class AllowanceRate(WithId, Base):
    """What a day of attendance pays somebody of this rank, where it differs from the forum's own rate."""

    __tablename__ = "allowance_rates"
    __table_args__ = (
        UniqueConstraint("forum_id", "rank_id"),
        CheckConstraint("amount >= 0", name="amount"),
    )

    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forums.id"))
    rank_id: Mapped[UUID] = mapped_column(ForeignKey("ranks.id"))
    amount: Mapped[int]
    """Whole riel or whole dollars a day, see `AttendanceSettings.currency`."""

    rank: Mapped[Rank] = relationship()
