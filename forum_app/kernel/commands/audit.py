"""`flask audit verify` says whether the chain still holds."""

import click
from flask.cli import with_appcontext

from forum_app.kernel import audit


@click.group("audit")
def group() -> None:
    """The audit trail."""


@group.command("verify")
@with_appcontext
def verify() -> None:
    """Name the first broken entry, or say that none is broken."""
    broken = audit.first_broken_sequence()
    if broken is not None:
        raise SystemExit(f"The audit chain is broken at entry {broken}.")
    click.echo("The audit chain holds.")
