"""Tables of who may enter a quiz, and of its paper."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum_app.kernel.database import Base, WithId
from forum_app.quizzes.models.quiz import Quiz
from forum_app.registration.models import Registration


class QuizAdmission(WithId, Base):
    """A trainer let somebody take a quiz who is not checked in, and why."""

    __tablename__ = "quiz_admissions"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="reason"),
        {"info": {"append_only": True}},
    )

    quiz_id: Mapped[UUID] = mapped_column(ForeignKey("quizzes.id"), index=True)
    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registrations.id"), index=True)
    reason: Mapped[str]
    actor_id: Mapped[UUID | None]
    at: Mapped[datetime]

    quiz: Mapped[Quiz] = relationship()
    registration: Mapped[Registration] = relationship()


class QuizSheet(WithId, Base):
    """The paper of one person for one quiz. Its seed is that of the attempt, on paper and on a phone."""

    __tablename__ = "quiz_sheets"
    __table_args__ = (
        UniqueConstraint("quiz_id", "registration_id"),
        UniqueConstraint("code"),
        CheckConstraint("language IN ('km', 'en')", name="language"),
    )

    quiz_id: Mapped[UUID] = mapped_column(ForeignKey("quizzes.id"))
    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registrations.id"), index=True)
    seed: Mapped[int]
    code: Mapped[str]
    """Printed on every page of the sheet, typed when it comes back."""
    language: Mapped[str] = mapped_column(default="km", server_default="km")
    """In which the questions are printed."""
    printed_at: Mapped[datetime]
    actor_id: Mapped[UUID | None]

    quiz: Mapped[Quiz] = relationship()
    registration: Mapped[Registration] = relationship()


class SheetEntry(WithId, Base):
    """What a trainer typed from a sheet; the newest entry holds, the earlier ones stay readable."""

    __tablename__ = "sheet_entries"
    __table_args__ = ({"info": {"append_only": True}},)

    sheet_id: Mapped[UUID] = mapped_column(ForeignKey("quiz_sheets.id"), index=True)
    letters: Mapped[str]
    """As typed: `b a - cd`."""
    actor_id: Mapped[UUID | None]
    at: Mapped[datetime]

    sheet: Mapped[QuizSheet] = relationship()
