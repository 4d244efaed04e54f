"""What was decided here about questions of the course, whatever its files say."""

from dataclasses import dataclass, replace

from sqlalchemy import select

from forum_app.course.models import Module
from forum_app.kernel.database import db
from forum_app.questions.models import Question, QuestionEvent


@dataclass(frozen=True, slots=True)
class DecidedHere:
    """Retired or put on hold by somebody of this installation."""

    retired: bool = False
    held: bool = False


def decided_here(module: Module) -> dict[str, DecidedHere]:
    """The last decisions by code; loading the course keeps them."""
    query = (
        select(Question.code, QuestionEvent.kind, QuestionEvent.changes)
        .join(Question, Question.id == QuestionEvent.question_id)
        .where(Question.module_id == module.id, Question.origin == "course", QuestionEvent.actor_id.is_not(None))
        .order_by(QuestionEvent.at, QuestionEvent.id)
    )
    found: dict[str, DecidedHere] = {}
    for code, kind, changes in db.session.execute(query):
        before = found.get(code, DecidedHere())
        found[code] = replace(
            before,
            retired=kind == "retired" if kind in {"retired", "approved"} else before.retired,
            held=changes["legal_hold"][1] if "legal_hold" in changes else before.held,
        )
    return found
