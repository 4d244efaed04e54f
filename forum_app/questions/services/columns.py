"""What a question says as the columns of its row, and a row of its history."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from forum_app.kernel.audit import HasId
from forum_app.kernel.identifiers import random_code
from forum_app.questions.models import Exhibit, Question, QuestionEvent
from forum_app.questions.rules.draft import QuestionData
from forum_app.questions.rules.history import Changes
from forum_app.questions.rules.keyed import Keyed, keyed
from forum_app.questions.rules.places import Places
from forum_app.questions.rules.words import searchable

KEY_LENGTH = 6


def lock(session: Session, thing: Question | Exhibit) -> None:
    """Read it again and keep others from changing it until the transaction ends.

    It alone: what was loaded beside it may be missing, and PostgreSQL locks no row that is not there.
    """
    session.refresh(thing, with_for_update={"of": type(thing)})


def stored(question: Question) -> Keyed:
    """The columns that hold what can be answered."""
    return Keyed(question.options, question.targets, question.solution)


def put(thing: Any, values: Mapping[str, Any]) -> None:
    """Set what differs, so that an equal row is not written again."""
    for name, value in values.items():
        if getattr(thing, name) != value:
            setattr(thing, name, value)


def values_of(data: QuestionData, places: Places, *, code: str, before: Keyed | None = None) -> dict[str, Any]:
    """Every column that follows from tidy data."""
    content = keyed(data, lambda: random_code(KEY_LENGTH), before)
    return {
        "kind": data.kind,
        "use": data.use,
        "stem": data.stem,
        "options": content.options,
        "targets": content.targets,
        "solution": content.solution,
        "unit": data.unit,
        "feedback": data.feedback,
        "source": data.source,
        "law_reference": data.law_reference,
        "difficulty": data.difficulty,
        "module_id": places.modules[data.module],
        "objective_id": places.objectives.get((data.module, data.objective)),
        "exhibit_id": places.exhibits.get((data.module, data.exhibit)),
        "search_key": searchable(data, code),
    }


def event(
    question: Question,
    kind: str,
    actor: HasId | None,
    at: datetime,
    *,
    note: str = "",
    changes: Changes | None = None,
) -> QuestionEvent:
    """A row of the question's history."""
    return QuestionEvent(
        question_id=question.id,
        kind=kind,
        actor_id=actor.id if actor else None,
        at=at,
        note=note,
        changes=changes or {},
    )
