"""`flask files clean`: what nobody needs any more. The server does the same by itself every hour."""

import click
from flask.cli import with_appcontext

from forum_app.kernel import clock, files


@click.group("files")
def group() -> None:
    """Stored files."""


@group.command("clean")
@with_appcontext
def clean() -> None:
    """Remove files past their time, bytes that no row names, and what an interrupted upload left."""
    click.echo(f"Removed: {files.clean_up(at=clock.wall())}.")
