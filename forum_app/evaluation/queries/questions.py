"""What is asked: the forum's own questions, else the set that every forum starts with."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import func, or_, select

from forum_app.evaluation.models import FeedbackAnswer, FeedbackPaperCount, FeedbackPaperText, FeedbackQuestion
from forum_app.forums.models import Forum
from forum_app.kernel.database import db


def list_questions(forum: Forum, scope: str = "day") -> list[FeedbackQuestion]:
    """What a form of this scope asks now."""
    return _current([one for one in _all_of(forum) if one.scope == scope])


def find_question(forum: Forum, question_id: UUID) -> FeedbackQuestion | None:
    """A question of the forum or of the shipped set."""
    return next((one for one in _all_of(forum) if one.id == question_id), None)


def asked_in(forum: Forum, answered: Iterable[UUID]) -> dict[str, list[FeedbackQuestion]]:
    """By scope: what is asked now, and what was asked before and has answers. One query."""
    known, kept = _all_of(forum), set(answered)
    found: dict[str, list[FeedbackQuestion]] = {}
    for scope in ("session", "day", "forum"):
        of_scope = [one for one in known if one.scope == scope]
        current = _current(of_scope)
        found[scope] = current + [one for one in of_scope if one.id in kept and one not in current]
    return found


def _current(questions: list[FeedbackQuestion]) -> list[FeedbackQuestion]:
    asked = [one for one in questions if not one.retired]
    return [one for one in asked if one.forum_id is not None] or asked


def _all_of(forum: Forum) -> list[FeedbackQuestion]:
    query = (
        select(FeedbackQuestion)
        .where(or_(FeedbackQuestion.forum_id == forum.id, FeedbackQuestion.forum_id.is_(None)))
        .order_by(FeedbackQuestion.position, FeedbackQuestion.code)
    )
    return list(db.session.scalars(query))


def count_answers(question: FeedbackQuestion) -> int:
    """How many forms and slips said something to it: then its wording can no longer change."""
    found = 0
    for model in (FeedbackAnswer, FeedbackPaperCount, FeedbackPaperText):
        query = select(func.count()).select_from(model).where(model.question_id == question.id)
        found += db.session.scalar(query) or 0
    return found
