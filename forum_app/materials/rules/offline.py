"""A day on the phone: what may be kept there, and about how large it is."""

from dataclasses import dataclass
from datetime import date

PAGE_BYTES = 80_000
"""The page of the day (13 kB) with the styles and scripts that it and its lessons need (66 kB), measured."""
LESSON_GROWTH = 1.9
"""A lesson's whole page for each byte of its text. Measured on six lessons: 1.78 to 1.93."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that is kept: the address it is kept under, where to fetch it, and its bytes."""

    url: str
    fetch: str
    size_bytes: int
    is_page: bool


def parcel_name(forum_code: str, day_on: date) -> str:
    """The name of the day's cache, as the service worker expects it."""
    return f"day-{forum_code}-{day_on.isoformat()}"


def lesson_bytes(text: str) -> int:
    """About how large the page of a lesson with this text is."""
    return round(len(text.encode()) * LESSON_GROWTH)


def parcel_bytes(pieces: list[Piece]) -> int:
    """About how much the whole day takes."""
    return PAGE_BYTES + sum(piece.size_bytes for piece in pieces)
