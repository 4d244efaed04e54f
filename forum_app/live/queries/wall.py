"""The wall of questions and the signals of a session."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from forum_app.forums.models import Forum
from forum_app.kernel import secrets
from forum_app.kernel.database import db
from forum_app.live.models import Signal, WallQuestion, WallSupport
from forum_app.live.rules import SIGNAL_MINUTES, bucket
from forum_app.programme.models import ForumSession

EARLY = timedelta(minutes=10)
"""A speaker is on before the clock says so."""


def voter_of(registration_id: UUID, about: str) -> str:
    """A fingerprint that tells a person's second tap about one thing, and nothing else."""
    return secrets.blind_index(f"{registration_id}/{about}", purpose="voter")


def find_session_now(forum: Forum, *, at: datetime) -> ForumSession | None:
    """The session that runs now or is about to begin; of several, the one that began last."""
    query = select(ForumSession).where(
        ForumSession.forum_id == forum.id,
        ForumSession.cancelled_at.is_(None),
        ForumSession.starts_at <= at + EARLY,
        ForumSession.ends_at > at,
    )
    return db.session.scalar(query.order_by(ForumSession.starts_at.desc(), ForumSession.code).limit(1))


def list_wall(forum_session: ForumSession, states: Sequence[str]) -> list[tuple[WallQuestion, int]]:
    """Questions in these states with how many more have them, the most wanted first."""
    support = func.count(WallSupport.id)
    query = (
        select(WallQuestion, support)
        .outerjoin(WallSupport, WallSupport.wall_question_id == WallQuestion.id)
        .where(WallQuestion.forum_session_id == forum_session.id, WallQuestion.state.in_(states))
        .group_by(WallQuestion.id)
        .order_by(support.desc(), WallQuestion.asked_at)
    )
    return [(question, count) for question, count in db.session.execute(query)]


def list_supported(registration_id: UUID, questions: Sequence[WallQuestion]) -> set[UUID]:
    """Which of these questions a person has said to have as well."""
    voters = {voter_of(registration_id, str(question.id)): question.id for question in questions}
    found = db.session.scalars(select(WallSupport.voter).where(WallSupport.voter.in_(voters)))
    return {voters[voter] for voter in found}


def count_waiting(forum_session: ForumSession) -> int:
    """Questions that nobody has looked at."""
    query = select(func.count()).where(
        WallQuestion.forum_session_id == forum_session.id, WallQuestion.state == "waiting"
    )
    return db.session.scalar(query) or 0


def count_signals(forum_session: ForumSession, *, at: datetime) -> dict[str, int]:
    """Taps of this window of minutes and of the one before it, by kind; people, not taps."""
    since = bucket(at) - timedelta(minutes=SIGNAL_MINUTES)
    query = (
        select(Signal.kind, func.count())
        .where(Signal.forum_session_id == forum_session.id, Signal.window_at >= since)
        .group_by(Signal.kind)
    )
    return dict(db.session.execute(query).all())
