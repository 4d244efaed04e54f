"""Uploaded bytes, looked into before anything else sees them."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from forum_app.kernel import files
from forum_app.kernel.safe_files import fence, limits, names
from forum_app.kernel.storage import CHUNK
from forum_app.materials import rules
from forum_app.materials.rules import Upload


@contextmanager
def received(name: str, content: BinaryIO | Iterable[bytes], *, most_mb: int = rules.MOST_FILE_MB) -> Iterator[Upload]:
    """The file, cleaned, for as long as the block lasts; `held` when the check itself broke down.

    Raises KindNotAllowed, FileEmpty, FileTooLarge, DiskFull, and whatever `safe_files` refuses.
    """
    tidy = names.tidy_name(name)
    kind = limits.CONTENT_TYPES[limits.require_kind(tidy)]
    with files.workshop() as folder:
        raw, clean = folder / "raw", folder / "clean"
        rules.require_size(tidy, _write(content, raw, most_mb * rules.MEGABYTE), most_mb=most_mb)
        removed, held = _checked(raw, clean, tidy)
        yield Upload(tidy, kind, raw if held else clean, removed, held)


def _checked(raw: Path, clean: Path, name: str) -> tuple[tuple[str, ...], str]:
    """What was removed, and why the file must be held (empty: it need not)."""
    try:
        return fence.clean(raw, clean, name=name), ""
    except limits.CouldNotCheck as error:
        return (), str(error.values["reason"])


def _write(content: BinaryIO | Iterable[bytes], target: Path, most: int) -> int:
    """How many bytes came; the first one too many ends it."""
    size = 0
    pieces = iter(lambda: content.read(CHUNK), b"") if hasattr(content, "read") else content
    with target.open("wb") as out:
        for piece in pieces:
            size += len(piece)
            if size > most:
                break
            out.write(piece)
    return size
