"""Take the sample out of a database that also holds a real forum."""

from collections import defaultdict
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, delete, or_, select

from forum_app.kernel import append_only, audit, clock
from forum_app.kernel.audit import HasId
from forum_app.kernel.database import Base, transaction
from forum_app.sample import credentials, rules

Marked = dict[str, set[Any]]


def remove_sample(folder: Path, *, actor: HasId) -> None:
    """Delete sample forums, people and accounts with everything that hangs on them.

    Walks the foreign keys downwards from the rows marked `is_sample`; the append-only triggers are put
    aside for it inside the same transaction. Raises SampleInUse when a real forum would lose something.
    """
    with transaction() as session:
        connection = session.connection()
        marked = _everything_below(connection)
        _require_no_real_forum(connection, marked)
        append_only.lift(connection, append_only.tables())
        for table in reversed(Base.metadata.sorted_tables):
            _delete(connection, table, marked)
        append_only.install(connection, append_only.tables())
        session.expire_all()
        audit.record("sample.remove", actor, actor=actor)
    credentials.forget(folder)
    (folder / clock.OFFSET_FILE).unlink(missing_ok=True)
    clock.use_offset_file(None)


def _everything_below(connection: Connection) -> Marked:
    marked: Marked = defaultdict(set)
    for table in Base.metadata.sorted_tables:
        reasons = _reasons(table, marked)
        if "id" in table.c and reasons:
            marked[table.name] = set(connection.scalars(select(table.c.id).where(or_(*reasons))))
    return marked


def _reasons(table: Table, marked: Marked) -> list[ColumnElement[bool]]:
    """Why a row belongs to the sample: it says so itself, or it points at something that does."""
    reasons: list[ColumnElement[bool]] = [table.c.is_sample.is_(True)] if "is_sample" in table.c else []
    for key in table.foreign_keys:
        parents = marked[key.column.table.name]
        if parents and key.column.table is not table:
            reasons.append(key.parent.in_(parents))
    return reasons


def _require_no_real_forum(connection: Connection, marked: Marked) -> None:
    forums = Base.metadata.tables["forums"]
    real = set(connection.scalars(select(forums.c.id).where(forums.c.is_sample.is_(False))))
    for table in Base.metadata.sorted_tables:
        if "forum_id" not in table.c or not marked[table.name] or not real:
            continue
        query = select(table.c.id).where(table.c.id.in_(marked[table.name]), table.c.forum_id.in_(real))
        if connection.scalar(query.limit(1)) is not None:
            raise rules.SampleInUse


def _delete(connection: Connection, table: Table, marked: Marked) -> None:
    if "id" not in table.c:  # a pure link, such as a receipt: it goes with what it points at
        reasons = _reasons(table, marked)
        if reasons:
            connection.execute(delete(table).where(or_(*reasons)))
        return
    listed = list(marked[table.name])
    for start in range(0, len(listed), 500):
        connection.execute(delete(table).where(table.c.id.in_(listed[start : start + 500])))
