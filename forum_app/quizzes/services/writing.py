"""What beginning and answering share: holding off a closing, and inserts that may meet a row."""

from typing import Any

from sqlalchemy import Insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from forum_app.quizzes.models import Attempt, Quiz


def lock(session: Session, quiz: Quiz) -> None:
    """Hold off a closing until this answer is in; answers do not wait for each other."""
    session.refresh(quiz, with_for_update={"read": True})


def hold(session: Session, attempt: Attempt) -> Quiz:
    """The attempt for us alone, and its quiz against a closing; everybody takes them in this order."""
    session.refresh(attempt, with_for_update=True)
    query = select(Quiz).where(Quiz.id == attempt.quiz_id).with_for_update(read=True)
    return session.scalars(query.execution_options(populate_existing=True)).one()


def insert(session: Session, model: Any, rows: dict[str, Any] | list[dict[str, Any]]) -> Any:
    """An INSERT of one row or several that takes ON CONFLICT on either database; into a table it costs half."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement: Insert = dialect.insert(model).values(rows)
    return statement
