"""`flask serve`: the server process itself (run.py prepares everything before it)."""

import click
from flask import current_app
from flask.cli import with_appcontext

from forum_app.kernel.web import server


@click.command("serve")
@click.option("--port", type=int, default=8000, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--threads", type=int, default=server.THREADS, show_default=True)
@with_appcontext
def serve(port: int, host: str, threads: int) -> None:
    """Serve until stopped."""
    server.run(current_app._get_current_object(), host=host, port=port, threads=threads)  # type: ignore[attr-defined]
