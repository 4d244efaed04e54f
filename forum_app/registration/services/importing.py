"""A list is kept as read, looked at, and saved as a whole or not at all."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select

from forum_app.forums.models import Forum
from forum_app.kernel import audit
from forum_app.kernel.audit import HasId
from forum_app.kernel.clock import local_day
from forum_app.kernel.database import transaction
from forum_app.kernel.spreadsheet.limits import Row
from forum_app.registration import queries, rules
from forum_app.registration.imports import columns, review
from forum_app.registration.imports.review import ImportRow
from forum_app.registration.models import ImportBatch
from forum_app.registration.services import deciding, registering

DRAFT_LIVES = timedelta(days=30)


def start_import(
    forum: Forum, rows: Sequence[Row], *, source_name: str = "", actor: HasId | None, at: datetime
) -> ImportBatch:
    """Keep a list for the dry run; nobody is registered yet.

    Raises ColumnsMissing, ColumnTwice, OnlyHeaders.
    """
    table = columns.recognise(list(rows))
    with transaction() as session:
        _forget_old_drafts(at)
        batch = ImportBatch(
            forum_id=forum.id,
            columns=list(table.columns),
            ignored=list(table.ignored),
            source_name=source_name[:200],
            made_by_id=actor.id if actor else None,
            created_at=at,
        )
        batch.rows = list(table.rows)
        session.add(batch)
        session.flush()
        audit.record("registration.start_import", batch, actor=actor, rows=len(table.rows))
        return batch


def _forget_old_drafts(at: datetime) -> None:
    """People who were never registered do not stay with us: a draft that nobody settled goes after a month."""
    for batch in queries.list_drafts_before(at - DRAFT_LIVES):
        batch.state, batch.content = "discarded", ""


def confirm_import(
    batch: ImportBatch,
    *,
    approve: bool = True,
    create_units: bool = True,
    leave_out: bool = False,
    actor: HasId,
    at: datetime,
) -> ImportBatch:
    """Save the whole list in one transaction; confirming it again changes nothing.

    Rows with errors stop it, unless they are left out: they then wait in a list of their own, which is
    returned instead of the saved one. Raises RowsInError, ListAlreadySettled.
    """
    with transaction() as session:
        session.execute(select(ImportBatch.id).where(ImportBatch.id == batch.id).with_for_update())
        if batch.state == "confirmed":
            return batch
        if batch.state != "draft":
            raise rules.ListAlreadySettled
        forum = session.get_one(Forum, batch.forum_id)
        judged = review.review(forum, batch.rows, this_year=local_day(at).year)
        wrong = judged.of("error")
        if wrong and not leave_out:
            raise rules.RowsInError(count=len(wrong))
        for row in sorted(judged.of("new", "change"), key=_badges_first):
            _save(forum, batch, row, create_units=create_units, approve=approve, actor=actor, at=at)
        rest = _keep_wrong_rows(batch, wrong, actor=actor, at=at)
        batch.state, batch.confirmed_at, batch.summary, batch.content = "confirmed", at, judged.counts, ""
        audit.record("registration.confirm_import", batch, actor=actor, **judged.counts)
        return rest or batch


def replace_import(batch: ImportBatch, rows: Sequence[Row], *, actor: HasId | None, at: datetime) -> ImportBatch:
    """A corrected list takes the place of a draft. Raises what `start_import` raises, and ListAlreadySettled."""
    with transaction() as session:
        forum = session.get_one(Forum, batch.forum_id)
        corrected = start_import(forum, rows, source_name=batch.source_name, actor=actor, at=at)
        discard_import(batch, actor=actor)
        return corrected


def discard_import(batch: ImportBatch, *, actor: HasId | None) -> ImportBatch:
    """Forget a list that was not saved, with everything it held. Raises ListAlreadySettled."""
    with transaction():
        if batch.state != "draft":
            raise rules.ListAlreadySettled
        batch.state, batch.content = "discarded", ""
        audit.record("registration.discard_import", batch, actor=actor)
        return batch


def undo_import(batch: ImportBatch, *, reason: str, actor: HasId | None, at: datetime) -> int:
    """Cancel everybody a saved list brought; nobody is deleted. Returns how many.

    Raises NotToTakeBack, ReasonMissing.
    """
    rules.require_reason(reason)
    with transaction():
        if batch.state != "confirmed":
            raise rules.NotToTakeBack
        brought = [r for r in queries.list_of_batch(batch) if "cancelled" in rules.ALLOWED_CHANGES[r.status]]
        for registration in brought:
            deciding.cancel(registration, reason=reason, actor=actor, at=at)
        batch.state = "undone"
        audit.record("registration.undo_import", batch, actor=actor, cancelled=len(brought))
        return len(brought)


def _badges_first(row: ImportRow) -> tuple[bool, int]:
    """Numbers written in the list are taken before free ones are given away."""
    return row.data.badge_number is None, row.number


def _save(
    forum: Forum,
    batch: ImportBatch,
    row: ImportRow,
    *,
    create_units: bool,
    approve: bool,
    actor: HasId,
    at: datetime,
) -> None:
    data = replace(review.complete(row), approved=approve)
    if row.new_unit:
        data = _with_unit(data, row.new_unit, create=create_units)
    if row.registration is None:
        registering.register(forum, data, person=row.person, batch_id=batch.id, actor=actor, at=at)
        return
    kept = row.registration.badge_number or data.badge_number
    registering.change(row.registration, replace(data, badge_number=kept), actor=actor, at=at)
    if approve and row.registration.status != "approved":
        deciding.approve(row.registration, actor=actor, at=at)


def _with_unit(data: rules.RegistrationData, text: str, *, create: bool) -> rules.RegistrationData:
    """A unit that is not in the table: added to it, or (where the organiser does not want it) kept as a note."""
    if create:
        return replace(data, new_unit=text)
    return data if text in data.note else replace(data, note="\n".join(part for part in (data.note, text) if part))


def _keep_wrong_rows(
    batch: ImportBatch, wrong: list[ImportRow], *, actor: HasId | None, at: datetime
) -> ImportBatch | None:
    """Nothing typed is lost: the rows left out become a list of their own."""
    if not wrong:
        return None
    numbers = {str(row.number) for row in wrong}
    with transaction() as session:
        rest = ImportBatch(
            forum_id=batch.forum_id,
            columns=batch.columns,
            source_name=batch.source_name,
            made_by_id=actor.id if actor else None,
            created_at=at,
        )
        rest.rows = [row for row in batch.rows if row["row"] in numbers]
        session.add(rest)
        session.flush()
        return rest
