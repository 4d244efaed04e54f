"""Which migrations this version knows, and which is the newest."""

from forum_app.kernel.places import PACKAGE

FOLDER = PACKAGE / "migrations"


def numbers() -> list[str]:
    """The numbers of all migrations, oldest first, e.g. `0001`."""
    return sorted(path.name[:4] for path in (FOLDER / "versions").glob("[0-9]*.py"))


def head() -> str:
    """The number of the newest migration; empty when there is none."""
    found = numbers()
    return found[-1] if found else ""
