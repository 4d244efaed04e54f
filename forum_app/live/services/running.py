"""Asking a quiz live: starting it and taking its steps."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum_app.kernel import audit
from forum_app.kernel.audit import HasId
from forum_app.kernel.database import insert_once, transaction
from forum_app.kernel.identifiers import random_digits
from forum_app.live import queries, rules
from forum_app.live.models import LiveRun, LiveStep
from forum_app.live.rules import Action, Phase
from forum_app.quizzes import services as quizzes
from forum_app.quizzes.models import Attempt, Quiz


def start_run(quiz: Quiz, *, allows_guests: bool, actor: HasId | None, at: datetime) -> LiveRun:
    """Open the lobby of a quiz. One that was started already is gone on with.

    Raises NotALiveQuiz, and what opening a quiz raises.
    """
    if quiz.behaviour != "live":
        raise rules.NotALiveQuiz
    with transaction() as session:
        found = queries.find_run(quiz)
        if found is not None:
            return found
        quizzes.open_quiz(quiz, actor=actor, at=at)
        insert_once(
            LiveRun,
            forum_id=quiz.forum_id,
            quiz_id=quiz.id,
            code=_free_code(session),
            phase=Phase.LOBBY,
            position=0,
            step=0,
            allows_guests=allows_guests,
            started_at=at,
        )
        run = session.scalars(select(LiveRun).where(LiveRun.quiz_id == quiz.id)).one()
        audit.record("live.start_run", run, actor=actor, guests=allows_guests)
        return run


def _free_code(session: Session) -> str:
    while True:
        code = random_digits(rules.CODE_LENGTH)
        if session.scalar(select(LiveRun.id).where(LiveRun.code == code)) is None:
            return code


def do(run: LiveRun, action: Action, *, seen: int, actor: HasId | None, at: datetime) -> LiveRun:
    """Take a step. `seen` is the step that the button was drawn for: pressed twice, it acts once.

    Ending closes the quiz and hands in what every participant answered.
    Raises StepNotPossible, NoMoreQuestions, RunOver.
    """
    with transaction() as session:
        session.refresh(run, with_for_update=True)
        if run.step > seen:
            return run
        if run.phase == Phase.ENDED:
            raise rules.RunOver
        phase, position = rules.next_step(Phase(run.phase), run.position, queries.total_of(run), action)
        run.phase, run.position, run.step = phase, position, run.step + 1
        session.add(
            LiveStep(
                run_id=run.id,
                step=run.step,
                phase=phase,
                position=position,
                at=at,
                actor_id=actor.id if actor else None,
            )
        )
        if phase is Phase.ENDED:
            _end(session, run, actor, at)
        return run


def _end(session: Session, run: LiveRun, actor: HasId | None, at: datetime) -> None:
    run.ended_at = at
    open_attempts = select(Attempt).where(Attempt.quiz_id == run.quiz_id, Attempt.submitted_at.is_(None))
    for attempt in session.scalars(open_attempts).all():
        quizzes.submit_attempt(attempt, actor=actor, at=at)
    quizzes.close_quiz(run.quiz, actor=actor, at=at)
    audit.record("live.end_run", run, actor=actor)
