"""What is typed from paper: one character a cell."""

from forum_app.assessments.rules.levels import HIGHEST, LOWEST
from forum_app.assessments.rules.refusals import NoSuchLevel

EMPTY = ""
NOT_SEEN = frozenset({"0", "-", "–", "/"})
"""What people write for "not observed"."""


def read_cell(typed: str) -> int | None:
    """The level in a cell that is not empty; None for "not observed". Raises NoSuchLevel."""
    if typed in NOT_SEEN:
        return None
    if not typed.isdecimal() or not LOWEST <= int(typed) <= HIGHEST:
        raise NoSuchLevel
    return int(typed)


def show_cell(level: int | None) -> str:
    """A level as it stands in the grid."""
    return "–" if level is None else str(level)
