"""Command groups of every feature, imported only when they are called."""

from importlib import import_module
from typing import Any

import click
from flask import Flask

COMMANDS = {
    "access": "forum_app.kernel.commands.access:group",
    "accounts": "forum_app.accounts.cli:group",
    "attendance": "forum_app.attendance.cli:group",
    "audit": "forum_app.kernel.commands.audit:group",
    "backup": "forum_app.kernel.commands.backup:backup",
    "certificates": "forum_app.certificates.cli:group",
    "content": "forum_app.overview.cli:content",
    "demo": "forum_app.sample.cli:group",
    "files": "forum_app.kernel.commands.files:group",
    "restore": "forum_app.kernel.commands.backup:restore",
    "translations": "forum_app.kernel.commands.translations:group",
}


class LazyCommand(click.Group):
    """A command whose module is imported when somebody uses it, so that the others start fast."""

    def __init__(self, name: str, target: str) -> None:
        super().__init__(name, help=f"Commands of {name}.", add_help_option=False, invoke_without_command=True)
        self.target = target

    def _real(self) -> click.Command:
        module, _, attribute = self.target.partition(":")
        found: click.Command = getattr(import_module(module), attribute)
        return found

    def main(self, *args: Any, **kwargs: Any) -> Any:
        return self._real().main(*args, **kwargs)

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> click.Context:
        return self._real().make_context(info_name, args, parent=parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        return self._real().invoke(ctx)


def init(app: Flask) -> None:
    """Add the commands to `flask`."""
    for name, target in COMMANDS.items():
        app.cli.add_command(LazyCommand(name, target), name)
