"""Which migration is the newest one."""

from forum_app.kernel.places import PACKAGE

FOLDER = PACKAGE / "migrations"


def head() -> str:
    """The number of the newest migration, e.g. `0001`; empty when there is none."""
    numbers = sorted(path.name[:4] for path in (FOLDER / "versions").glob("[0-9]*.py"))
    return numbers[-1] if numbers else ""
