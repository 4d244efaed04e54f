"""The practical of a forum: which exercise, in which session, and by which rules it is marked."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum_app.assessments.models.rubrics import Rubric
from forum_app.assessments.rules import DEFAULT_PASS_TENTHS, LIMIT_MINUTES
from forum_app.forums.models import Forum
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import Base, WithId
from forum_app.programme.models import ForumSession


class Practical(WithId, Base):
    """An exercise that is assessed in one session of a forum. It keeps the version of the rubric it began with."""

    __tablename__ = "practicals"
    __table_args__ = (
        UniqueConstraint("forum_id", "forum_session_id", "rubric_id"),
        CheckConstraint("pass_tenths BETWEEN 10 AND 40", name="pass_tenths"),
        CheckConstraint("limit_minutes BETWEEN 1 AND 240", name="limit_minutes"),
        CheckConstraint("second_percent BETWEEN 0 AND 100", name="second_percent"),
        CheckConstraint("differ_by BETWEEN 1 AND 3", name="differ_by"),
        CheckConstraint("differ_action IN ('third', 'discussion')", name="differ_action"),
        CheckConstraint("appeal_days BETWEEN 0 AND 90", name="appeal_days"),
    )

    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forums.id"))
    forum_session_id: Mapped[UUID | None] = mapped_column(ForeignKey("forum_sessions.id"), index=True)
    rubric_id: Mapped[UUID] = mapped_column(ForeignKey("rubrics.id"), index=True)
    pass_tenths: Mapped[int] = mapped_column(default=DEFAULT_PASS_TENTHS)
    """Mean level that passes, in tenths: 20 is 2.0."""
    position: Mapped[int] = mapped_column(default=0)
    limit_minutes: Mapped[int] = mapped_column(default=LIMIT_MINUTES)
    """What the timer of one officer counts to; going over it is shown and never punished."""
    needs_lead: Mapped[bool] = mapped_column(default=False)
    """The lead trainer confirms a trainer's sign-off before officers see it and before it counts."""
    is_written: Mapped[bool] = mapped_column(default=False)
    """Work that is handed in and reviewed afterwards, not watched at a station."""
    second_percent: Mapped[int] = mapped_column(default=0)
    """The share of officers whom a second trainer assesses without seeing the first."""
    second_seed: Mapped[str] = mapped_column(default="")
    """The words that the share was drawn with, so that anybody can draw it again."""
    differ_by: Mapped[int] = mapped_column(default=2)
    """So many levels between two trainers on one criterion need a decision."""
    differ_action: Mapped[str] = mapped_column(default="third")
    appeal_days: Mapped[int] = mapped_column(default=7)

    forum: Mapped[Forum] = relationship()
    forum_session: Mapped[ForumSession | None] = relationship()
    rubric: Mapped[Rubric] = relationship()

    @property
    def title(self) -> Bilingual:
        return self.rubric.title
