"""What whoever watches the server is told."""

import pytest
from sqlalchemy import text

from forum_app.kernel import secrets
from forum_app.kernel.database import db
from forum_app.kernel.web import health


@pytest.fixture
def migrated(small):
    """A database at the newest migration."""
    head = small.config["MIGRATION_HEAD"]
    with small.app_context(), db.engine.begin() as connection:
        connection.execute(text("CREATE TABLE IF NOT EXISTS alembic_version (version_num TEXT)"))
        connection.execute(text("DELETE FROM alembic_version"))
        connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": head})
    yield head
    with small.app_context(), db.engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))


def test_a_process_that_answers_is_alive_without_asking_the_database(visitor, count_queries):
    with count_queries() as seen:
        assert visitor.get("/livez").json == {"status": "ok"}
    assert seen == []


def test_a_migrated_installation_is_ready(visitor, migrated):
    found = visitor.get("/readyz")
    assert found.status_code == 200
    assert found.json == {"status": "ok", "database": True, "migrated": True, "keys": True, "disk": True}


def test_an_unmigrated_database_is_not_ready(visitor):
    found = visitor.get("/readyz")
    assert found.status_code == 503
    assert found.json == {"status": "not ready", "database": True, "migrated": False, "keys": True, "disk": True}


def test_a_full_disk_is_not_ready(visitor, migrated, monkeypatch):
    monkeypatch.setattr(health, "LEAST_FREE_BYTES", 1 << 60)
    assert visitor.get("/readyz").json["disk"] is False


def test_missing_keys_are_not_ready(visitor, migrated, monkeypatch):
    monkeypatch.setattr(secrets, "_keys", None)
    assert visitor.get("/readyz").json["keys"] is False
