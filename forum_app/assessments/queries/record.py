"""A person's record over several forums: what was assessed, by which version of the rubric, by whom, when."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, selectinload

from forum_app.assessments.models import Observation, Practical
from forum_app.forums.models import Forum
from forum_app.kernel.database import db
from forum_app.registration.models import Registration


def record_of_person(person_id: UUID) -> list[Observation]:
    """What counts of every practical in every forum, the newest first."""
    query = (
        select(Observation)
        .join(Observation.registration)
        .join(Observation.practical)
        .join(Practical.forum)
        .where(Registration.person_id == person_id, Observation.released_at.is_not(None))
        .options(
            selectinload(Observation.marks),
            selectinload(Observation.assessor),
            contains_eager(Observation.practical).contains_eager(Practical.forum),
            contains_eager(Observation.practical).selectinload(Practical.rubric),
        )
        .order_by(Forum.starts_on, Observation.attempt, Observation.released_at)
    )
    newest = {one.practical_id: one for one in db.session.scalars(query)}
    return list(newest.values())[::-1]
