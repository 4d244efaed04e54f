"""Tables that only grow. The database itself refuses to change or remove what was recorded.

Mark a table with `info={"append_only": True}`. `create_all` installs the triggers for tests; the
migration that creates the table calls `install` for real installations.
"""

from sqlalchemy import Connection, Table, event, text

from forum_app.kernel.database import Base

_SQLITE = """
CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {VERB} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
_POSTGRES = """
CREATE OR REPLACE TRIGGER {table}_no_{verb} BEFORE {VERB} ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_change()
"""


def tables() -> list[str]:
    """Names of all append-only tables, sorted."""
    return sorted(t.name for t in Base.metadata.tables.values() if t.info.get("append_only"))


def install(connection: Connection, names: list[str]) -> None:
    """Create the triggers that refuse UPDATE and DELETE on these tables."""
    postgres = connection.dialect.name == "postgresql"
    if postgres:
        connection.execute(text(_POSTGRES_FUNCTION))
    template = _POSTGRES if postgres else _SQLITE
    for name in names:
        for verb in ("update", "delete"):
            connection.execute(text(template.format(table=name, verb=verb, VERB=verb.upper())))


def lift(connection: Connection, names: list[str]) -> None:
    """Drop those triggers, for the few acts that may erase (removing the sample); `install` puts them back."""
    for name in names:
        for verb in ("update", "delete"):
            of_table = f" ON {name}" if connection.dialect.name == "postgresql" else ""
            connection.execute(text(f"DROP TRIGGER IF EXISTS {name}_no_{verb}{of_table}"))


@event.listens_for(Table, "after_create")
def _after_create(table: Table, connection: Connection, **_kw: object) -> None:
    if table.info.get("append_only"):
        install(connection, [table.name])
