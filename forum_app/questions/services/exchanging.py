"""Taking over a file of questions: looked at first, then all of it or nothing, and taken back if need be."""

import zlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from forum_app.kernel import audit
from forum_app.kernel.audit import HasId
from forum_app.kernel.database import transaction
from forum_app.kernel.refusal import N_, Refusal
from forum_app.questions.imports.review import Review, review
from forum_app.questions.models import Question, QuestionEvent, QuestionImport
from forum_app.questions.rules.draft import QuestionData
from forum_app.questions.services.writing import change_question, write_many


class ImportSettled(Refusal):
    text = N_("This file has been settled already. Upload it again to take it over.")


class NothingToTakeOver(Refusal):
    text = N_("The file holds no question that could be taken over.")


class ErrorsLeft(Refusal):
    text = N_("%(number)s questions have an error. Correct the file, or choose to leave them out.")


def start_import(
    content: bytes, *, source_name: str, module: str, actor: HasId | None, at: datetime
) -> tuple[QuestionImport, Review]:
    """Keep a file as it was read until somebody decides; `source_name` is empty for what was pasted.

    Raises the refusals of `imports.reading.read_questions`; nothing is kept then.
    """
    seen = review(content, source_name, module=module)
    with transaction() as session:
        batch = QuestionImport(
            source_name=source_name,
            module=module,
            content=zlib.compress(content),
            question_count=len(seen.judged),
            made_by_id=actor.id if actor else None,
            created_at=at,
        )
        session.add(batch)
        session.flush()
        audit.record("questions.start_import", batch, actor=actor, count=len(seen.judged))
        return batch, seen


def review_import(batch: QuestionImport) -> Review:
    """What the file would do now. Raises ImportSettled."""
    if batch.state != "draft":
        raise ImportSettled
    return review(zlib.decompress(batch.content), batch.source_name, module=batch.module)


def confirm_import(
    batch: QuestionImport, *, leave_out: bool = False, actor: HasId | None, at: datetime
) -> QuestionImport:
    """Write what the file has that is new or different, as drafts; all of it or nothing.

    Raises ImportSettled, ErrorsLeft unless `leave_out`, NothingToTakeOver.
    """
    seen = review_import(batch)
    errors = len(seen.of("error"))
    if errors and not leave_out:
        raise ErrorsLeft(number=errors)
    new, changed = seen.of("new"), seen.of("change")
    if not new and not changed:
        raise NothingToTakeOver
    with transaction() as session:
        session.refresh(batch, with_for_update=True)
        if batch.state != "draft":
            raise ImportSettled
        written = write_many(_data(new), actor=actor, at=at)
        for one, data in zip(changed, _data(changed), strict=True):
            assert one.question is not None, "a change has a question"
            written.append(change_question(one.question, data, actor=actor, at=at))
        batch.question_ids = [str(question.id) for question in written]
        _settle(batch, "confirmed", at)
        batch.summary = seen.counts
        audit.record("questions.confirm_import", batch, actor=actor, **seen.counts)
        return batch


def _data(judged: Sequence[object]) -> list[QuestionData]:
    return [one.data for one in judged]  # type: ignore[attr-defined]


def discard_import(batch: QuestionImport, *, actor: HasId | None, at: datetime) -> None:
    """Forget a file that was not taken over. Raises ImportSettled."""
    with transaction() as session:
        session.refresh(batch, with_for_update=True)
        if batch.state != "draft":
            raise ImportSettled
        _settle(batch, "discarded", at)
        audit.record("questions.discard_import", batch, actor=actor)


def undo_import(batch: QuestionImport, *, actor: HasId | None, at: datetime) -> int:
    """Retire what a file brought and nobody has sent on since. Returns how many. Raises ImportSettled."""
    with transaction() as session:
        session.refresh(batch, with_for_update=True)
        if batch.state != "confirmed":
            raise ImportSettled
        query = select(Question).where(
            Question.id.in_([UUID(key) for key in batch.question_ids]), Question.status == "draft"
        )
        drafts = session.scalars(query).all()
        for question in drafts:
            question.status = "retired"
            session.add(
                QuestionEvent(question_id=question.id, kind="retired", actor_id=actor.id if actor else None, at=at)
            )
        batch.state = "undone"
        audit.record("questions.undo_import", batch, actor=actor, count=len(drafts))
        return len(drafts)


def _settle(batch: QuestionImport, state: str, at: datetime) -> None:
    """The file itself goes: what it brought is in the bank, and nobody needs the rest."""
    batch.state, batch.settled_at, batch.content = state, at, b""
