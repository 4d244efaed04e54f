"""The floor: Flask and raw sqlite3, without ORM, CSRF, audit, access check, translation or design.

It is no product; it says what the machine and the framework cost. It keeps the same promises to the disk.
"""

import io
import uuid
from pathlib import Path
from typing import Any

import typst
from flask import Flask, g, redirect, render_template_string, request
from openpyxl import Workbook

from forum_app.kernel.database import sqlite_module

TABLES = """
CREATE TABLE accounts (login TEXT PRIMARY KEY, password TEXT);
CREATE TABLE sessions (id INTEGER PRIMARY KEY, code TEXT, title TEXT, room TEXT, starts_at TEXT, ends_at TEXT);
CREATE TABLE check_ins (badge TEXT, half TEXT, at TEXT, UNIQUE (badge, half));
CREATE TABLE answers (attempt TEXT, question INTEGER, chosen TEXT, UNIQUE (attempt, question));
"""
PAGE = (
    "<!doctype html><title>Programme</title><h1>Programme</h1><table>{% for row in rows %}<tr><th>{{ row[1] }}</th>"
    "<td>{{ row[2] }}</td><td>{{ row[3] }}</td><td>{{ row[4] }}–{{ row[5] }}</td></tr>{% endfor %}</table>"
)
SHEET = """
#set page(paper: "a4", flipped: true)
#for number in range(64) [
  #align(center)[#text(28pt)[Certificate]\\ #text(20pt)[Name #number]\\ 25–27 September 2024]
  #pagebreak(weak: true)
]
"""


def make_app(folder: Path, *, sessions: int = 43) -> Flask:  # noqa: C901 - four views in one place, none of them branches
    """The bare application over a database of its own."""
    app = Flask("reference", static_folder=None)
    path = str(folder / "reference.sqlite3")

    def database() -> Any:
        if "db" not in g:
            g.db = sqlite_module.connect(path, isolation_level=None, timeout=10)
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
                g.db.execute(f"PRAGMA {pragma}")
        return g.db

    @app.teardown_appcontext
    def close(_error: object) -> None:
        connection = g.pop("db", None)
        if connection is not None:
            connection.close()

    @app.post("/sign-in")
    def sign_in() -> Any:
        row = database().execute("SELECT password FROM accounts WHERE login = ?", (request.form["login"],)).fetchone()
        return redirect("/programme", 303) if row and row[0] == request.form["password"] else ("no", 403)

    @app.get("/programme")
    def programme() -> str:
        return render_template_string(PAGE, rows=database().execute("SELECT * FROM sessions ORDER BY id").fetchall())

    @app.post("/check-in")
    def check_in() -> Any:
        row = (request.form["badge"], "morning", "2024-09-25T07:52")
        database().execute("INSERT INTO check_ins VALUES (?, ?, ?) ON CONFLICT DO NOTHING", row)
        return redirect("/programme", 303)

    @app.post("/answer")
    def answer() -> dict[str, bool]:
        row = (request.form["attempt"], request.form["question"], request.form["choice"])
        database().execute(
            "INSERT INTO answers VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET chosen = excluded.chosen", row
        )
        return {"saved": True}

    with app.app_context():
        database().executescript(TABLES)
        database().execute("INSERT INTO accounts VALUES ('organiser', 'password')")
        rows = [(n, f"S{n}", f"Session {n}", "Room", "08:00", "09:00") for n in range(sessions)]
        database().executemany("INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?)", rows)
    return app


def certificates(folder: Path) -> bytes:
    """64 sheets of three lines each, straight through typst."""
    source = folder / f"{uuid.uuid4()}.typ"
    source.write_text(SHEET, encoding="utf-8")
    made: bytes = typst.compile(str(source))
    return made


def workbook(shape: list[tuple[int, int]]) -> bytes:
    """Sheets of these numbers of rows and columns, through openpyxl's write-only mode without any style."""
    book = Workbook(write_only=True)
    for rows, columns in shape:
        sheet = book.create_sheet()
        for number in range(rows):
            sheet.append([f"cell {number}" if column % 2 else number for column in range(columns)])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
