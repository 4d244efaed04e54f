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
@click.option(
    "--origin", envvar="FORUM_ORIGIN", required=True, help="The address that people type: https://..."
)
def serve(host: str, port: int, origin: str) -> None:
    """Serve a real forum."""
    os.environ["FORUM_ORIGIN"] = origin
    start("serve", host=host, port=port)


def start(mode: str, *, host: str, port: int) -> None:
    """Make the application in one mode and serve it until it is stopped."""
    from forum_app.kernel.web import server

    os.environ.update(FORUM_MODE=mode, FORUM_PORT=str(port))
    server.run(create_app(), host=host, port=port)


def main() -> None:
    """Run the command line (also the console script of the wheel)."""
    cli(prog_name="forum-app")


if __name__ == "__main__":
    main()
