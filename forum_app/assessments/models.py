"""Tables of skill assessment: the rubric that is taught, the practical of a forum, and what trainers saw."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum_app.accounts.models import Account
from forum_app.assessments.rules import DEFAULT_PASS_TENTHS, Asked
from forum_app.course.models import Module
from forum_app.forums.models import Forum
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.content import pair
from forum_app.kernel.database import Base, WithId
from forum_app.programme.models import ForumSession
from forum_app.registration.models import Registration


class Rubric(WithId, Base):
    """An exercise with its criteria. Once somebody was marked by it, other wording becomes a new version."""

    __tablename__ = "rubrics"
    __table_args__ = (UniqueConstraint("code", "version"),)

    code: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    module_id: Mapped[UUID | None] = mapped_column(ForeignKey("modules.id"), index=True)
    title: Mapped[Bilingual] = pair("title")
    task: Mapped[Bilingual] = pair("task")
    """What the officer is asked to do."""
    retired: Mapped[bool] = mapped_column(default=False)

    module: Mapped[Module | None] = relationship()
    criteria: Mapped[list["Criterion"]] = relationship(
        order_by="Criterion.position", back_populates="rubric", cascade="all, delete-orphan"
    )

    @property
    def asked(self) -> list[Asked]:
        """The criteria as the decision sees them."""
        return [Asked(id=criterion.id, critical=criterion.critical) for criterion in self.criteria]


class Criterion(WithId, Base):
    """One thing a trainer looks at."""

    __tablename__ = "criteria"
    __table_args__ = (UniqueConstraint("rubric_id", "position"),)

    rubric_id: Mapped[UUID] = mapped_column(ForeignKey("rubrics.id"))
    position: Mapped[int]
    name: Mapped[Bilingual] = pair("name")
    critical: Mapped[bool] = mapped_column(default=False)
    """At level 1 the practical is not passed, whatever the other levels."""

    rubric: Mapped[Rubric] = relationship(back_populates="criteria")
    levels: Mapped[list["Level"]] = relationship(
        order_by="Level.number", back_populates="criterion", cascade="all, delete-orphan"
    )

    def level_text(self, number: int | None) -> Bilingual:
        """The observable wording of a level; empty for "not observed"."""
        return next((level.text for level in self.levels if level.number == number), Bilingual())


class Level(WithId, Base):
    """What a trainer sees when somebody is at this level."""

    __tablename__ = "levels"
    __table_args__ = (
        UniqueConstraint("criterion_id", "number"),
        CheckConstraint("number BETWEEN 1 AND 4", name="number"),
    )

    criterion_id: Mapped[UUID] = mapped_column(ForeignKey("criteria.id"))
    number: Mapped[int]
    text: Mapped[Bilingual] = pair("text")

    criterion: Mapped[Criterion] = relationship(back_populates="levels")


class Practical(WithId, Base):
    """An exercise that is assessed in one session of a forum."""

    __tablename__ = "practicals"
    __table_args__ = (
        UniqueConstraint("forum_id", "forum_session_id", "rubric_id"),
        CheckConstraint("pass_tenths BETWEEN 10 AND 40", name="pass_tenths"),
    )

    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forums.id"))
    forum_session_id: Mapped[UUID | None] = mapped_column(ForeignKey("forum_sessions.id"), index=True)
    rubric_id: Mapped[UUID] = mapped_column(ForeignKey("rubrics.id"), index=True)
    pass_tenths: Mapped[int] = mapped_column(default=DEFAULT_PASS_TENTHS)
    """Mean level that passes, in tenths: 20 is 2.0."""
    position: Mapped[int] = mapped_column(default=0)

    forum: Mapped[Forum] = relationship()
    forum_session: Mapped[ForumSession | None] = relationship()
    rubric: Mapped[Rubric] = relationship()

    @property
    def title(self) -> Bilingual:
        return self.rubric.title


class Observation(WithId, Base):
    """What one trainer saw one officer do."""

    __tablename__ = "observations"
    __table_args__ = (
        UniqueConstraint("practical_id", "registration_id", "assessor_id"),
        CheckConstraint("comment_language IN ('km', 'en')", name="comment_language"),
        CheckConstraint("(signed_off_at IS NULL) = (passed IS NULL)", name="signed_off"),
    )

    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forums.id"), index=True)
    practical_id: Mapped[UUID] = mapped_column(ForeignKey("practicals.id"))
    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registrations.id"), index=True)
    assessor_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    started_at: Mapped[datetime]
    comment: Mapped[str] = mapped_column(Text, default="")
    """One text in whichever language the trainer writes; the officer sees it after the sign-off."""
    comment_language: Mapped[str] = mapped_column(default="km")
    signed_off_at: Mapped[datetime | None]
    """The last sign-off that was not reopened; the events are in `sign_offs`."""
    passed: Mapped[bool | None]

    practical: Mapped[Practical] = relationship()
    registration: Mapped[Registration] = relationship()
    assessor: Mapped[Account] = relationship()
    marks: Mapped[list["Mark"]] = relationship(back_populates="observation")

    @property
    def levels(self) -> dict[UUID, int | None]:
        """Level by criterion; None is "not observed"."""
        return {mark.criterion_id: mark.level for mark in self.marks}


class Mark(WithId, Base):
    """The level of one criterion."""

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

    observation: Mapped[Observation] = relationship(back_populates="marks")
    criterion: Mapped[Criterion] = relationship()


class SignOff(WithId, Base):
    """A trainer signed an observation off, or reopened it with a reason."""

    __tablename__ = "sign_offs"
    __table_args__ = (
        CheckConstraint("kind IN ('signed', 'reopened')", name="kind"),
        CheckConstraint("kind <> 'reopened' OR reason <> ''", name="reason"),
        {"info": {"append_only": True}},
    )

    observation_id: Mapped[UUID] = mapped_column(ForeignKey("observations.id"), index=True)
    kind: Mapped[str]
    passed: Mapped[bool | None]
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
