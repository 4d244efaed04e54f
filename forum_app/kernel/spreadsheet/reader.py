"""Reads lists that somebody else made, safely: an XLSX or CSV file, or rows pasted from Excel.

A workbook is looked at as a zip first and then opened in a process of its own with little memory and time.
"""

import json
import os
import subprocess
import sys
from datetime import date, datetime, time
from typing import Any

from forum_app.kernel.places import PACKAGE
from forum_app.kernel.spreadsheet import delimited, limits
from forum_app.kernel.spreadsheet.archive import check_archive
from forum_app.kernel.spreadsheet.limits import Cell, Row

WORKER = "forum_app.kernel.spreadsheet.read_worker"
TIMEOUT_SECONDS = 30
TEXT_ENDINGS = (".csv", ".tsv", ".txt")
MOMENTS: dict[str, type[datetime | date | time]] = {"datetime": datetime, "date": date, "time": time}


def read_file(content: bytes, name: str = "") -> list[Row]:
    """The rows of an uploaded list that are not empty: XLSX by its content, CSV by its name.

    Raises the refusals of `limits`, each with its own sentence.
    """
    if len(content) > limits.MAX_BYTES:
        raise limits.TooLarge(megabytes=limits.MAX_BYTES // 1024**2)
    if not content.strip():
        raise limits.HasNoRows
    if name.lower().endswith(TEXT_ENDINGS) and content[:2] != b"PK":
        return delimited.read_text(delimited.decode(content))
    return read_workbook(content)


def read_text(text: str) -> list[Row]:
    """The rows of a pasted list. Raises the refusals of `limits`."""
    return delimited.read_text(text)


def read_workbook(content: bytes) -> list[Row]:
    """The rows of an XLSX workbook's first sheet that has any. Raises the refusals of `limits`."""
    check_archive(content)
    reply = _ask_worker(content)
    if "refused" in reply:
        raise limits.REFUSALS[reply["refused"]](**reply["values"])
    return [Row(number, tuple(_cell(value) for value in cells)) for number, cells in reply["rows"]]


def _ask_worker(content: bytes) -> dict[str, Any]:
    # Our settings (a database address with a password) are none of a parser's business.
    environment = {key: value for key, value in os.environ.items() if not key.startswith("FORUM_")}
    environment["PYTHONPATH"] = str(PACKAGE.parent)
    try:
        done = subprocess.run(
            [sys.executable, "-m", WORKER],
            input=content,
            capture_output=True,
            timeout=TIMEOUT_SECONDS,
            env=environment,
            check=True,
        )
    except subprocess.TimeoutExpired as error:
        raise limits.TookTooLong from error
    except subprocess.CalledProcessError as error:
        raise limits.Unreadable from error
    reply: dict[str, Any] = json.loads(done.stdout)
    return reply


def _cell(value: Any) -> Cell:
    if isinstance(value, dict):
        kind, text = next(iter(value.items()))
        return MOMENTS[kind].fromisoformat(text)
    cell: Cell = value
    return cell
