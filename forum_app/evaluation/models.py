"""Tables of feedback. Answers hold no person; a receipt says only that somebody has answered."""

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum_app.evaluation.rules import SCOPE_NAMES
from forum_app.forums.models import Forum
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.content import pair
from forum_app.kernel.database import Base, WithId
from forum_app.registration.models import Registration

# Rows of answers and receipts are written together. Their keys are random rather than ordered by time, they carry
# a day and no instant, and SQLite keeps them sorted by that key, so that neither row tells which belongs to which.
_UNORDERED = {"sqlite_with_rowid": False}
_SCOPES = f"scope IN ({', '.join(repr(scope) for scope in SCOPE_NAMES)})"
_LANGUAGES = "language IN ('', 'km', 'en')"


class FeedbackQuestion(WithId, Base):
    """One question: five faces, or a free text. Without a forum it belongs to the set every forum starts with."""

    __tablename__ = "feedback_questions"
    __table_args__ = (
        UniqueConstraint("forum_id", "code"),
        CheckConstraint("kind IN ('faces', 'text')", name="kind"),
        CheckConstraint(_SCOPES, name="scope"),
    )

    forum_id: Mapped[UUID | None] = mapped_column(ForeignKey("forums.id"))
    code: Mapped[str]
    scope: Mapped[str] = mapped_column(default="day")
    kind: Mapped[str] = mapped_column(default="faces")
    text: Mapped[Bilingual] = pair("text")
    position: Mapped[int] = mapped_column(default=0)
    retired: Mapped[bool] = mapped_column(default=False)

    forum: Mapped[Forum | None] = relationship()


class FeedbackSurvey(Base):
    """What one form is about: a session, a day, or the whole forum. Made when the first form of it comes in."""

    __tablename__ = "feedback_surveys"
    __table_args__ = (
        CheckConstraint(_SCOPES, name="scope"),
        CheckConstraint("(scope = 'day') = (day_id IS NOT NULL)", name="day"),
        CheckConstraint("(scope = 'session') = (forum_session_id IS NOT NULL)", name="session"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forums.id"), index=True)
    scope: Mapped[str]
    subject_id: Mapped[UUID] = mapped_column(unique=True)
    """The id of the session, the day or the forum: UNIQUE over all three, which three nullable keys cannot be."""
    day_id: Mapped[UUID | None] = mapped_column(ForeignKey("forum_days.id"))
    forum_session_id: Mapped[UUID | None] = mapped_column(ForeignKey("forum_sessions.id"))


class FeedbackResponse(Base):
    """One filled-in form, of nobody in particular."""

    __tablename__ = "feedback_responses"
    __table_args__ = ({**_UNORDERED, "info": {"append_only": True}},)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    survey_id: Mapped[UUID] = mapped_column(ForeignKey("feedback_surveys.id"), index=True)
    answered_on: Mapped[date]
    """The day, not the instant."""

    survey: Mapped[FeedbackSurvey] = relationship()


class FeedbackAnswer(Base):
    """What one form says to one question."""

    __tablename__ = "feedback_answers"
    __table_args__ = (
        CheckConstraint("value BETWEEN 1 AND 5", name="value"),
        CheckConstraint("(value IS NULL) <> (text = '')", name="one_of_both"),
        CheckConstraint(_LANGUAGES, name="language"),
        {**_UNORDERED, "info": {"append_only": True}},
    )

    response_id: Mapped[UUID] = mapped_column(ForeignKey("feedback_responses.id"), primary_key=True)
    question_id: Mapped[UUID] = mapped_column(ForeignKey("feedback_questions.id"), primary_key=True)
    value: Mapped[int | None]
    text: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(default="", server_default="")
    """Of a text only. A face has none: in a small hall the language would be a person."""

    response: Mapped[FeedbackResponse] = relationship()
    question: Mapped[FeedbackQuestion] = relationship()


class FeedbackReceipt(Base):
    """This officer has answered this form; what was said is elsewhere and cannot be found from here."""

    __tablename__ = "feedback_receipts"
    __table_args__ = ({**_UNORDERED, "info": {"append_only": True}},)

    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registrations.id"), primary_key=True)
    survey_id: Mapped[UUID] = mapped_column(ForeignKey("feedback_surveys.id"), primary_key=True)

    registration: Mapped[Registration] = relationship()
    survey: Mapped[FeedbackSurvey] = relationship()


class FeedbackPaper(Base):
    """The paper slips of one form as staff counted them; typed again, the newer count stands."""

    __tablename__ = "feedback_papers"
    __table_args__ = (CheckConstraint("slips >= 0", name="slips"),)

    survey_id: Mapped[UUID] = mapped_column(ForeignKey("feedback_surveys.id"), primary_key=True)
    slips: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    """Counts edits, so that two people who type the same pile do not overwrite each other unseen."""

    survey: Mapped[FeedbackSurvey] = relationship()
    __mapper_args__ = {"version_id_col": version}


class FeedbackPaperCount(Base):
    """How many slips chose one face."""

    __tablename__ = "feedback_paper_counts"
    __table_args__ = (
        CheckConstraint("value BETWEEN 1 AND 5", name="value"),
        CheckConstraint("slips > 0", name="slips"),
    )

    survey_id: Mapped[UUID] = mapped_column(ForeignKey("feedback_surveys.id"), primary_key=True)
    question_id: Mapped[UUID] = mapped_column(ForeignKey("feedback_questions.id"), primary_key=True)
    value: Mapped[int] = mapped_column(primary_key=True)
    slips: Mapped[int]


class FeedbackPaperText(Base):
    """What one slip says in words."""

    __tablename__ = "feedback_paper_texts"
    __table_args__ = (CheckConstraint(_LANGUAGES, name="language"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    survey_id: Mapped[UUID] = mapped_column(ForeignKey("feedback_surveys.id"), index=True)
    question_id: Mapped[UUID] = mapped_column(ForeignKey("feedback_questions.id"))
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str]
