"""Opening, closing and releasing a quiz, and writing down what the clock did by itself.

Whether a quiz is open is always computed (`Quiz.standing_at`), so nothing that is shown waits for a worker. What the
clock did is written down when it first matters: its opening when the first person begins, its release when anybody
looks at it, at the latest by the hourly chore. Only the message that results are there depends on that.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from forum_app.kernel import audit
from forum_app.kernel.audit import HasId
from forum_app.kernel.database import transaction
from forum_app.messages import services as messages
from forum_app.quizzes import queries, rules
from forum_app.quizzes.models import Quiz, QuizEvent
from forum_app.quizzes.rules import State
from forum_app.quizzes.services.choosing import freeze


def open_quiz(quiz: Quiz, *, actor: HasId | None, at: datetime) -> Quiz:
    """Let the hall answer; a quiz closed by mistake is opened again. Opening an open quiz changes nothing.

    Raises AlreadyReleased, QuestionsMissing.
    """
    with transaction() as session:
        session.refresh(quiz, with_for_update=True)
        stands = quiz.standing_at(at)
        if stands.state is State.RELEASED:
            raise rules.AlreadyReleased
        freeze(session, quiz, at=at)
        if stands.state is not State.OPEN:
            quiz.opened_at, quiz.closed_at = at, None
            _record(session, quiz, "opened", actor, at)
        return quiz


def close_quiz(quiz: Quiz, *, actor: HasId | None, at: datetime) -> Quiz:
    """Take no more answers. Nothing is handed in for anybody; what is saved counts. Raises QuizNotOpen."""
    with transaction() as session:
        session.refresh(quiz, with_for_update=True)
        state = quiz.standing_at(at).state
        if state is State.PREPARED:
            raise rules.QuizNotOpen
        if state is State.OPEN:
            write_opening(session, quiz, at=at)
            quiz.closed_at = at
            _record(session, quiz, "closed", actor, at)
        _write_release(session, quiz, at=at)
        return quiz


def release_results(quiz: Quiz, *, actor: HasId | None, at: datetime) -> Quiz:
    """Show everybody their own result, to all at once. Raises NotYetClosed."""
    with transaction() as session:
        session.refresh(quiz, with_for_update=True)
        state = quiz.standing_at(at).state
        if state in {State.PREPARED, State.OPEN}:
            raise rules.NotYetClosed
        if state is State.CLOSED:
            _write_closing(session, quiz, at=at)
            _release(session, quiz, actor=actor, released_at=at, at=at)
        _write_release(session, quiz, at=at)
        return quiz


def settle(quizzes: Iterable[Quiz], *, at: datetime) -> int:
    """Write down which results were released by the clock, and tell people once. Returns how many.

    Asks the database nothing while there is nothing to write.
    """
    due = [quiz for quiz in quizzes if quiz.released_at is None and quiz.standing_at(at).released_at]
    for quiz in due:
        with transaction() as session:
            session.refresh(quiz, with_for_update=True)
            _write_release(session, quiz, at=at)
    return len(due)


def write_opening(session: Session, quiz: Quiz, *, at: datetime) -> None:
    """Write down that the clock has opened it, and keep its questions from then on. Raises QuestionsMissing."""
    if (opened_at := quiz.standing_at(at).opened_at) is None:
        return
    freeze(session, quiz, at=at)
    if quiz.opened_at is None:
        quiz.opened_at = opened_at
        _record(session, quiz, "opened", None, opened_at)


def _write_closing(session: Session, quiz: Quiz, *, at: datetime) -> None:
    stands = quiz.standing_at(at)
    write_opening(session, quiz, at=at)
    if quiz.closed_at is None and stands.closed_at is not None:
        quiz.closed_at = stands.closed_at
        _record(session, quiz, "closed", None, stands.closed_at)


def _write_release(session: Session, quiz: Quiz, *, at: datetime) -> None:
    """What the clock released, if it did."""
    released_at = quiz.standing_at(at).released_at
    if quiz.released_at is None and released_at is not None:
        _write_closing(session, quiz, at=at)
        _release(session, quiz, actor=None, released_at=released_at, at=at)


def _release(session: Session, quiz: Quiz, *, actor: HasId | None, released_at: datetime, at: datetime) -> None:
    quiz.released_at = released_at
    _record(session, quiz, "released", actor, released_at)
    for registration in queries.list_people_of(quiz).values():
        key = f"results/{quiz.id}/{registration.id}"
        values = {"quiz": quiz.title}
        messages.queue(registration.person, template="results_released", values=values, key=key, at=at)


def _record(session: Session, quiz: Quiz, kind: str, actor: HasId | None, at: datetime) -> None:
    session.add(QuizEvent(quiz_id=quiz.id, kind=kind, at=at, actor_id=actor.id if actor else None))
    audit.record(f"quizzes.{kind}", quiz, actor=actor)
