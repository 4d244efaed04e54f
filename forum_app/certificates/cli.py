"""Commands of certificates."""

from pathlib import Path

import click
from flask.cli import with_appcontext


@click.group("certificates")
def group() -> None:
    """Certificates as PDF."""


@group.command("print")
@click.option("--forum", "code", required=True, help="Code of the forum, e.g. IJPF-2024.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="File to write (.pdf).")
@click.option("--kind", type=click.Choice(["participation", "completion"]), help="Only this kind (default: both).")
@with_appcontext
def print_all(code: str, out: Path, kind: str | None) -> None:
    """Write every certificate that is neither held nor void, in protocol order, one sheet each."""
    from forum_app.certificates import documents, services
    from forum_app.certificates.rules import NothingToPrint
    from forum_app.forums.queries import find_forum

    forum = find_forum(code)
    if forum is None:
        raise click.ClickException(f"There is no forum with the code {code}.")
    try:
        found = services.list_to_print(forum, kind, prepared_only=False)
    except NothingToPrint as refusal:
        raise click.ClickException("There is no certificate to print in this forum.") from refusal
    out.write_bytes(documents.certificates_pdf(found))
    click.echo(f"{out}: {len(found)}")
