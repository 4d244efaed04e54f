"""Reads of exercises and of what is assessed in a forum."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from forum_app.assessments.models import Criterion, Observation, Practical, Rubric
from forum_app.forums.models import Forum
from forum_app.kernel.database import db


def list_rubrics() -> list[Rubric]:
    """Exercises that can be set, by code."""
    return list(db.session.scalars(select(Rubric).where(Rubric.retired.is_(False)).order_by(Rubric.code)))


def find_rubric(code: str) -> Rubric | None:
    """The current version of an exercise, with criteria and levels."""
    query = select(Rubric).where(Rubric.code == code, Rubric.retired.is_(False)).order_by(Rubric.version.desc())
    return db.session.scalar(query.options(selectinload(Rubric.criteria).selectinload(Criterion.levels)).limit(1))


def was_marked(rubric: Rubric) -> bool:
    """True when somebody was assessed by this version."""
    query = select(Observation.id).join(Observation.practical).where(Practical.rubric_id == rubric.id)
    return db.session.scalar(query.limit(1)) is not None


def list_practicals(forum: Forum) -> list[Practical]:
    """Practicals of a forum in order, with their exercise and session."""
    query = (
        select(Practical)
        .where(Practical.forum_id == forum.id)
        .options(selectinload(Practical.rubric), selectinload(Practical.forum_session))
        .order_by(Practical.position, Practical.id)
    )
    return list(db.session.scalars(query))


def criteria_of(practical: Practical) -> list[Criterion]:
    """Criteria with their levels, in order."""
    query = select(Criterion).where(Criterion.rubric_id == practical.rubric_id).options(selectinload(Criterion.levels))
    return list(db.session.scalars(query.order_by(Criterion.position)))
