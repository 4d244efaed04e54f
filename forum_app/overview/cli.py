"""Commands of the course content, which reaches into several features."""

import click
from flask.cli import with_appcontext


@click.group("content")
def content() -> None:
    """The course as text in git: modules, questions, exercises, tables of ranks and units."""


@content.command("load")
@with_appcontext
def load() -> None:
    """Bring the database to what the content says; safe to repeat."""
    from forum_app.kernel import clock
    from forum_app.kernel.refusal import Refusal
    from forum_app.overview import services

    try:
        changed = services.load_content(at=clock.now())
    except Refusal as refusal:
        raise click.ClickException(refusal.text % refusal.values) from refusal
    for name, count in changed.items():
        click.echo(f"{name}: {count} added or changed")


@content.command("check")
@with_appcontext
def check() -> None:
    """Say what is wrong with the content without touching the database."""
    from forum_app.overview import services

    problems = services.check_content()
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        raise click.ClickException(f"{len(problems)} problems")
    click.echo("The content is sound.")
