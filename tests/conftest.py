"""Fixtures of every test: one application, one empty database per test, a client that looks at its pages."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, g
from sqlalchemy import event, text

from forum_app.application import create_app
from forum_app.kernel import append_only, catalogues, clock
from forum_app.kernel.database import Base, db
from forum_app.kernel.settings import Settings
from tests.pages import HouseClient


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Flask]:
    """The application over a database of its own; `TEST_DATABASE_URL` moves it to PostgreSQL."""
    folder: Path = tmp_path_factory.mktemp("data")
    url = os.environ.get("TEST_DATABASE_URL", "")
    if url and worker_id != "master":
        url = f"{url}_{worker_id}"
    if not catalogues.path_of("km").with_suffix(".mo").exists():
        catalogues.compile_all()
    settings = Settings(data_folder=folder, mode="test", database_url=url, jobs="inline", log_level="ERROR")
    application = create_app(settings)
    application.config["WTF_CSRF_ENABLED"] = False
    application.test_client_class = HouseClient
    with application.app_context():
        db.drop_all()
        db.create_all()
    yield application
    with application.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def context(app: Flask) -> Iterator[None]:
    """An application context on an empty database."""
    with app.app_context():
        empty()
        yield
        db.session.remove()
    clock.use_offset_file(None)


def empty() -> None:
    """Remove every row, append-only tables included (their triggers are put aside for it)."""
    with db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            # A replica runs no triggers and checks no keys (a superuser's right). TRUNCATE would take 200 ms a test.
            deletes = ";".join(f'DELETE FROM "{table.name}"' for table in Base.metadata.sorted_tables)
            connection.execute(text(f"SET LOCAL session_replication_role = replica; {deletes}"))
            return
    with db.engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None
        raw.execute("PRAGMA foreign_keys=OFF")
        raw.execute("BEGIN")
        # Most tests fill a few of a hundred tables; a trigger that is dropped and made again costs as much as a test.
        filled = [name for name in Base.metadata.tables if raw.execute(f'SELECT 1 FROM "{name}" LIMIT 1').fetchone()]
        guarded = [name for name in append_only.tables() if name in filled]
        for name in guarded:
            raw.execute(f"DROP TRIGGER IF EXISTS {name}_no_delete")
        for name in filled:
            raw.execute(f'DELETE FROM "{name}"')
        raw.execute("COMMIT")
        append_only.install(connection, guarded)
        connection.commit()
        raw.execute("PRAGMA foreign_keys=ON")


@pytest.fixture
def client(app: Flask, context: None) -> HouseClient:
    """A browser in Khmer that nobody is signed in to."""
    found = app.test_client()
    assert isinstance(found, HouseClient)
    return found


@pytest.fixture
def at_time(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], None]:
    """Make forum time stand at an instant: `at_time(at(forum, 2, "10:20"))`. Wall time runs on."""

    def stand(instant: Any) -> None:
        monkeypatch.setattr(clock, "now", lambda: instant)

    return stand


@pytest.fixture
def count_queries(app: Flask, context: None) -> Callable[[], Any]:
    """`with count_queries() as seen: ...; len(seen)`."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        seen: list[str] = []

        def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if not statement.startswith("BEGIN"):
                seen.append(statement)

        db.session.remove()  # what the test itself has loaded must not save the page a query
        event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(db.engine, "before_cursor_execute", note)

    return counting


@pytest.fixture(autouse=True)
def _forget_request_globals() -> Iterator[None]:
    yield
    if g:
        g.pop("_login_user", None)
