"""Tables of attempts and their answers."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum_app.kernel.database import Base, WithId
from forum_app.quizzes.models.quiz import Quiz
from forum_app.registration.models import Registration


class Attempt(WithId, Base):
    """One person's way through a quiz."""

    __tablename__ = "attempts"
    __table_args__ = (
        UniqueConstraint("quiz_id", "registration_id", "number"),
        CheckConstraint("late_accepted_at IS NULL OR late_declined_at IS NULL", name="late_decided_once"),
    )

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
    late_declined_at: Mapped[datetime | None]
    """A trainer decided that they do not. Both times repeat the last LateDecision, so that lists need no join."""

    quiz: Mapped[Quiz] = relationship()
    registration: Mapped[Registration] = relationship()
    answers: Mapped[list["Answer"]] = relationship(back_populates="attempt")


class Answer(WithId, Base):
    """What an attempt holds for one question: at most one answer in time and, beside it, one that came late.

    Which arrival it is: see `rules/arriving.py`. In time and late stand side by side, so that both scores can be told.
    """

    __tablename__ = "answers"
    __table_args__ = (
        UniqueConstraint("attempt_id", "question_id", "is_late"),
        CheckConstraint("language IN ('km', 'en')", name="language"),
    )

    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempts.id"))
    question_id: Mapped[UUID] = mapped_column(ForeignKey("questions.id"), index=True)
    chosen: Mapped[list[str]] = mapped_column(JSON)
    language: Mapped[str]
    """The language the question was read in: the basis of the translation alarm (features.md Q6)."""
    device: Mapped[str] = mapped_column(default="", server_default="")
    sequence: Mapped[int] = mapped_column(default=0)
    answered_at: Mapped[datetime]
    received_at: Mapped[datetime]
    is_late: Mapped[bool] = mapped_column(default=False)
    ms: Mapped[int | None]
    """Milliseconds this question was on the screen before the tap, as the phone says; None: a plain page."""

    attempt: Mapped[Attempt] = relationship(back_populates="answers")


class AnswerArrival(WithId, Base):
    """One tap as it reached the server, exactly once however often the phone had to send it."""

    __tablename__ = "answer_arrivals"
    __table_args__ = (
        UniqueConstraint("attempt_id", "device", "sequence"),
        CheckConstraint("language IN ('km', 'en')", name="language"),
        CheckConstraint("sequence > 0", name="sequence"),
        CheckConstraint("ms >= 0", name="ms"),
        {"info": {"append_only": True}},
    )

    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempts.id"))
    question_id: Mapped[UUID] = mapped_column(ForeignKey("questions.id"), index=True)
    chosen: Mapped[list[str]] = mapped_column(JSON)
    language: Mapped[str]
    device: Mapped[str]
    """Made by a phone for this attempt alone; empty for a plain page, whose taps the server counts."""
    sequence: Mapped[int]
    """Counted by the device over the whole attempt, from 1."""
    answered_at: Mapped[datetime]
    """When it was tapped: the server's time less the age that the phone tells, since a phone's clock may be wrong."""
    received_at: Mapped[datetime]
    is_late: Mapped[bool]
    ms: Mapped[int | None]

    attempt: Mapped[Attempt] = relationship()


class LateDecision(WithId, Base):
    """Who decided whether an attempt's late answers count, and when. The newest row holds."""

    __tablename__ = "late_decisions"
    __table_args__ = ({"info": {"append_only": True}},)

    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempts.id"), index=True)
    is_accepted: Mapped[bool]
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]

    attempt: Mapped[Attempt] = relationship()
