"""Finding any part of a word: trigrams over a column that holds `search_key`.

Khmer is written without blanks between words, so an index of words finds nothing in the middle of a line. Mark a
table with `info={"full_text": "key"}`: its integer `id` and that column are indexed with FTS5 on SQLite and with
pg_trgm on PostgreSQL. `create_all` installs the index for tests; the migration that creates the table calls `install`.
Without the index (an SQLite without FTS5, a PostgreSQL account that may not add pg_trgm) the same rows are found by
reading all of them.

Sources: https://sqlite.org/fts5.html (4.4 external content, 4.3.5 the trigram tokenizer),
https://www.postgresql.org/docs/current/pgtrgm.html (index support for LIKE).
"""

from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, event, literal_column, select, table, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import InstrumentedAttribute, Session

from forum_app.kernel.database import Base, db

LEAST = 3
"""Code points; the index knows nothing shorter."""
SHADOWS = ("", "_config", "_data", "_docsize", "_idx")
"""What FTS5 adds to the name of an index for its own tables."""
_ADD = "INSERT INTO {name}_fts(rowid, {column}) VALUES (new.id, new.{column});"
_TAKE_OUT = "INSERT INTO {name}_fts({name}_fts, rowid, {column}) VALUES ('delete', old.id, old.{column});"
_SQLITE = (
    "CREATE VIRTUAL TABLE {name}_fts USING fts5({column}, content='{name}', content_rowid='id', tokenize='trigram')",
    f"CREATE TRIGGER {{name}}_fts_insert AFTER INSERT ON {{name}} BEGIN {_ADD} END",
    f"CREATE TRIGGER {{name}}_fts_delete AFTER DELETE ON {{name}} BEGIN {_TAKE_OUT} END",
    f"CREATE TRIGGER {{name}}_fts_update AFTER UPDATE OF {{column}} ON {{name}} BEGIN {_TAKE_OUT} {_ADD} END",
    "INSERT INTO {name}_fts({name}_fts) VALUES ('rebuild')",
)
_POSTGRES = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX IF NOT EXISTS ix_{name}_{column}_trgm ON {name} USING gin ({column} gin_trgm_ops)",
)


def columns() -> dict[str, str]:
    """All indexed tables of the models, and the column of each."""
    tables = Base.metadata.tables.values()
    return {one.name: str(one.info["full_text"]) for one in tables if one.info.get("full_text")}


def trigger_names(name: str) -> set[str]:
    """The triggers that keep the index of a table right on SQLite; PostgreSQL needs none."""
    return {f"{name}_fts_{verb}" for verb in ("insert", "delete", "update")}


def is_ours(name: str | None) -> bool:
    """True for tables and indexes that no model describes: they belong to the search."""
    known = columns().items()
    return any(name in {f"{one}_fts{end}" for end in SHADOWS} | {f"ix_{one}_{column}_trgm"} for one, column in known)


def install(connection: Connection, name: str, column: str) -> bool:
    """Make the index of a table and fill it; False where the database cannot have one."""
    statements = _POSTGRES if connection.dialect.name == "postgresql" else _SQLITE
    try:
        with connection.begin_nested():
            for statement in statements:
                connection.execute(text(statement.format(name=name, column=column)))
    except DBAPIError:
        return False
    return True


def remove(connection: Connection, name: str, column: str) -> None:
    """Drop the index of a table. The extension of PostgreSQL stays: others may use it."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"DROP INDEX IF EXISTS ix_{name}_{column}_trgm"))
        return
    for trigger in sorted(trigger_names(name)):
        connection.execute(text(f"DROP TRIGGER IF EXISTS {trigger}"))
    connection.execute(text(f"DROP TABLE IF EXISTS {name}_fts"))


def holds(column: InstrumentedAttribute[str], key: str) -> ColumnElement[bool]:
    """The condition that a key of an indexed table holds this one; `key` is a `search_key` and not empty."""
    owner: Any = column.class_
    name = owner.__tablename__
    if len(key) < LEAST or not _has_fts(name):
        return column.contains(key, autoescape=True)
    index = table(f"{name}_fts")
    phrase = '"' + key.replace('"', '""') + '"'
    found: Any = select(literal_column("rowid")).select_from(index)
    matches = literal_column(f"{name}_fts").op("MATCH")(phrase)
    return column.class_.id.in_(found.where(matches))  # type: ignore[no-any-return]


def _has_fts(name: str) -> bool:
    session: Session = db.session()
    if session.get_bind().dialect.name == "postgresql":
        return False  # LIKE is what its index serves
    query = text("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = :name")
    return session.scalar(query, {"name": f"{name}_fts"}) is not None


@event.listens_for(Table, "after_create")
def _after_create(table: Table, connection: Connection, **_kw: object) -> None:
    if table.info.get("full_text"):
        install(connection, table.name, str(table.info["full_text"]))


@event.listens_for(Table, "before_drop")
def _before_drop(table: Table, connection: Connection, **_kw: object) -> None:
    if table.info.get("full_text"):
        remove(connection, table.name, str(table.info["full_text"]))
