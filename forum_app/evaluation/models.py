"""Tables of the day's feedback. Answers hold no person; a receipt says only that somebody has answered."""

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum_app.forums.models import Forum, ForumDay
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.content import pair
from forum_app.kernel.database import Base, WithId
from forum_app.registration.models import Registration

# Rows of answers and receipts are written together. Their keys are random rather than ordered by time, they carry
# a day and no instant, and SQLite keeps them sorted by that key, so that neither row tells which belongs to which.
_UNORDERED = {"sqlite_with_rowid": False}


class FeedbackQuestion(WithId, Base):
    """One question: five faces, or a free text. Without a forum it belongs to the set every forum starts with."""

    __tablename__ = "feedback_questions"
    __table_args__ = (
        UniqueConstraint("forum_id", "code"),
        CheckConstraint("kind IN ('faces', 'text')", name="kind"),
    )

    forum_id: Mapped[UUID | None] = mapped_column(ForeignKey("forums.id"))
    code: Mapped[str]
    kind: Mapped[str] = mapped_column(default="faces")
    text: Mapped[Bilingual] = pair("text")
    position: Mapped[int] = mapped_column(default=0)
    retired: Mapped[bool] = mapped_column(default=False)

    forum: Mapped[Forum | None] = relationship()


class FeedbackResponse(Base):
    """One filled-in form, of nobody in particular."""

    __tablename__ = "feedback_responses"
    __table_args__ = ({**_UNORDERED, "info": {"append_only": True}},)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forums.id"), index=True)
    day_id: Mapped[UUID] = mapped_column(ForeignKey("forum_days.id"), index=True)
    answered_on: Mapped[date]
    """The day, not the instant."""

    day: Mapped[ForumDay] = relationship()


class FeedbackAnswer(Base):
    """What one form says to one question."""

    __tablename__ = "feedback_answers"
    __table_args__ = (
        CheckConstraint("value BETWEEN 1 AND 5", name="value"),
        CheckConstraint("(value IS NULL) <> (text = '')", name="one_of_both"),
        {**_UNORDERED, "info": {"append_only": True}},
    )

    response_id: Mapped[UUID] = mapped_column(ForeignKey("feedback_responses.id"), primary_key=True)
    question_id: Mapped[UUID] = mapped_column(ForeignKey("feedback_questions.id"), primary_key=True)
    value: Mapped[int | None]
    text: Mapped[str] = mapped_column(Text, default="")

    response: Mapped[FeedbackResponse] = relationship()
    question: Mapped[FeedbackQuestion] = relationship()


class FeedbackReceipt(Base):
    """This officer has answered for this day; what was said is elsewhere and cannot be found from here."""

    __tablename__ = "feedback_receipts"
    __table_args__ = ({**_UNORDERED, "info": {"append_only": True}},)

    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registrations.id"), primary_key=True)
    day_id: Mapped[UUID] = mapped_column(ForeignKey("forum_days.id"), primary_key=True)

    registration: Mapped[Registration] = relationship()
    day: Mapped[ForumDay] = relationship()
