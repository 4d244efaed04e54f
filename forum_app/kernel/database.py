"""The database: base class, column types, the engine's settings, and the one way to write.

`transaction()` is the only caller of commit in the house. Pages read in a deferred transaction; the
outermost `transaction()` ends it and begins anew as a writer, so that what a decision rests on is read
under the lock. (Loading first and upgrading later fails: "database is locked" in 259 of 320 requests.)
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Engine, MetaData, String, UniqueConstraint, event, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine

from forum_app.kernel.identifiers import uuid7

sqlite_module: Any = sqlite3
try:
    # Debian's library has the WAL-reset corruption bug; the wheel bundles a fixed one.
    from pysqlite3 import dbapi2
except ImportError:  # no wheel for this platform
    pass
else:
    sqlite_module = dbapi2

WRITER = "forum_writer"
BUSY_TIMEOUT_MS = 10_000


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. Always aware and UTC in Python, whatever the database keeps."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class Characters(TypeDecorator[str]):
    """A text that is compared and sorted byte by byte, so that both databases show a list in the same order.

    SQLite does so anyway; PostgreSQL would use the rules of whichever language its database was made with.
    """

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(String(collation="C" if dialect.name == "postgresql" else None))


class Base(DeclarativeBase):
    """Base of every table: a UUIDv7 key and named constraints."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime, str: Characters}


class WithId:
    """Primary key made by whoever creates the row: a server, a box or a phone."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7, sort_order=-1)


db = SQLAlchemy(metadata=Base.metadata, disable_autonaming=True)


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """True when this SQLite is free of the WAL-reset race (fixed in 3.51.3, 3.50.7 and 3.44.6)."""
    if version >= (3, 51, 3):
        return True
    return (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)


def journal_mode() -> str:
    """WAL where the library is safe, otherwise the slower mode that is never wrong."""
    return "WAL" if wal_is_safe(sqlite_module.sqlite_version_info) else "TRUNCATE"


def engine_options(url: str) -> dict[str, Any]:
    """Engine options for Flask-SQLAlchemy."""
    if url.startswith("sqlite"):
        return {"module": sqlite_module, "connect_args": {"timeout": BUSY_TIMEOUT_MS / 1000}}
    return {"pool_pre_ping": True}


@event.listens_for(Engine, "connect")
def _prepare_connection(connection: Any, _record: object) -> None:
    if not isinstance(connection, sqlite_module.Connection):
        return
    connection.isolation_level = None  # we say BEGIN ourselves
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        f"journal_mode={journal_mode()}",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin(connection: Any) -> None:
    if connection.dialect.name == "sqlite":
        writer = connection.get_execution_options().get(WRITER)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writer else "BEGIN")


class UnsavedWork(RuntimeError):
    """Something was changed outside `transaction()`: a programming error."""


_opened_hooks: list[Callable[[Session], None]] = []


def on_transaction_open(hook: Callable[[Session], None]) -> None:
    """Register what every outermost transaction does first (the ledger of operations)."""
    if hook not in _opened_hooks:
        _opened_hooks.append(hook)


@contextmanager
def transaction() -> Iterator[Session]:
    """One business action. The outermost block commits; inner blocks join it.

    Raises UnsavedWork when something is pending from outside.
    """
    session: Session = db.session()
    if session.info.get("depth", 0):
        with _deeper(session):
            yield session
        return
    if session.new or session.dirty or session.deleted:
        raise UnsavedWork("objects were changed outside transaction()")
    session.rollback()
    session.connection(execution_options={WRITER: True})
    session.info["after_commit"] = []
    try:
        with _deeper(session):
            for hook in _opened_hooks:
                hook(session)
            yield session
            session.flush()
        session.commit()
    except BaseException:
        session.rollback()
        raise
    for call in session.info.pop("after_commit", []):
        call()


@contextmanager
def _deeper(session: Session) -> Iterator[None]:
    session.info["depth"] = session.info.get("depth", 0) + 1
    try:
        yield
    finally:
        session.info["depth"] -= 1


def after_commit(call: Callable[[], object]) -> None:
    """Do this once the outermost transaction is safely on disk. Never called if it is not."""
    db.session().info["after_commit"].append(call)


def insert_once(model: Any, **values: Any) -> bool:
    """Insert a row unless a UNIQUE constraint already holds one; True when it is new. Inside `transaction()`."""
    session: Session = db.session()
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(model).values(**values).on_conflict_do_nothing()
    # Rows that come back are counted alike everywhere; psycopg's rowcount is -1 here, which reads as "new".
    return session.execute(statement.returning(*inspect(model).primary_key)).first() is not None


def violated(error: IntegrityError) -> str | None:
    """The name of the constraint that an insert or update broke, on both databases.

    PostgreSQL says the name. SQLite says it for CHECK and otherwise lists `table.column`s, which are
    looked up in the metadata. None when it is neither.
    """
    diagnostics = getattr(error.orig, "diag", None)
    if diagnostics is not None:
        return str(diagnostics.constraint_name) if diagnostics.constraint_name else None
    message = str(error.orig)
    kind, _, rest = message.partition(" constraint failed: ")
    if kind == "CHECK":
        return rest.strip()
    if kind == "UNIQUE":
        return _unique_by_columns(rest)
    return None


def _unique_by_columns(listed: str) -> str | None:
    if listed.startswith("index "):
        return listed.removeprefix("index ").strip("'")
    pairs = [part.strip().split(".") for part in listed.split(",")]
    table = Base.metadata.tables[pairs[0][0]]
    columns = {column for _, column in pairs}
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint) and {c.name for c in constraint.columns} == columns:
            return str(constraint.name)
    for index in table.indexes:
        if index.unique and {getattr(c, "name", "") for c in index.expressions} == columns:
            return str(index.name)
    return None
