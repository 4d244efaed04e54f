"""Tables of what happens in the room. Guests and askers have no name here."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum_app.forums.models import Forum
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.content import pair
from forum_app.kernel.database import Base, WithId
from forum_app.live.rules import SIGNAL_NAMES, WALL_STATES, Phase
from forum_app.programme.models import ForumSession
from forum_app.quizzes.models import Quiz


def _one_of(column: str, values: object) -> str:
    return f"{column} IN ({', '.join(repr(str(value)) for value in values)})"  # type: ignore[attr-defined]


class LiveRun(WithId, Base):
    """A quiz that is asked question by question, at the trainer's pace."""

    __tablename__ = "live_runs"
    __table_args__ = (
        UniqueConstraint("quiz_id"),
        UniqueConstraint("code"),
        CheckConstraint(_one_of("phase", Phase), name="phase"),
        CheckConstraint("position >= 0", name="position"),
    )

    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forums.id"), index=True)
    quiz_id: Mapped[UUID] = mapped_column(ForeignKey("quizzes.id"))
    code: Mapped[str]
    """Six digits, read from the projector."""
    phase: Mapped[str] = mapped_column(default=Phase.LOBBY)
    position: Mapped[int] = mapped_column(default=0)
    """Which question is asked, counted from 1 in the quiz's own order; 0 in the lobby."""
    step: Mapped[int] = mapped_column(default=0)
    """Grows with every action: what a phone has to fetch again, and what keeps a button from acting twice."""
    allows_guests: Mapped[bool] = mapped_column(default=False)
    """People without an account may answer too; their answers count in the hall's figures alone."""
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    forum: Mapped[Forum] = relationship()
    quiz: Mapped[Quiz] = relationship()


class LiveStep(WithId, Base):
    """An action of the trainer: when a question was asked, closed and explained."""

    __tablename__ = "live_steps"
    __table_args__ = (UniqueConstraint("run_id", "step"), {"info": {"append_only": True}})

    run_id: Mapped[UUID] = mapped_column(ForeignKey("live_runs.id"))
    step: Mapped[int]
    phase: Mapped[str]
    position: Mapped[int]
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]


class LiveGuest(WithId, Base):
    """A phone without an account in a live quiz. Nothing says whose it is."""

    __tablename__ = "live_guests"
    __table_args__ = (UniqueConstraint("token_hash"),)

    run_id: Mapped[UUID] = mapped_column(ForeignKey("live_runs.id"), index=True)
    token_hash: Mapped[str]
    joined_at: Mapped[datetime]

    run: Mapped[LiveRun] = relationship()


class LiveGuestAnswer(WithId, Base):
    """What a guest chose. Participants' answers are answers of their attempt."""

    __tablename__ = "live_guest_answers"
    __table_args__ = (UniqueConstraint("guest_id", "question_id"),)

    guest_id: Mapped[UUID] = mapped_column(ForeignKey("live_guests.id"))
    question_id: Mapped[UUID] = mapped_column(ForeignKey("questions.id"), index=True)
    chosen: Mapped[list[str]] = mapped_column(JSON)
    language: Mapped[str]
    at: Mapped[datetime]


class WallQuestion(WithId, Base):
    """A question from the hall. Who asked it is kept nowhere."""

    __tablename__ = "wall_questions"
    __table_args__ = (CheckConstraint(_one_of("state", WALL_STATES), name="state"),)

    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forums.id"), index=True)
    forum_session_id: Mapped[UUID] = mapped_column(ForeignKey("forum_sessions.id"), index=True)
    text: Mapped[Bilingual] = pair("text")
    """As it was asked, and what the interpreter added on the other side."""
    state: Mapped[str] = mapped_column(default="waiting")
    asked_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]

    forum: Mapped[Forum] = relationship()
    forum_session: Mapped[ForumSession] = relationship()


class WallSupport(WithId, Base):
    """Somebody has the same question. `voter` is a keyed fingerprint: it counts a person once and names nobody."""

    __tablename__ = "wall_supports"
    __table_args__ = (UniqueConstraint("wall_question_id", "voter"),)

    wall_question_id: Mapped[UUID] = mapped_column(ForeignKey("wall_questions.id"))
    voter: Mapped[str]


class Signal(WithId, Base):
    """One tap to the speaker. `voter` as above, made anew for each window of minutes."""

    __tablename__ = "live_signals"
    __table_args__ = (
        UniqueConstraint("forum_session_id", "kind", "voter"),
        CheckConstraint(_one_of("kind", SIGNAL_NAMES), name="kind"),
    )

    forum_session_id: Mapped[UUID] = mapped_column(ForeignKey("forum_sessions.id"), index=True)
    kind: Mapped[str]
    window_at: Mapped[datetime]
    """Start of the window of minutes it was tapped in; nothing finer."""
    voter: Mapped[str]
