"""The migrations make what the models describe, on both databases, and let go of it again."""

import os
from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError

from forum_app.application import create_app
from forum_app.kernel import append_only, clock, full_text, migrations, secrets
from forum_app.kernel.database import Base, db
from forum_app.kernel.settings import Settings
from forum_app.sample import loading

NOT_IN_THE_SAMPLE = {
    "activation_codes", "allowance_rates", "appeals", "attendance_settings", "devices", "exhibit_photos",
    "handed_copies", "held_uploads", "import_batches", "jobs", "late_decisions", "live_guest_answers", "live_guests",
    "live_runs", "live_steps", "material_folders", "material_settings", "material_versions", "material_views",
    "operations", "question_imports", "quiz_admissions", "quiz_sheets",
    "round_plans", "saved_phrases", "second_draws", "sheet_entries", "sign_in_throttles", "sign_ins", "stations",
    "stored_files", "submissions", "text_batches", "text_corrections", "trainer_qualifications", "unit_permissions",
}  # fmt: skip
"""Tables that only people fill."""


def scratch_database(worker: str) -> str:
    """The address of an empty database beside that of the other tests; empty: SQLite in the data folder."""
    address = os.environ.get("TEST_DATABASE_URL", "")
    if not address:
        return ""
    url = make_url(address)
    name = f"{url.database}_{worker}_migrations"
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
    return url.set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory, app: Flask, worker_id: str) -> Iterator[Flask]:
    """An application with a database that only the migrations have touched."""
    kept = secrets.current()
    url = scratch_database(worker_id)
    settings = Settings(tmp_path_factory.mktemp("migrated"), mode="demo", database_url=url, jobs="inline")
    application = create_app(settings)
    with application.app_context():
        upgrade()
    yield application
    with application.app_context():
        db.session.remove()
        db.engine.dispose()
    clock.use_offset_file(None)
    secrets.use(kept)
    if url:
        with app.app_context(), db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f'DROP DATABASE "{make_url(url).database}" WITH (FORCE)'))


@pytest.fixture
def migrated(installation: Flask) -> Iterator[Flask]:
    """Its application context."""
    with installation.app_context():
        yield installation
        db.session.remove()


def differences() -> list[str]:
    """What the database has otherwise than the models say."""
    with db.engine.connect() as connection:
        others = {"compare_type": True, "include_name": lambda name, *_: not full_text.is_ours(name)}
        context = MigrationContext.configure(connection, opts=others)
        return [str(found) for found in compare_metadata(context, Base.metadata)]


def filled_tables() -> set[str]:
    """Tables with at least one row."""
    with db.engine.connect() as connection:
        return {t for t in Base.metadata.tables if connection.scalar(text(f'SELECT count(*) FROM "{t}"'))}


def trigger_names() -> set[str]:
    """Our triggers on both databases (PostgreSQL has its own for foreign keys)."""
    postgres = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    sqlite = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with db.engine.connect() as connection:
        return set(connection.scalars(text(postgres if connection.dialect.name == "postgresql" else sqlite)))


def test_migrations_are_numbered_without_a_gap() -> None:
    numbers = migrations.numbers()
    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]


def test_an_upgrade_from_nothing_makes_what_the_models_describe(migrated: Flask) -> None:
    assert differences() == []


def test_every_table_that_only_grows_is_guarded_after_a_migration(migrated: Flask) -> None:
    wanted = {f"{table}_no_{verb}" for table in append_only.tables() for verb in ("update", "delete")}
    if db.engine.dialect.name == "sqlite":
        wanted |= {name for table in full_text.columns() for name in full_text.trigger_names(table)}
    assert trigger_names() == wanted


def test_texts_of_a_migrated_database_are_ordered_byte_by_byte(migrated: Flask) -> None:
    if db.engine.dialect.name != "postgresql":
        pytest.skip("SQLite knows no other order")
    query = text(
        "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE data_type = 'character varying'"
        " AND table_schema = 'public' AND table_name != 'alembic_version' AND collation_name IS DISTINCT FROM 'C'"
    )
    with db.engine.connect() as connection:
        assert list(connection.scalars(query)) == []


@pytest.mark.timeout(300)
def test_the_sample_fits_into_a_migrated_database_and_goes_with_it(migrated: Flask) -> None:
    loading.load(migrated.config["FORUM"].data_folder)
    assert set(Base.metadata.tables) - filled_tables() == NOT_IN_THE_SAMPLE
    for table in sorted(set(append_only.tables()) - NOT_IN_THE_SAMPLE):
        with pytest.raises(IntegrityError, match=f"{table} is append-only"), db.engine.begin() as connection:
            connection.execute(text(f"DELETE FROM {table}"))
    db.session.remove()
    downgrade(revision="base")
    assert inspect(db.engine).get_table_names() == ["alembic_version"]
    upgrade()
    assert differences() == []
    assert filled_tables() == set()
