"""Trainers show results to officers, or take them back."""

from datetime import datetime

from sqlalchemy import select

from forum_app.exercises.models import ExerciseEvent, ExerciseRun
from forum_app.exercises.rules.release import require_change
from forum_app.kernel import audit
from forum_app.kernel.audit import HasId
from forum_app.kernel.database import transaction


def release(run: ExerciseRun, *, actor: HasId, at: datetime) -> ExerciseRun:
    """Each officer sees how many of the own answers are right; answers are closed. Raises AlreadyReleased."""
    return _change(run, wanted=True, actor=actor, at=at)


def take_back(run: ExerciseRun, *, actor: HasId, at: datetime) -> ExerciseRun:
    """Hide the results again, so that officers can go on answering. Raises NotReleased."""
    return _change(run, wanted=False, actor=actor, at=at)


def _change(run: ExerciseRun, *, wanted: bool, actor: HasId, at: datetime) -> ExerciseRun:
    with transaction() as session:
        session.scalar(select(ExerciseRun.id).where(ExerciseRun.id == run.id).with_for_update())
        require_change(is_released=run.is_released, wanted=wanted)
        kind = "released" if wanted else "taken_back"
        run.released_at = at if wanted else None
        version = run.exercise_set.version
        session.add(ExerciseEvent(run_id=run.id, kind=kind, version=version, at=at, actor_id=actor.id))
        audit.record(f"exercises.{'release' if wanted else 'take_back'}", run, actor=actor, code=run.code)
        return run
