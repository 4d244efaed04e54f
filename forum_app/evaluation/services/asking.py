"""What is asked: the set that ships with the product, and what an organiser makes of it for one forum."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy import select

from forum_app.evaluation import queries, rules
from forum_app.evaluation.models import FeedbackQuestion
from forum_app.forums.models import Forum
from forum_app.kernel import audit
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.database import db, transaction


@dataclass(frozen=True, slots=True)
class QuestionData:
    """A question as an organiser writes it."""

    scope: str
    kind: str
    text: Bilingual


def load_questions(rows: Sequence[Mapping[str, Any]]) -> int:
    """Bring the set that every forum starts with to what the content says. Returns how many changed."""
    changed = 0
    with transaction() as session:
        query = select(FeedbackQuestion).where(FeedbackQuestion.forum_id.is_(None))
        known = {question.code: question for question in session.scalars(query)}
        for position, row in enumerate(rows, 1):
            question = known.pop(row["code"], None) or FeedbackQuestion(code=row["code"])
            changed += _bring(question, row, position)
            session.add(question)
        for gone in known.values():
            changed += not gone.retired
            gone.retired = True
    return changed


def _bring(question: FeedbackQuestion, row: Mapping[str, Any], position: int) -> bool:
    values = {
        "scope": row.get("scope", "day"),
        "kind": row["kind"],
        "text": Bilingual.of(row),
        "position": position,
        "retired": False,
    }
    different = {name: value for name, value in values.items() if getattr(question, name) != value}
    for name, value in different.items():
        setattr(question, name, value)
    return bool(different)


def add_question(forum: Forum, data: QuestionData, *, actor: audit.HasId) -> FeedbackQuestion:
    """Ask one more. The forum's first own question of a scope takes the shipped ones over. Raises TooManyQuestions."""
    with transaction() as session:
        own = _adopt(forum, data.scope)
        if len(own) >= rules.MOST_QUESTIONS:
            raise rules.TooManyQuestions(most=rules.MOST_QUESTIONS)
        place = max((one.position for one in own.values()), default=0) + 1
        question = FeedbackQuestion(
            forum_id=forum.id,
            code=_free_code(_codes(forum)),
            scope=data.scope,
            kind=data.kind,
            text=data.text,
            position=place,
        )
        session.add(question)
        session.flush()
        audit.record("evaluation.add_question", question, actor=actor)
        return question


def change_question(
    forum: Forum, question: FeedbackQuestion, text: Bilingual, *, actor: audit.HasId
) -> FeedbackQuestion:
    """Word a question differently. One that has answers is kept as it was read, and a new one takes its place.

    Raises QuestionNotYours when it is asked no longer.
    """
    with transaction() as session:
        own = _mine(forum, question)
        if own.text == text:
            return own
        if queries.count_answers(own):
            own.retired = True
            own = FeedbackQuestion(
                forum_id=forum.id, code=_free_code(_codes(forum)), scope=own.scope, kind=own.kind, position=own.position
            )
            session.add(own)
        own.text = text
        session.flush()
        audit.record("evaluation.change_question", own, actor=actor)
        return own


def retire_question(forum: Forum, question: FeedbackQuestion, *, actor: audit.HasId) -> None:
    """Ask it no longer; what was answered stays. Raises QuestionNotYours."""
    with transaction():
        own = _mine(forum, question)
        own.retired = True
        audit.record("evaluation.retire_question", own, actor=actor)


def _mine(forum: Forum, question: FeedbackQuestion) -> FeedbackQuestion:
    """The forum's own row of a question that it asks now."""
    if question.id not in {one.id for one in queries.list_questions(forum, question.scope)}:
        raise rules.QuestionNotYours
    return _adopt(forum, question.scope)[question.id]


def _adopt(forum: Forum, scope: str) -> dict[UUID, FeedbackQuestion]:
    """The forum's own questions of a scope by what is asked now; where it has none, copies of the shipped ones."""
    asked = queries.list_questions(forum, scope)
    if any(one.forum_id is not None for one in asked):
        return {one.id: one for one in asked}
    taken = _codes(forum)
    own = {one.id: _copy(forum, one, code=_free_code(taken) if one.code in taken else one.code) for one in asked}
    db.session.add_all(own.values())
    db.session.flush()
    return own


def _copy(forum: Forum, shipped: FeedbackQuestion, *, code: str) -> FeedbackQuestion:
    return FeedbackQuestion(
        forum_id=forum.id,
        code=code,
        scope=shipped.scope,
        kind=shipped.kind,
        text=shipped.text,
        position=shipped.position,
    )


def _codes(forum: Forum) -> set[str]:
    return set(db.session.scalars(select(FeedbackQuestion.code).where(FeedbackQuestion.forum_id == forum.id)))


def _free_code(taken: set[str]) -> str:
    """The next `own-<number>`, which is taken from now on."""
    code = next(f"own-{number}" for number in count(1) if f"own-{number}" not in taken)
    taken.add(code)
    return code
