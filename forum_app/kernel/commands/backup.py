"""`flask backup FILE` and `flask restore FILE`: nobody runs a forum without them."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from forum_app.kernel import backup as backups
from forum_app.kernel import clock
from forum_app.kernel.database import db


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def backup(file: Path) -> None:
    """Copy the running installation into FILE and verify the copy. Keys are not in it."""
    manifest = backups.save(current_app.config["FORUM"], file.absolute(), at=clock.wall())
    click.echo(f"Saved and verified: {_summary(manifest)} in {file}.")
    if manifest.missing_files:
        click.echo(f"Not on disk, so not in the backup: {len(manifest.missing_files)} files.")
    click.echo("keys.json is not in it: keep a copy of that file in another place.")


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Replace what is there; the old data is kept beside it.")
@with_appcontext
def restore(file: Path, replace: bool) -> None:
    """Verify FILE, then put it in place of the installation's data. The server must be stopped."""
    db.session.remove()
    db.engine.dispose()
    current_app.extensions["huey"].storage.close()  # Windows moves no file that is open
    manifest, aside = backups.restore(current_app.config["FORUM"], file.absolute(), replace=replace, at=clock.wall())
    click.echo(f"Restored: {_summary(manifest)}, made {manifest.made_at}.")
    if aside is not None:
        click.echo(f"What was there before lies in {aside}.")
    if manifest.migration != current_app.config["MIGRATION_HEAD"]:
        click.echo("The backup is older than the program: the next start brings its tables up to date.")


def _summary(manifest: backups.Manifest) -> str:
    files = len(manifest.sha256) - 1
    return f"{sum(manifest.counts.values())} rows of {len(manifest.counts)} tables and {files} files"
