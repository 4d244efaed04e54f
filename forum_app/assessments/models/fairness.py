"""Who may assess whom, who is assessed twice, what was decided afterwards, and appeals."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum_app.accounts.models import Account, Person
from forum_app.assessments.models.observations import Observation
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.content import pair
from forum_app.kernel.database import Base, WithId


class SecondDraw(WithId, Base):
    """The draw chose this officer for a second trainer. Nobody is ever taken out again."""

    __tablename__ = "second_draws"
    __table_args__ = (UniqueConstraint("practical_id", "registration_id"), {"info": {"append_only": True}})

    practical_id: Mapped[UUID] = mapped_column(ForeignKey("practicals.id"))
    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registrations.id"), index=True)
    seed: Mapped[str]
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]


class UnitPermission(WithId, Base):
    """The organiser lets a trainer assess officers of the trainer's own unit, and says why."""

    __tablename__ = "unit_permissions"
    __table_args__ = (
        UniqueConstraint("forum_id", "assessor_id"),
        CheckConstraint("reason <> ''", name="reason"),
    )

    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forums.id"))
    assessor_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    reason: Mapped[str]
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]


class Qualification(WithId, Base):
    """What entitles a trainer to assess, until when."""

    __tablename__ = "trainer_qualifications"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    title: Mapped[Bilingual] = pair("title")
    issuer: Mapped[str] = mapped_column(default="")
    expires_on: Mapped[date | None]
    recorded_at: Mapped[datetime]
    actor_id: Mapped[UUID | None]

    person: Mapped[Person] = relationship()


class Appeal(WithId, Base):
    """An officer asks for a second look at a result, within the days that the practical allows."""

    __tablename__ = "appeals"
    __table_args__ = (
        UniqueConstraint("observation_id"),
        CheckConstraint("decision IN ('', 'kept', 'reopened', 'resit')", name="decision"),
        CheckConstraint("(decision = '') = (decided_at IS NULL)", name="decided"),
    )

    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forums.id"), index=True)
    observation_id: Mapped[UUID] = mapped_column(ForeignKey("observations.id"))
    text: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    decision: Mapped[str] = mapped_column(default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))

    observation: Mapped[Observation] = relationship()
    decided_by: Mapped[Account | None] = relationship()
