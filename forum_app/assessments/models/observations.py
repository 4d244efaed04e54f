"""What trainers saw: one observation a trainer and officer, its marks, every tap, photos, and the sign-offs."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum_app.accounts.models import Account
from forum_app.assessments.models.practicals import Practical
from forum_app.assessments.models.rubrics import Criterion
from forum_app.kernel.database import Base, WithId
from forum_app.kernel.files import StoredFile
from forum_app.registration.models import Registration


class Observation(WithId, Base):
    """What one trainer saw one officer do, in one try."""

    __tablename__ = "observations"
    __table_args__ = (
        UniqueConstraint("practical_id", "registration_id", "assessor_id", "attempt"),
        CheckConstraint("comment_language IN ('km', 'en')", name="comment_language"),
        CheckConstraint("(signed_off_at IS NULL) = (passed IS NULL)", name="signed_off"),
        CheckConstraint("released_at IS NULL OR signed_off_at IS NOT NULL", name="released"),
        CheckConstraint("role IN ('first', 'second', 'third', 'agreed')", name="role"),
        CheckConstraint("attempt >= 1", name="attempt"),
    )

    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forums.id"), index=True)
    practical_id: Mapped[UUID] = mapped_column(ForeignKey("practicals.id"))
    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registrations.id"), index=True)
    assessor_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    role: Mapped[str] = mapped_column(default="first")
    attempt: Mapped[int] = mapped_column(default=1)
    """1, and one more for each re-sit; a re-sit asks only for what was not shown before."""
    started_at: Mapped[datetime]
    comment: Mapped[str] = mapped_column(Text, default="")
    """One text in whichever language the trainer writes; the officer sees it after the sign-off."""
    comment_language: Mapped[str] = mapped_column(default="km")
    comment_event_id: Mapped[UUID | None]
    """The tap that the comment comes from; no key, since that table points here."""
    signed_off_at: Mapped[datetime | None]
    """The last sign-off that was not reopened; the events are in `sign_offs`."""
    passed: Mapped[bool | None]
    released_at: Mapped[datetime | None]
    """From here the officer reads it and it counts: at the sign-off, or when the lead trainer confirms."""

    practical: Mapped[Practical] = relationship()
    registration: Mapped[Registration] = relationship()
    assessor: Mapped[Account] = relationship()
    marks: Mapped[list["Mark"]] = relationship(back_populates="observation")

    @property
    def levels(self) -> dict[UUID, int | None]:
        """Level by criterion; None is "not observed"."""
        return {mark.criterion_id: mark.level for mark in self.marks}


class Mark(WithId, Base):
    """The level of one criterion: what the taps came to."""

    __tablename__ = "marks"
    __table_args__ = (
        UniqueConstraint("observation_id", "criterion_id"),
        CheckConstraint("level BETWEEN 1 AND 4", name="level"),
    )

    observation_id: Mapped[UUID] = mapped_column(ForeignKey("observations.id"))
    criterion_id: Mapped[UUID] = mapped_column(ForeignKey("criteria.id"), index=True)
    level: Mapped[int | None]
    """Empty: not observed. Nothing judged yet is no row at all."""
    at: Mapped[datetime]
    event_id: Mapped[UUID | None]
    """The tap that decided; no key, since taps point at the observation."""
    carried: Mapped[bool] = mapped_column(default=False)
    """Shown in an earlier try and taken along into the re-sit."""

    observation: Mapped[Observation] = relationship(back_populates="marks")
    criterion: Mapped[Criterion] = relationship()


class MarkingEvent(WithId, Base):
    """One tap of a trainer, from a page or from a phone that was offline. The id is made where the finger was."""

    __tablename__ = "marking_events"
    __table_args__ = (
        CheckConstraint("kind IN ('level', 'comment', 'sign')", name="kind"),
        CheckConstraint("level BETWEEN 1 AND 4", name="level"),
        CheckConstraint("outcome IN ('accepted', 'agreed', 'overtaken', 'conflict', 'refused')", name="outcome"),
        {"info": {"append_only": True}},
    )

    observation_id: Mapped[UUID] = mapped_column(ForeignKey("observations.id"), index=True)
    device: Mapped[str] = mapped_column(default="")
    """A random name that the phone gave itself; empty for a page of the server."""
    sequence: Mapped[int] = mapped_column(default=0)
    """Counts the taps of one device."""
    kind: Mapped[str]
    criterion_id: Mapped[UUID | None] = mapped_column(ForeignKey("criteria.id"))
    level: Mapped[int | None]
    text: Mapped[str] = mapped_column(Text, default="")
    seen_id: Mapped[UUID | None]
    """The tap whose value stood on the screen when the finger came down."""
    settles_id: Mapped[UUID | None]
    """The conflicting tap that the trainer decided about with this one."""
    digest: Mapped[str] = mapped_column(default="")
    """Of what was sent, so that the same id with other content is noticed."""
    outcome: Mapped[str]
    made_at: Mapped[datetime]
    """By the clock of the device."""
    received_at: Mapped[datetime]

    observation: Mapped[Observation] = relationship()


class ExhibitPhoto(WithId, Base):
    """A picture of the exhibit form; never of people. Metadata is gone before it is stored."""

    __tablename__ = "exhibit_photos"

    observation_id: Mapped[UUID] = mapped_column(ForeignKey("observations.id"), index=True)
    file_id: Mapped[UUID] = mapped_column(ForeignKey("stored_files.id"))
    made_at: Mapped[datetime]

    observation: Mapped[Observation] = relationship()
    file: Mapped[StoredFile] = relationship()


class SignOff(WithId, Base):
    """A trainer signed an observation off, the lead trainer confirmed it, somebody reopened it or opened a re-sit."""

    __tablename__ = "sign_offs"
    __table_args__ = (
        CheckConstraint("kind IN ('signed', 'confirmed', 'reopened', 'resit')", name="kind"),
        CheckConstraint("kind <> 'reopened' OR reason <> ''", name="reason"),
        {"info": {"append_only": True}},
    )

    observation_id: Mapped[UUID] = mapped_column(ForeignKey("observations.id"), index=True)
    kind: Mapped[str]
    passed: Mapped[bool | None]
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
