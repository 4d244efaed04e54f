"""Commands of attendance."""

from pathlib import Path

import click
from flask.cli import with_appcontext


@click.group("attendance")
def group() -> None:
    """Attendance workbooks."""


@group.command("export")
@click.option("--forum", "code", required=True, help="Code of the forum, e.g. IJPF-2024.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="File to write (.xlsx).")
@with_appcontext
def export(code: str, out: Path) -> None:
    """Write the attendance workbook of a forum."""
    from forum_app.attendance.exports import workbook
    from forum_app.forums.queries import find_forum
    from forum_app.kernel import clock

    forum = find_forum(code)
    if forum is None:
        raise click.ClickException(f"There is no forum with the code {code}.")
    out.write_bytes(workbook(forum, at=clock.now()))
    click.echo(f"{out}")
