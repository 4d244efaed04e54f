"""Make or drop the databases of a test run: `postgres.py SERVER make|drop NAME...`; status 1: no server."""

import sys

import psycopg
from psycopg import sql

MAKE = "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'"


def locale(connection: psycopg.Connection) -> str:
    """Not the order of bytes: the language of a usual server, so that a list that forgets its own order shows it."""
    if connection.info.server_version < 150000:
        return ""
    known = connection.execute("SELECT 1 FROM pg_collation WHERE collname = 'en-US-x-icu'").fetchone()
    return " LOCALE_PROVIDER icu ICU_LOCALE 'en-US' LOCALE 'C'" if known else ""


def main(server: str, action: str, *names: str) -> int:
    """Connect to the server's maintenance database and do it; says in one line why it could not."""
    address = server.replace("postgresql+psycopg://", "postgresql://") + "/postgres"
    try:
        with psycopg.connect(address, connect_timeout=5, autocommit=True) as connection:
            for name in map(sql.Identifier, names):
                connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
                if action == "make":
                    connection.execute(sql.SQL(MAKE + locale(connection)).format(name))
                    # Nobody needs these rows after a power cut.
                    connection.execute(sql.SQL("ALTER DATABASE {} SET synchronous_commit = off").format(name))
    except psycopg.OperationalError as error:
        print(f"PostgreSQL: {str(error).splitlines()[0]}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
