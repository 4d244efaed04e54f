"""Alembic's environment: on SQLite with foreign keys off, counted before and after.

A batch migration rebuilds a table; with foreign keys on, dropping the old one deletes its children
silently. So they are off while it works, checked afterwards, and every table must keep its rows.
"""

from alembic import context
from flask import has_app_context
from sqlalchemy import Connection, text

from forum_app.kernel import full_text
from forum_app.kernel.database import Base, db


def run() -> None:
    """Migrate online, each migration in its own transaction."""
    with db.engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
        before = counts(connection)
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            compare_type=True,
            include_name=lambda name, *_: not full_text.is_ours(name),
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
        _compare(before, counts(connection))
        if sqlite:
            _check_foreign_keys(connection)


def counts(connection: Connection) -> dict[str, int]:
    """Rows of every table that exists."""
    names = [name for name in db.inspect(connection).get_table_names() if name != "alembic_version"]
    found = {name: connection.scalar(text(f'SELECT count(*) FROM "{name}"')) or 0 for name in names}  # noqa: S608
    connection.rollback()
    return found


def _compare(before: dict[str, int], after: dict[str, int]) -> None:
    lost = {name: (n, after[name]) for name, n in before.items() if name in after and after[name] < n}
    if lost and not context.get_x_argument(as_dictionary=True).get("may_lose_rows"):
        raise RuntimeError(f"a migration lost rows: {lost}")


def _check_foreign_keys(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    connection.rollback()
    connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=ON")  # type: ignore[union-attr]
    if broken:
        raise RuntimeError(f"a migration left dangling references: {broken[:5]}")


if has_app_context():
    run()
