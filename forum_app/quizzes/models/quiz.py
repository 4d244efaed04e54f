"""Tables of quizzes: a quiz, its questions and what was done to it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum_app.course.models import Module, Objective
from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.content import pair
from forum_app.kernel.database import Base, WithId
from forum_app.programme.models import ForumSession
from forum_app.questions.models import Question
from forum_app.quizzes.rules.settings import (
    ANCHORS,
    BEHAVIOUR_NAMES,
    COUNTING_NAMES,
    DRAW_NAMES,
    ENTRY_NAMES,
    PURPOSE_NAMES,
    RELEASE_NAMES,
)
from forum_app.quizzes.rules.state import State
from forum_app.quizzes.rules.window import Offset, Standing, Window, standing


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
        CheckConstraint(_one_of("behaviour", BEHAVIOUR_NAMES), name="behaviour"),
        CheckConstraint("attempts_allowed >= 0", name="attempts_allowed"),
        CheckConstraint(_one_of("counting", COUNTING_NAMES), name="counting"),
        CheckConstraint(_one_of("opens_from", ANCHORS), name="opens_from"),
        CheckConstraint(_one_of("closes_from", ANCHORS), name="closes_from"),
        CheckConstraint(_one_of("entry", ENTRY_NAMES), name="entry"),
        CheckConstraint(_one_of("release", RELEASE_NAMES), name="release"),
        CheckConstraint(_one_of("draw", DRAW_NAMES), name="draw"),
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
    behaviour: Mapped[str] = mapped_column(default="after", server_default="after")
    """When a person learns whether an answer is right; see rules.BEHAVIOUR_NAMES."""
    attempts_allowed: Mapped[int] = mapped_column(default=1, server_default="1")
    """0: as many as wanted."""
    counting: Mapped[str] = mapped_column(default="best", server_default="best")
    """Which of a person's attempts counts."""
    opens_from: Mapped[str] = mapped_column(default="start", server_default="start")
    opens_offset_minutes: Mapped[int | None]
    """Opens by itself so many minutes after the session's real start or end (negative: before). None: by hand."""
    closes_from: Mapped[str] = mapped_column(default="end", server_default="end")
    closes_offset_minutes: Mapped[int | None]
    """Closes by itself. Both are offsets, so that moving the session moves them."""
    entry: Mapped[str] = mapped_column(default="registered", server_default="registered")
    release: Mapped[str] = mapped_column(default="by_hand", server_default="by_hand")
    is_shuffled: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Each person has another order of questions and answers."""
    draw: Mapped[str] = mapped_column(default="same", server_default="same")
    frozen_at: Mapped[datetime | None]
    """Since when its questions stay as they are: the first opening, start or printed sheet."""
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]
    """The three times repeat the last QuizEvent of their kind, so that lists need no join. What the clock did by
    itself is written here when it first matters (`services.settle`): ask `state`, not these, whether it is open."""
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    forum: Mapped[Forum] = relationship()
    forum_session: Mapped[ForumSession | None] = relationship()
    module: Mapped[Module | None] = relationship()
    pools: Mapped[list["QuizPool"]] = relationship(order_by="QuizPool.position")
    entries: Mapped[list["QuizQuestion"]] = relationship(order_by="QuizQuestion.position", back_populates="quiz")
    __mapper_args__ = {"version_id_col": version}

    @property
    def window(self) -> Window:
        """When it opens and closes by itself, as its session stands now."""
        opens = Offset(self.opens_from, self.opens_offset_minutes)
        closes = Offset(self.closes_from, self.closes_offset_minutes)
        if opens.minutes is None and closes.minutes is None:
            return Window()
        return Window.around(self.forum_session, opens, closes)

    def standing_at(self, at: datetime) -> Standing:
        """Where it stands at a moment, and since when. Needs `forum_session` where it has a window."""
        done = Standing(self.opened_at, self.closed_at, self.released_at)
        return standing(done, self.window, release=self.release, at=at)

    @property
    def stands(self) -> Standing:
        """Where it stands now, by forum time."""
        return self.standing_at(clock.now())

    @property
    def state(self) -> State:
        return self.stands.state

    @property
    def is_over(self) -> bool:
        """True when it takes no more answers: closed by hand or by the clock."""
        return self.stands.is_over


class QuizPool(WithId, Base):
    """So many questions about one objective or one module. A quiz without pools asks evenly about its module."""

    __tablename__ = "quiz_pools"
    __table_args__ = (
        UniqueConstraint("quiz_id", "position"),
        CheckConstraint("(objective_id IS NULL) <> (module_id IS NULL)", name="one_subject"),
        CheckConstraint("question_count > 0", name="question_count"),
        CheckConstraint("difficulty BETWEEN 1 AND 3", name="difficulty"),
    )

    quiz_id: Mapped[UUID] = mapped_column(ForeignKey("quizzes.id"))
    position: Mapped[int]
    objective_id: Mapped[UUID | None] = mapped_column(ForeignKey("objectives.id"))
    module_id: Mapped[UUID | None] = mapped_column(ForeignKey("modules.id"))
    question_count: Mapped[int]
    difficulty: Mapped[int | None]
    """None: of any difficulty."""

    objective: Mapped[Objective | None] = relationship()
    module: Mapped[Module | None] = relationship()


class QuizQuestion(WithId, Base):
    """A question that a quiz asks or, where each person gets their own, may ask. Fixed when the quiz is frozen."""

    __tablename__ = "quiz_questions"
    __table_args__ = (UniqueConstraint("quiz_id", "question_id"), UniqueConstraint("quiz_id", "position"))

    quiz_id: Mapped[UUID] = mapped_column(ForeignKey("quizzes.id"))
    question_id: Mapped[UUID] = mapped_column(ForeignKey("questions.id"), index=True)
    position: Mapped[int]
    pool_id: Mapped[UUID | None] = mapped_column(ForeignKey("quiz_pools.id"))
    """The pool it came from; None in a quiz without pools."""

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
