"""`flask translations update|compile|check`."""

import click

from forum_app.kernel import catalogues


@click.group("translations")
def group() -> None:
    """The two catalogues."""


@group.command("update")
def update() -> None:
    """Collect marked sentences into both catalogues."""
    for lang, missing in catalogues.update().items():
        click.echo(f"{lang}: {missing} missing")


@group.command("compile")
def compile_() -> None:
    """Write the .mo files."""
    for path in catalogues.compile_all():
        click.echo(path.name + " " + path.parent.parent.name)


@group.command("check")
def check() -> None:
    """Fail when a sentence is missing, fuzzy, stale or out of canonical order."""
    found = catalogues.problems()
    for problem in found:
        click.echo(problem)
    if found:
        raise SystemExit(1)
    click.echo("Both catalogues are complete.")
