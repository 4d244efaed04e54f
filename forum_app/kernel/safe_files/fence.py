"""Asks the fenced process to look into a file, or to stamp one, and says what came of it."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from forum_app.kernel.places import PACKAGE
from forum_app.kernel.safe_files import limits
from forum_app.kernel.storage import DiskFull

WORKER = "forum_app.kernel.safe_files.worker"
TIMEOUT_SECONDS = 90
AT_ONCE = 2
"""Each may take a gigabyte; more than two at a time would be felt by everybody."""
_turn = threading.BoundedSemaphore(AT_ONCE)


def clean(source: Path, target: Path, *, name: str) -> tuple[str, ...]:
    """Write a clean copy of the file; answers the kinds of things removed (keys of `REMOVED_NAMES`).

    Raises the refusals of `limits`, CouldNotCheck when the inspection broke down, DiskFull.
    """
    reply = _ask({"work": "clean", "source": str(source), "target": str(target), "name": name}, name=name)
    return tuple(reply["removed"])


def stamp(source: Path, target: Path, *, line: str) -> None:
    """Write a copy with this line of ASCII on every page. Raises CannotBeStamped, CouldNotCheck, DiskFull."""
    _ask({"work": "stamp", "source": str(source), "target": str(target), "line": line}, name="")


def _ask(request: dict[str, str], *, name: str) -> dict[str, Any]:
    reply = _reply(request, name)
    if reply.get("full"):
        raise DiskFull
    if "refused" in reply:
        raise limits.REFUSALS[reply["refused"]](**reply["values"])
    if "broken" in reply:
        raise limits.CouldNotCheck(name=name, reason=reply["broken"])
    return reply


def _reply(request: dict[str, str], name: str) -> dict[str, Any]:
    # Our settings (a database address with a password) are none of a parser's business.
    environment = {key: value for key, value in os.environ.items() if not key.startswith("FORUM_")}
    environment["PYTHONPATH"] = str(PACKAGE.parent)
    try:
        with _turn:
            done = subprocess.run(
                [sys.executable, "-m", WORKER],
                input=json.dumps(request).encode(),
                capture_output=True,
                timeout=TIMEOUT_SECONDS,
                env=environment,
                check=True,
            )
    except subprocess.TimeoutExpired as error:
        raise limits.CouldNotCheck(name=name, reason="slow") from error
    except subprocess.CalledProcessError as error:
        raise limits.CouldNotCheck(name=name, reason="crashed") from error
    reply: dict[str, Any] = json.loads(done.stdout)
    return reply
