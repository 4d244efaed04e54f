"""What happened to a question, and what waits for whom."""

from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from forum_app.accounts.models import Account
from forum_app.kernel.audit import HasId
from forum_app.kernel.database import db
from forum_app.questions.models import Question, QuestionEvent
from forum_app.questions.rules.life import BEING_CHECKED, WRITING

HOLDING = "legal_hold"
"""The one change that makes nobody an author."""


def authors_of(question: Question) -> set[UUID]:
    """Accounts that wrote or changed this version."""
    query = select(QuestionEvent.actor_id, QuestionEvent.changes).where(
        QuestionEvent.question_id == question.id, QuestionEvent.kind.in_(WRITING), QuestionEvent.actor_id.is_not(None)
    )
    return {actor for actor, changes in db.session.execute(query) if actor and set(changes) != {HOLDING}}


def list_events(question: Question) -> list[tuple[QuestionEvent, Account | None]]:
    """What happened to every version up to this one, newest first, with who did it."""
    query = (
        select(QuestionEvent)
        .join(QuestionEvent.question)
        .where(Question.code == question.code, Question.version <= question.version)
        .order_by(QuestionEvent.at.desc(), QuestionEvent.id.desc())
    )
    events = db.session.scalars(query).all()
    # A second query: an account brings its person by an inner join, which would drop events of the system.
    actors = {event.actor_id for event in events if event.actor_id}
    accounts = {one.id: one for one in db.session.scalars(select(Account).where(Account.id.in_(actors)))}
    return [(event, accounts.get(event.actor_id) if event.actor_id else None) for event in events]


def waits_for(reader: HasId) -> ColumnElement[bool]:
    """True of questions that wait for a check by somebody who neither wrote nor changed them: this reader."""
    wrote = select(QuestionEvent.question_id).where(
        QuestionEvent.actor_id == reader.id, QuestionEvent.kind.in_(WRITING)
    )
    return Question.status.in_(BEING_CHECKED) & Question.id.not_in(wrote)


def count_waiting(reader: HasId) -> int:
    """How many questions wait for a check that this reader may do."""
    return db.session.scalar(select(func.count()).select_from(Question).where(waits_for(reader))) or 0
