"""`flask demo load`: the sample, for looking around and for scripts."""

import json

import click
from flask import current_app
from flask.cli import with_appcontext

from forum_app.sample import loading


@click.group("demo")
def group() -> None:
    """The sample forums."""


@group.command("load")
@click.option("--stage", type=click.Choice(loading.STAGES), default=None, help="How far the forum has come.")
@click.option("--json", "as_json", is_flag=True, help="Print forums and accounts as JSON.")
@with_appcontext
def load(stage: str | None, *, as_json: bool) -> None:
    """Load the sample, or bring it on to a later stage. Loading twice changes nothing."""
    if current_app.config["FORUM"].mode == "serve":
        raise click.ClickException("This data folder is a real installation; the sample never goes into it.")
    report = loading.load(current_app.config["FORUM"].data_folder, stage=stage)
    if as_json:
        click.echo(json.dumps(report, ensure_ascii=False, indent=1))
        return
    for forum in report["forums"]:
        click.echo(f"{forum['code']}  {forum['id']}")
    for account in report["accounts"]:
        click.echo(f"{account['role']:14} {account['login']:12} {account['password']:22} {account['forum']}")
