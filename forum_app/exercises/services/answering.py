"""An officer answers the questions about the own exhibits."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from forum_app.exercises import queries
from forum_app.exercises.models import ExerciseAnswer, ExerciseRun
from forum_app.exercises.rules import answers, making, refusals, release
from forum_app.kernel import audit
from forum_app.kernel.audit import HasId
from forum_app.kernel.database import transaction
from forum_app.registration.models import Registration


def record_answers(
    run: ExerciseRun, registration: Registration, typed: Mapping[str, str], *, actor: HasId, at: datetime
) -> int:
    """Keep what was answered; what did not change adds no row. Returns how many rows were added.

    Raises NotExpected, AnswersClosed, NoSuchItem, AnswerTooLong.
    """
    if registration.forum_id != run.forum_id or registration.status != "approved":
        raise refusals.NotExpected(name=registration.name.km or registration.name.en)
    questions = making.questions_in(queries.exhibits_of(run, registration))
    wanted = {item: answers.require_answer(questions, item, text) for item, text in typed.items()}
    with transaction() as session:
        # The row is locked so that nobody answers into a release that is just being made.
        session.scalar(select(ExerciseRun.id).where(ExerciseRun.id == run.id).with_for_update())
        release.require_open(is_released=run.is_released)
        before = queries.answers_of_officer(run, registration)
        changed = {item: text for item, text in wanted.items() if text != before.get(item, "")}
        for item, text in changed.items():
            session.add(
                ExerciseAnswer(
                    run_id=run.id, registration_id=registration.id, item=item, typed=text, at=at, actor_id=actor.id
                )
            )
        if changed:
            audit.record(
                "exercises.record_answers", run, actor=actor, registration=str(registration.id), count=len(changed)
            )
        return len(changed)
