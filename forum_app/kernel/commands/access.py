"""`flask access list`: every route and who may reach it."""

import json

import click
from flask import current_app
from flask.cli import with_appcontext

from forum_app.kernel import access


@click.group("access")
def group() -> None:
    """Who may reach which page."""


@group.command("list")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable.")
@click.option("--markdown", "as_markdown", is_flag=True, help="As docs/access.md keeps it.")
@with_appcontext
def list_routes(as_json: bool, as_markdown: bool) -> None:
    """Print rule, methods, endpoint and who."""
    if as_markdown:
        click.echo(access.as_markdown(current_app), nl=False)
        return
    rows = access.table(current_app)
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        click.echo(f"{','.join(row['methods']):9} {row['rule']:60} {row['endpoint']:36} {', '.join(row['who'])}")
