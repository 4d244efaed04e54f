"""Making the round plan of a session."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from forum_app.assessments import rules
from forum_app.assessments.models import RoundPlan, Station
from forum_app.forums.models import Forum
from forum_app.kernel import audit
from forum_app.kernel.audit import HasId
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import transaction
from forum_app.programme import queries as programme
from forum_app.programme.models import ForumSession


@dataclass(frozen=True, slots=True)
class StationPlace:
    """A station as the organiser wrote it."""

    name: Bilingual
    practical_id: UUID | None = None
    room_id: UUID | None = None
    trainer_id: UUID | None = None


def make_plan(
    forum: Forum,
    forum_session: ForumSession,
    *,
    places: Sequence[StationPlace],
    round_minutes: int,
    change_minutes: int,
    starts_after_minutes: int = 0,
    actor: HasId | None,
) -> RoundPlan:
    """Set the stations and times of a session; made again, it replaces the plan. Raises NoStations, PlanTooLong."""
    rules.require_fitting(
        len(places),
        len(programme.list_groups(forum)),
        minutes=forum_session.minutes,
        starts_after=starts_after_minutes,
        round_minutes=round_minutes,
        change_minutes=change_minutes,
    )
    with transaction() as session:
        plan = session.scalar(select(RoundPlan).where(RoundPlan.forum_session_id == forum_session.id))
        if plan is None:
            plan = RoundPlan(forum_id=forum.id, forum_session_id=forum_session.id)
            session.add(plan)
        plan.round_minutes, plan.change_minutes = round_minutes, change_minutes
        plan.starts_after_minutes = starts_after_minutes
        plan.stations.clear()
        session.flush()
        for position, place in enumerate(places, 1):
            plan.stations.append(
                Station(
                    position=position,
                    name=place.name,
                    practical_id=place.practical_id,
                    room_id=place.room_id,
                    trainer_id=place.trainer_id,
                )
            )
        session.flush()
        audit.record("assessments.make_plan", plan, actor=actor, stations=len(places))
        return plan
