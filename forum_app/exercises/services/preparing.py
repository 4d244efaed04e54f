"""Loading materials from the course content and using them in a forum."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from forum_app.course.models import Module
from forum_app.exercises import queries
from forum_app.exercises.models import ExerciseEvent, ExerciseRun, ExerciseSet
from forum_app.exercises.rules import refusals
from forum_app.forums.models import Forum
from forum_app.kernel import audit
from forum_app.kernel.audit import HasId
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import transaction
from forum_app.kernel.identifiers import random_token
from forum_app.programme.models import ForumSession


def load_set(
    exercise: Mapping[str, Any], content: Mapping[str, Any], *, module_code: str, actor: HasId | None = None
) -> bool:
    """Bring the materials of one exercise to what the content says; True when something changed.

    Materials that a forum uses are kept: what changed becomes a new version, and that forum stays with its own.
    """
    title, task = Bilingual.of(exercise["title"]), Bilingual.of(exercise.get("task"))
    with transaction() as session:
        old = queries.find_set(exercise["code"])
        if old is not None and (old.title, old.task, old.content) == (title, task, dict(content)):
            return False
        if old is not None and not queries.is_used(old):
            found = old
        else:
            found = ExerciseSet(code=exercise["code"], version=old.version + 1 if old else 1)
            session.add(found)
        if old is not None and old is not found:
            old.retired = True
        found.title, found.task, found.content = title, task, dict(content)
        found.module_id = session.scalar(select(Module.id).where(Module.code == module_code))
        session.flush()
        audit.record("exercises.load_set", found, actor=actor, code=found.code, version=found.version)
        return True


def use_set(
    forum: Forum, exercise_set: ExerciseSet, *, forum_session: ForumSession | None = None, actor: HasId | None
) -> ExerciseRun:
    """Use an exercise's materials in a forum. Raises AlreadyInUse."""
    try:
        with transaction() as session:
            count = session.scalar(select(func.count()).where(ExerciseRun.forum_id == forum.id)) or 0
            run = ExerciseRun(
                forum_id=forum.id,
                code=exercise_set.code,
                set_id=exercise_set.id,
                forum_session_id=forum_session.id if forum_session else None,
                secret=random_token(),
                position=count + 1,
            )
            session.add(run)
            session.flush()
            audit.record("exercises.use_set", run, actor=actor, code=run.code, version=exercise_set.version)
            return run
    except IntegrityError as error:
        raise refusals.AlreadyInUse from error


def renew_run(run: ExerciseRun, *, actor: HasId | None, at: datetime) -> ExerciseRun:
    """Move to newer materials while nobody has answered. Raises NothingNewer, AlreadyAnswered."""
    with transaction() as session:
        newer = queries.newer_set(run)
        if newer is None:
            raise refusals.NothingNewer
        if queries.has_answers(run) or run.is_released:
            raise refusals.AlreadyAnswered
        run.set_id = newer.id
        actor_id = actor.id if actor else None
        session.add(ExerciseEvent(run_id=run.id, kind="renewed", version=newer.version, at=at, actor_id=actor_id))
        audit.record("exercises.renew_run", run, actor=actor, code=run.code, version=newer.version)
        return run
