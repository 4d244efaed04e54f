"""The names that scripts may rely on: they stand in docs/operating.md and the application answers to them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OPERATING = (ROOT / "docs" / "operating.md").read_text("utf-8")

PAGES = ("/sign-in", "/sign-out", "/livez", "/readyz", "/verify/<serial>")
COMMANDS = {
    "demo load": ("--stage", "--json"),
    "access list": ("--json",),
    "attendance export": ("--forum", "--out"),
    "certificates print": ("--forum", "--out"),
    "accounts create-organiser": (),
    "backup": ("FILE",),
    "restore": ("FILE",),
    "translations compile": (),
    "translations check": (),
}
RUN_OPTIONS = ("--port", "--data", "--origin", "--host")


@pytest.mark.parametrize("page", PAGES)
def test_a_promised_page_exists_and_is_documented(app, page):
    rules = {str(rule) for rule in app.url_map.iter_rules()}
    assert page in {rule.replace("<string:serial>", "<serial>") for rule in rules}
    assert f"`{page}`" in OPERATING


@pytest.mark.parametrize(("command", "words"), COMMANDS.items())
def test_a_promised_command_has_its_options(app, command, words):
    result = app.test_cli_runner().invoke(args=[*command.split(), "--help"])
    assert result.exit_code == 0, result.output
    assert [word for word in words if word not in result.output] == []


@pytest.mark.parametrize("command", [name for name in COMMANDS if not name.startswith("translations")])
def test_a_promised_command_is_documented(command):
    assert f"flask {command}" in OPERATING


def test_the_access_list_is_one_json_document(app):
    result = app.test_cli_runner().invoke(args=["access", "list", "--json"])
    rows = json.loads(result.output)
    assert {"rule", "methods", "endpoint", "who"} <= set(rows[0])


def test_every_setting_that_is_read_is_documented():
    source = (ROOT / "forum_app" / "kernel" / "settings.py").read_text("utf-8")
    read = {word.strip("\"'(),") for word in source.split('"') if word.startswith("FORUM_") and word.isidentifier()}
    assert [name for name in sorted(read) if f"`{name}`" not in OPERATING] == []


def test_run_py_has_the_documented_options():
    result = subprocess.run(
        [sys.executable, str(ROOT / "run.py"), "--help"], capture_output=True, check=True, encoding="utf-8"
    )
    assert [option for option in RUN_OPTIONS if option not in result.stdout] == []
    assert [option for option in RUN_OPTIONS if f"`{option}" not in OPERATING] == []
