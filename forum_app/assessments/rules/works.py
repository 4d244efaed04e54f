"""Written work: what may be handed in, and whose turn it is to review it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from forum_app.assessments.rules.refusals import AlreadySignedOff, NotWritten, NoWork, WorkTooLarge

CLAIM = timedelta(minutes=30)
"""How long a claim keeps others away; each act of the reviewer renews it."""
MOST_WORK_MEGABYTES = 10
LONGEST_WORK = 20_000


@dataclass(frozen=True, slots=True)
class Work:
    """A file that was handed in."""

    name: str
    content_type: str
    content: bytes


def require_work_size(size_bytes: int) -> None:
    """Raises WorkTooLarge."""
    if size_bytes > MOST_WORK_MEGABYTES * 1_000_000:
        raise WorkTooLarge(most=MOST_WORK_MEGABYTES)


def require_work(text: str, *, has_file: bool, is_written: bool, is_reviewed: bool) -> str:
    """The text as it is kept. Raises NotWritten, AlreadySignedOff, NoWork."""
    if not is_written:
        raise NotWritten
    if is_reviewed:
        raise AlreadySignedOff
    if not text.strip() and not has_file:
        raise NoWork
    return text.strip()[:LONGEST_WORK]


def is_claimed(claimed_by: UUID | None, until: datetime | None, *, other_than: UUID, at: datetime) -> bool:
    """True while somebody else reviews it."""
    return claimed_by is not None and until is not None and claimed_by != other_than and at < until
