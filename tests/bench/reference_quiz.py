"""The floor for a quiz in a hall: Flask and raw sqlite3 behind the same waitress, `reference_quiz FOLDER PORT`.

It keeps the same promise to the disk, each tap once and the newest answer, and does nothing else.
"""

import json
import sys
from pathlib import Path
from typing import Any

from flask import Flask, g, redirect, render_template_string, request
from waitress.server import create_server

from forum_app.kernel.database import sqlite_module
from forum_app.kernel.web.server import THREADS

TABLES = """
CREATE TABLE questions (id INTEGER PRIMARY KEY, stem TEXT, options TEXT);
CREATE TABLE attempts (id TEXT PRIMARY KEY, handed_in INTEGER DEFAULT 0);
CREATE TABLE arrivals (attempt TEXT, device TEXT, sequence INTEGER, question INTEGER, chosen TEXT,
  UNIQUE (attempt, device, sequence));
CREATE TABLE answers (attempt TEXT, question INTEGER, chosen TEXT, UNIQUE (attempt, question));
"""
PAGE = (
    "<!doctype html><title>Quiz</title>{% for id, stem, options in rows %}<fieldset><legend>{{ stem }}</legend>"
    "{% for option in options %}<label><input type=radio name=q{{ id }} value={{ loop.index }}>{{ option }}</label>"
    "{% endfor %}</fieldset>{% endfor %}"
)
STEM, OPTION = "តើមន្ត្រីត្រូវធ្វើអ្វីមុនគេ នៅកន្លែងកើតហេតុ?", "កត់ត្រាស្ថានភាពទូរសព្ទ និងអ្វីដែលមើលឃើញលើអេក្រង់"


def make_app(folder: Path, questions: int) -> Flask:  # noqa: C901 - its views in one place, none of them branches
    """The bare application over a database of its own."""
    app = Flask("reference_quiz", static_folder=None)

    def database() -> Any:
        if "db" not in g:
            g.db = sqlite_module.connect(str(folder / "quiz.sqlite3"), isolation_level=None, timeout=10)
            for pragma in ("journal_mode=WAL", "synchronous=FULL"):
                g.db.execute(f"PRAGMA {pragma}")
        return g.db

    @app.teardown_appcontext
    def close(_error: object) -> None:
        connection = g.pop("db", None)
        if connection is not None:
            connection.close()

    @app.post("/start")
    def start() -> Any:
        database().execute("INSERT INTO attempts (id) VALUES (?) ON CONFLICT DO NOTHING", (request.form["who"],))
        return redirect("/quiz", 303)

    @app.get("/quiz")
    def quiz() -> str:
        rows = database().execute("SELECT id, stem, options FROM questions ORDER BY id").fetchall()
        return render_template_string(PAGE, rows=[(id_, stem, json.loads(options)) for id_, stem, options in rows])

    @app.post("/answers")
    def answers() -> dict[str, Any]:
        told, connection = request.get_json(), database()
        connection.execute("BEGIN IMMEDIATE")
        for one in told["answers"]:
            tap = (told["attempt"], one["device"], one["sequence"], one["question"], one["chosen"][0])
            connection.execute("INSERT INTO arrivals VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", tap)
            connection.execute(
                "INSERT INTO answers VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET chosen = excluded.chosen",
                (told["attempt"], one["question"], one["chosen"][0]),
            )
        connection.execute("COMMIT")
        return {"answers": [{"state": "kept"} for _ in told["answers"]]}

    @app.post("/hand-in")
    def hand_in() -> dict[str, str]:
        database().execute("UPDATE attempts SET handed_in = 1 WHERE id = ?", (request.get_json()["attempt"],))
        return {"state": "kept"}

    @app.get("/result")
    def result() -> str:
        query = "SELECT count(*) FROM answers WHERE attempt = ?"
        (count,) = database().execute(query, (request.args["who"],)).fetchone()
        return f"<!doctype html><title>Result</title><p>{count}</p>"

    with app.app_context():
        database().executescript(TABLES)
        rows = [(number, STEM, json.dumps([OPTION] * 4)) for number in range(questions)]
        database().executemany("INSERT INTO questions VALUES (?, ?, ?)", rows)
    return app


if __name__ == "__main__":
    made = create_server(make_app(Path(sys.argv[1]), 10), host="127.0.0.1", port=int(sys.argv[2]), threads=THREADS)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    made.run()
