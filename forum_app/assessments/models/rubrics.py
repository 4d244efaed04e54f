"""The rubric that is taught: an exercise, its criteria, and what a trainer sees at each level."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum_app.assessments.rules import Asked
from forum_app.course.models import Module
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.content import pair
from forum_app.kernel.database import Base, WithId


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
