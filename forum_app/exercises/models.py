"""Tables of materials: versions of what an exercise hands out, its use in a forum, and what officers answered."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum_app.course.models import Module
from forum_app.forums.models import Forum
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.content import pair
from forum_app.kernel.database import Base, WithId
from forum_app.programme.models import ForumSession


class ExerciseSet(WithId, Base):
    """The materials of one exercise. Once a forum uses them, other content becomes a new version."""

    __tablename__ = "exercise_sets"
    __table_args__ = (UniqueConstraint("code", "version"),)

    code: Mapped[str]
    """The code of the exercise, which is also that of its rubric."""
    version: Mapped[int] = mapped_column(default=1)
    module_id: Mapped[UUID | None] = mapped_column(ForeignKey("modules.id"), index=True)
    title: Mapped[Bilingual] = pair("title")
    task: Mapped[Bilingual] = pair("task")
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Sheets, fixed files, names of the generated exhibits and their words, frozen together (docs/content.md)."""
    retired: Mapped[bool] = mapped_column(default=False)

    module: Mapped[Module | None] = relationship()

    @property
    def has_exhibits(self) -> bool:
        """True when there is something to take as a ZIP; some exercises are paper alone."""
        return bool(self.content["generate"] or self.content["files"])


class ExerciseRun(WithId, Base):
    """An exercise's materials in use in a forum; it keeps the version it began with."""

    __tablename__ = "exercise_runs"
    __table_args__ = (UniqueConstraint("forum_id", "code"),)

    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forums.id"))
    code: Mapped[str]
    set_id: Mapped[UUID] = mapped_column(ForeignKey("exercise_sets.id"), index=True)
    forum_session_id: Mapped[UUID | None] = mapped_column(ForeignKey("forum_sessions.id"), index=True)
    secret: Mapped[str]
    """Random; with it every officer's exhibits can be made again, without it nobody can work them out."""
    position: Mapped[int] = mapped_column(default=0)
    released_at: Mapped[datetime | None]
    """Since when officers see how many answers are right; the events are in `exercise_events`."""

    forum: Mapped[Forum] = relationship()
    exercise_set: Mapped[ExerciseSet] = relationship()
    forum_session: Mapped[ForumSession | None] = relationship()

    @property
    def title(self) -> Bilingual:
        return self.exercise_set.title

    @property
    def is_released(self) -> bool:
        return self.released_at is not None


class ExerciseEvent(WithId, Base):
    """Results were shown to the officers or taken back, or the run moved to newer materials."""

    __tablename__ = "exercise_events"
    __table_args__ = (
        CheckConstraint("kind IN ('released', 'taken_back', 'renewed')", name="kind"),
        {"info": {"append_only": True}},
    )

    run_id: Mapped[UUID] = mapped_column(ForeignKey("exercise_runs.id"), index=True)
    kind: Mapped[str]
    version: Mapped[int]
    """The version of the materials at that moment."""
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]


class ExerciseAnswer(WithId, Base):
    """What an officer answered to one question. A changed answer is one more row; the last one counts.

    Whether it is right is not stored: the rules say so, from the run's secret.
    """

    __tablename__ = "exercise_answers"
    __table_args__ = (
        Index("ix_exercise_answers_run_id_registration_id", "run_id", "registration_id"),
        {"info": {"append_only": True}},
    )

    run_id: Mapped[UUID] = mapped_column(ForeignKey("exercise_runs.id"))
    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registrations.id"), index=True)
    item: Mapped[str]
    """Exhibit and question: `folder.altered`."""
    typed: Mapped[str]
    """As typed, or the place of the chosen option; empty when it was taken away again."""
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
