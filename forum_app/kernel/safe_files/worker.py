"""The process that opens a foreign file, so that a hostile one can only kill this process.

`python -m forum_app.kernel.safe_files.worker` reads one JSON request from standard input and answers with one JSON
object: `{"removed": [...]}`, `{"refused": name, "values": {}}`, `{"full": true}` or `{"broken": reason}`.
"""

import contextlib
import errno
import json
import logging
import sys
from pathlib import Path
from typing import Any

from forum_app.kernel.refusal import Refusal
from forum_app.kernel.safe_files import limits

MEMORY_BYTES = 1024 * limits.MEGABYTE
CPU_SECONDS = 60
FILE_BYTES = 2 * limits.MOST_BYTES
"""What it may write at most."""


def limit_resources() -> None:
    """Take memory, time and disk from ourselves where the platform can (not on Windows)."""
    try:
        import resource  # noqa: PLC0415 - optional dependency
    except ImportError:
        return
    kinds = (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, FILE_BYTES),
        (resource.RLIMIT_CORE, 0),
    )
    for kind, value in kinds:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (value, value))


def clean(source: Path, target: Path, *, name: str) -> set[str]:
    """Look into the file and write it again without its makers; says what was removed. Raises refusals of `limits`."""
    extension = limits.extension_of(name)
    with source.open("rb") as opened:
        limits.require_magic(name, opened.read(16))
    if extension == "pdf":
        from forum_app.kernel.safe_files import pdf  # noqa: PLC0415 - slow import

        return pdf.clean(source, target, name=name)
    if extension in limits.OFFICE_PARTS:
        from forum_app.kernel.safe_files import office  # noqa: PLC0415 - slow import

        return office.clean(source, target, name=name)
    from forum_app.kernel.safe_files import jpeg, png  # noqa: PLC0415 - slow import

    cleaner = png.clean if extension == "png" else jpeg.clean
    cleaned, removed = cleaner(source.read_bytes(), name=name)
    target.write_bytes(cleaned)
    return removed


def answer(request: dict[str, str]) -> dict[str, Any]:
    """The worker's whole answer."""
    source, target = Path(request["source"]), Path(request["target"])
    try:
        if request["work"] == "stamp":
            from forum_app.kernel.safe_files.stamp import stamp  # noqa: PLC0415 - slow import

            stamp(source, target, line=request["line"])
            return {"removed": []}
        return {"removed": sorted(clean(source, target, name=request["name"]))}
    except Refusal as refusal:
        return {"refused": type(refusal).__name__, "values": refusal.values}
    except OSError as error:
        return {"full": True} if error.errno == errno.ENOSPC else {"broken": "crashed"}
    except Exception:  # noqa: BLE001 - whatever a parser trips over means the same: nothing is known about the file
        return {"broken": "crashed"}


def main() -> None:
    """Read, answer, end."""
    request = json.loads(sys.stdin.read())
    logging.disable()  # a parser's remarks about a foreign file belong to nobody's log
    limit_resources()
    sys.stdout.write(json.dumps(answer(request)))


if __name__ == "__main__":
    main()
