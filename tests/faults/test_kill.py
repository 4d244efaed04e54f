"""kill -9 while writing: what was acknowledged is there, and the database is whole."""

import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from forum_app.kernel.database import sqlite_module

ROUNDS = 5
ROOT = Path(__file__).resolve().parents[2]


def write_until_killed(folder, seconds):
    """Let the writer work, kill it in the middle, and answer what it had acknowledged."""
    command = [sys.executable, "-m", "tests.faults.writer", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        acknowledged = [process.stdout.readline().strip()]  # it is at work from here on
        time.sleep(seconds)
        process.kill()
        rest = process.stdout.read().splitlines(keepends=True)
    return acknowledged + [line.strip() for line in rest if line.endswith("\n")]


@pytest.mark.timeout(180)
def test_no_acknowledged_row_is_lost_when_the_process_is_killed(tmp_path):
    acknowledged = []
    for number in range(ROUNDS):
        acknowledged += write_until_killed(tmp_path, 0.2 + 0.07 * number)
        with closing(sqlite_module.connect(str(tmp_path / "forum.sqlite3"))) as connection:
            stored = {row[0] for row in connection.execute("SELECT id FROM people")}
            entries = connection.execute("SELECT count(*) FROM audit_entries").fetchone()[0]
            head = connection.execute("SELECT sequence FROM audit_heads").fetchone()[0]
            integrity = connection.execute("PRAGMA integrity_check").fetchall()
            dangling = connection.execute("PRAGMA foreign_key_check").fetchall()
        assert [row for row in acknowledged if row not in stored] == []
        assert (integrity, dangling) == ([("ok",)], [])
        assert entries == head == len(stored), "a person and its audit entry are one transaction"
    assert len(acknowledged) > ROUNDS
