"""Tables of quizzes: a quiz, its questions and what was done to it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum_app.course.models import Module
from forum_app.forums.models import Forum
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.content import pair
from forum_app.kernel.database import Base, WithId
from forum_app.programme.models import ForumSession
from forum_app.questions.models import Question
from forum_app.quizzes.rules import PURPOSE_NAMES, State, state_of


def _one_of(column: str, values: Any) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


class Quiz(WithId, Base):
    """A quiz of a forum: of one session, or before and after the course."""

    __tablename__ = "quizzes"
    __table_args__ = (
        UniqueConstraint("forum_id", "code"),
        CheckConstraint(_one_of("purpose", PURPOSE_NAMES), name="purpose"),
        CheckConstraint("pass_percent BETWEEN 0 AND 100", name="pass_percent"),
        CheckConstraint("limit_minutes IS NULL OR limit_minutes > 0", name="limit_minutes"),
        CheckConstraint("question_count > 0", name="question_count"),
        CheckConstraint("closed_at IS NULL OR opened_at IS NOT NULL", name="closed_after_opened"),
        CheckConstraint("released_at IS NULL OR closed_at IS NOT NULL", name="released_after_closed"),
    )

    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forums.id"))
    forum_session_id: Mapped[UUID | None] = mapped_column(ForeignKey("forum_sessions.id"), index=True)
    module_id: Mapped[UUID | None] = mapped_column(ForeignKey("modules.id"))
    """None: questions of every module."""
    code: Mapped[str]
    title: Mapped[Bilingual] = pair("title")
    purpose: Mapped[str] = mapped_column(default="session")
    question_count: Mapped[int]
    limit_minutes: Mapped[int | None]
    """Counted from each person's own start, by the server. None: until it is closed."""
    pass_percent: Mapped[int] = mapped_column(default=60)
    position: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]
    """The three times repeat the last QuizEvent of their kind, so that lists need no join."""
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    forum: Mapped[Forum] = relationship()
    forum_session: Mapped[ForumSession | None] = relationship()
    module: Mapped[Module | None] = relationship()
    entries: Mapped[list["QuizQuestion"]] = relationship(order_by="QuizQuestion.position", back_populates="quiz")
    __mapper_args__ = {"version_id_col": version}

    @property
    def state(self) -> State:
        return state_of(self.opened_at, self.closed_at, self.released_at)


class QuizQuestion(WithId, Base):
    """A question in a quiz: the list is fixed when the quiz is made, everybody gets the same ones."""

    __tablename__ = "quiz_questions"
    __table_args__ = (UniqueConstraint("quiz_id", "question_id"), UniqueConstraint("quiz_id", "position"))

    quiz_id: Mapped[UUID] = mapped_column(ForeignKey("quizzes.id"))
    question_id: Mapped[UUID] = mapped_column(ForeignKey("questions.id"), index=True)
    position: Mapped[int]

    quiz: Mapped[Quiz] = relationship(back_populates="entries")
    question: Mapped[Question] = relationship()


class QuizEvent(WithId, Base):
    """Who opened, closed or released a quiz, and when. A quiz closed by mistake is opened again by a further row."""

    __tablename__ = "quiz_events"
    __table_args__ = (
        CheckConstraint("kind IN ('opened', 'closed', 'released')", name="kind"),
        {"info": {"append_only": True}},
    )

    quiz_id: Mapped[UUID] = mapped_column(ForeignKey("quizzes.id"), index=True)
    kind: Mapped[str]
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
