"""The one entry point: `python -m forum_app ...`, and `forum-app ...` from an installed wheel.

Two commands start a server; every other one belongs to the application (`db upgrade`, `demo load`, `backup`).
"""

import os

import click
from flask import Flask
from flask.cli import FlaskGroup


def create_app() -> Flask:
    """Import the application only when a command needs it, so that `--help` answers at once."""
    from forum_app.application import create_app as create

    return create()


@click.group(cls=FlaskGroup, create_app=create_app, load_dotenv=False, set_debug_flag=False)
def cli() -> None:
    """Training forums for the judicial police, in Khmer and English."""


@cli.command("serve-demo")
@click.option("--port", type=int, envvar="FORUM_PORT", default=8000, show_default=True)
def serve_demo(port: int) -> None:
    """Serve the demonstration, on this machine only."""
    start("demo", host="127.0.0.1", port=port)


@cli.command("serve")
@click.option("--host", envvar="FORUM_HOST", default="127.0.0.1", show_default=True)
@click.option("--port", type=int, envvar="FORUM_PORT", default=8000, show_default=True)
@click.option("--origin", envvar="FORUM_ORIGIN", required=True, help="The address that people type: https://...")
def serve(host: str, port: int, origin: str) -> None:
    """Serve a real forum."""
    os.environ["FORUM_ORIGIN"] = origin
    start("serve", host=host, port=port)


def start(mode: str, *, host: str, port: int) -> None:
    """Make the application in one mode and serve it until it is stopped."""
    from forum_app.kernel.web import server

    os.environ.update(FORUM_MODE=mode, FORUM_PORT=str(port))
    app = create_app()
    bring_content(app)
    server.run(app, host=host, port=port)


def bring_content(app: Flask) -> None:
    """Tables of ranks and provinces, modules and questions, as this version carries them.

    Somebody who starts a forum on an empty database must find them without a command of their own. What people
    have edited stays. A database without tables is left to `/readyz`, which says what is missing.
    """
    from sqlalchemy import inspect

    from forum_app.accounts.models import Province
    from forum_app.kernel import clock
    from forum_app.kernel.database import db
    from forum_app.overview import services

    with app.app_context():
        if inspect(db.engine).has_table(Province.__tablename__):
            services.load_content(at=clock.wall())


def main() -> None:
    """Run the command line (also the console script of the wheel)."""
    cli(prog_name="forum-app")


if __name__ == "__main__":
    main()
