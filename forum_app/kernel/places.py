"""Where the files that travel with the product lie: in a checkout, or inside an installed wheel."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
_WHEEL_DATA = PACKAGE / "_data"


def shipped(name: str) -> Path:
    """The folder `translations` or `course_content`, wherever this installation keeps it."""
    inside = _WHEEL_DATA / name
    return inside if inside.exists() else PACKAGE.parent / name
