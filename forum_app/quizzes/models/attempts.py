"""Tables of attempts and their answers."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum_app.kernel.database import Base, WithId
from forum_app.quizzes.models.quiz import Quiz
from forum_app.registration.models import Registration


def _one_of(column: str, values: Any) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


class Attempt(WithId, Base):
    """One person's way through a quiz."""

    __tablename__ = "attempts"
    __table_args__ = (UniqueConstraint("quiz_id", "registration_id", "number"),)

    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forums.id"), index=True)
    quiz_id: Mapped[UUID] = mapped_column(ForeignKey("quizzes.id"))
    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registrations.id"), index=True)
    number: Mapped[int] = mapped_column(default=1)
    seed: Mapped[int]
    """Orders this person's questions and options; kept, so that the same attempt always looks the same."""
    language: Mapped[str]
    """The language in which it was started; each answer keeps its own."""
    started_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    late_accepted_at: Mapped[datetime | None]
    """A trainer let answers count that came after the deadline."""

    quiz: Mapped[Quiz] = relationship()
    registration: Mapped[Registration] = relationship()
    answers: Mapped[list["Answer"]] = relationship(back_populates="attempt")


class Answer(WithId, Base):
    """What was chosen for one question. The newest choice wins; an answer that came late never replaces one in time."""

    __tablename__ = "answers"
    __table_args__ = (
        UniqueConstraint("attempt_id", "question_id"),
        CheckConstraint("language IN ('km', 'en')", name="language"),
    )

    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempts.id"))
    question_id: Mapped[UUID] = mapped_column(ForeignKey("questions.id"), index=True)
    chosen: Mapped[list[str]] = mapped_column(JSON)
    language: Mapped[str]
    """The language the question was read in: the basis of the translation alarm (features.md Q6)."""
    sequence: Mapped[int] = mapped_column(default=0)
    """Counted by the phone; a choice that overtook a later one on its way does not win."""
    answered_at: Mapped[datetime]
    received_at: Mapped[datetime]
    is_late: Mapped[bool] = mapped_column(default=False)

    attempt: Mapped[Attempt] = relationship(back_populates="answers")
