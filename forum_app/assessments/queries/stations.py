"""Reads of round plans: who stands where and when, and who has not been seen."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from forum_app.accounts.models import Account
from forum_app.assessments import rules
from forum_app.assessments.models import Practical, RoundPlan, Station
from forum_app.assessments.queries.observing import Place, queue_of
from forum_app.assessments.rules import Round, State
from forum_app.forums.models import Forum
from forum_app.kernel.database import db
from forum_app.programme import queries as programme
from forum_app.programme.models import ForumSession, Group


@dataclass(frozen=True, slots=True)
class Turn:
    """One round as a page shows it: the group at each station."""

    round: Round
    groups: tuple[Group | None, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A round plan with its rotation worked out."""

    plan: RoundPlan
    stations: tuple[Station, ...]
    turns: tuple[Turn, ...]

    def now(self, at: datetime) -> Turn | None:
        """The running turn."""
        running = rules.current_round([turn.round for turn in self.turns], at)
        return next((turn for turn in self.turns if turn.round is running), None) if running else None


def find_plan(forum_session: ForumSession) -> Plan | None:
    """The round plan of a session."""
    query = select(RoundPlan).where(RoundPlan.forum_session_id == forum_session.id)
    plan = db.session.scalar(
        query.options(
            selectinload(RoundPlan.stations).selectinload(Station.room),
            selectinload(RoundPlan.stations).selectinload(Station.trainer),
            selectinload(RoundPlan.stations).selectinload(Station.practical).selectinload(Practical.rubric),
        )
    )
    return _worked_out(plan, forum_session) if plan else None


def _worked_out(plan: RoundPlan, forum_session: ForumSession) -> Plan:
    groups = programme.list_groups(forum_session.forum)
    found = rules.rounds(
        len(plan.stations),
        len(groups),
        starts_at=forum_session.starts_at + timedelta(minutes=plan.starts_after_minutes),
        round_minutes=plan.round_minutes,
        change_minutes=plan.change_minutes,
    )
    turns = [Turn(one, tuple(groups[place] if place is not None else None for place in one.groups)) for one in found]
    return Plan(plan, tuple(plan.stations), tuple(turns))


def list_plans(forum: Forum) -> list[RoundPlan]:
    """Round plans of a forum in the order of the programme."""
    query = select(RoundPlan).join(RoundPlan.forum_session).where(RoundPlan.forum_id == forum.id)
    return list(
        db.session.scalars(query.options(selectinload(RoundPlan.forum_session)).order_by(ForumSession.starts_at))
    )


def group_at(practical: Practical, assessor: Account, *, at: datetime) -> Group | None:
    """The group that stands at this trainer's station now (or at the only station of the practical)."""
    if practical.forum_session is None:
        return None
    plan = find_plan(practical.forum_session)
    turn = plan.now(at) if plan else None
    if plan is None or turn is None:
        return None
    own = [index for index, one in enumerate(plan.stations) if one.practical_id == practical.id]
    mine = [index for index in own if plan.stations[index].trainer_id == assessor.id] or own
    return turn.groups[mine[0]] if len(mine) == 1 else None


def not_seen(practical: Practical, *, here: set[UUID] | None = None) -> list[Place]:
    """Who has no mark yet, by badge; with `here` only those who are known to have come."""
    return [
        place
        for place in queue_of(practical)
        if place.state is State.WAITING and (here is None or place.registration.id in here)
    ]
