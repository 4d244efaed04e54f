"""The two commands of the README: run.py, the pins it installs and the sentences it says."""

import argparse
import ast
import re
import socket
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import run

ROOT = Path(__file__).resolve().parents[2]
SETS = ("base.txt", "server.txt", "test.txt")
KHMER = re.compile("[\u1780-\u17ff]")


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A checkout in a temporary folder, with requirements but without an environment."""
    (tmp_path / "requirements").mkdir()
    for name in SETS:
        (tmp_path / "requirements" / name).write_text(f"# {name}\n", "utf-8")
    (tmp_path / ".venv").mkdir()
    monkeypatch.setattr(run, "ROOT", tmp_path)
    monkeypatch.setattr(run, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(run, "STAMP", tmp_path / ".venv" / "installed.json")
    return tmp_path


@pytest.fixture
def commands(monkeypatch):
    """The command lines that run.py would have run, all of them with success."""
    seen: list[list[str]] = []

    def record(arguments, **_options):
        seen.append([str(argument) for argument in arguments])
        return True

    monkeypatch.setattr(run, "run", record)
    return seen


def pins(name: str) -> dict[str, Requirement]:
    """Package name to pin of one requirements file."""
    lines = (ROOT / "requirements" / name).read_text("utf-8").replace("\\\n", " ").splitlines()
    parsed = (Requirement(line.split(" --hash=")[0]) for line in lines if line.strip())
    return {requirement.name: requirement for requirement in parsed}


# --- what is installed


def test_nothing_is_installed_without_a_stamp(checkout):
    assert not run.is_installed("base.txt")


def test_the_test_set_contains_the_smaller_ones(checkout):
    run.write_stamp("test.txt")
    assert [run.is_installed(name) for name in SETS] == [True, True, True]


def test_the_base_set_does_not_claim_the_larger_ones(checkout):
    run.write_stamp("base.txt")
    assert [run.is_installed(name) for name in SETS] == [True, False, False]


def test_one_changed_character_makes_a_set_stale(checkout):
    run.write_stamp("test.txt")
    (checkout / "requirements" / "base.txt").write_text("# base.txt.\n", "utf-8")
    assert [run.is_installed(name) for name in SETS] == [False, True, True]


@pytest.mark.parametrize("stamp", ["", "no json", "[]"])
def test_an_unreadable_stamp_means_unknown(checkout, stamp):
    run.STAMP.write_text(stamp, "utf-8")
    assert run.read_stamp() == {}


def test_prepare_installs_with_hashes_once(checkout, commands, monkeypatch):
    monkeypatch.setattr(run, "is_venv_usable", lambda: True)
    monkeypatch.setattr(run, "installer", lambda: ["pip", "install"])
    run.prepare("base.txt")
    run.prepare("base.txt")
    wanted = str(checkout / "requirements" / "base.txt")
    assert commands == [["pip", "install", "--require-hashes", "-r", wanted]]


def test_a_failed_installation_leaves_no_stamp(checkout, monkeypatch):
    monkeypatch.setattr(run, "is_venv_usable", lambda: True)
    monkeypatch.setattr(run, "installer", lambda: ["pip", "install"])
    monkeypatch.setattr(run, "run", lambda *_arguments, **_options: False)
    with pytest.raises(run.Stop):
        run.prepare("base.txt")
    assert not run.STAMP.exists()


# --- the pins


@pytest.mark.parametrize("name", SETS)
def test_every_pin_is_exact_and_hashed(name):
    lines = (ROOT / "requirements" / name).read_text("utf-8").replace("\\\n", " ").splitlines()
    bad = [line[:60] for line in lines if not re.match(r"[a-z0-9-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", line)]
    assert bad == []


@pytest.mark.parametrize("name", SETS)
def test_no_pin_names_an_address(name):
    text = (ROOT / "requirements" / name).read_text("utf-8")
    assert re.findall(r"\S*(?:://|--index-url|--extra-index|--find-links|--trusted-host)\S*", text) == []


@pytest.mark.parametrize(("smaller", "larger"), [("base.txt", "server.txt"), ("server.txt", "test.txt")])
def test_a_larger_set_holds_the_same_versions(smaller, larger):
    within = pins(larger)
    assert {name: str(pin) for name, pin in pins(smaller).items()} == {
        name: str(within.get(name)) for name in pins(smaller)
    }


def test_the_pins_satisfy_what_the_package_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    asked = [Requirement(line) for line in project["project"]["dependencies"]]
    tools = [Requirement(line) for line in project["dependency-groups"]["test"]]
    assert [str(want) for want in asked if not is_satisfied(want, pins("base.txt"))] == []
    assert [str(want) for want in tools if not is_satisfied(want, pins("test.txt"))] == []


def is_satisfied(want: Requirement, pinned: dict[str, Requirement]) -> bool:
    pin = pinned.get(want.name)
    return pin is not None and want.specifier.contains(str(pin.specifier).removeprefix("=="))


# --- what run.py says and refuses


def test_every_sentence_is_said_in_both_languages():
    tree = ast.parse((ROOT / "run.py").read_text("utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    said = [call for call in calls if call.func.id in ("say", "Stop") and len(call.args) == 2]
    assert len(said) >= 10
    assert [call.lineno for call in said if not KHMER.search(ast.unparse(call.args[1]))] == []


def test_an_old_python_is_told_what_is_needed(monkeypatch):
    monkeypatch.setattr(run, "OLDEST", (99, 0))
    monkeypatch.setattr(run.shutil, "which", lambda _name: None)
    with pytest.raises(run.Stop, match=r"needs Python 3\.11 or newer") as stop:
        run.leave_old_python([])
    assert KHMER.search(stop.value.khmer)


def test_a_busy_port_is_refused_with_the_next_one():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(run.Stop, match=f"--port {port + 1}"):
            run.refuse_busy_port("127.0.0.1", port)


@pytest.mark.parametrize("origin", ["", "forum.example.org", "ftp://forum.example.org"])
def test_serve_without_an_address_is_refused_before_anything_is_done(commands, monkeypatch, origin):
    monkeypatch.delenv("FORUM_ORIGIN", raising=False)
    options = argparse.Namespace(origin=origin, host="127.0.0.1", port=0, data="")
    with pytest.raises(run.Stop, match="--origin https://"):
        run.serve(options)
    assert commands == []


def test_a_machine_that_cannot_make_environments_gets_one_line(checkout, monkeypatch, capsys):
    monkeypatch.setattr(run, "try_venv", lambda _arguments: False)
    monkeypatch.setattr(run, "install_debian_package", lambda _package: False)
    monkeypatch.setattr(run.shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)
    with pytest.raises(run.Stop, match=r"Run: sudo apt-get install -y python3\.\d+-venv"):
        run.make_venv()


def test_the_ways_to_make_an_environment_are_tried_in_order(checkout, monkeypatch):
    tried: list[str] = []
    monkeypatch.setattr(run, "try_venv", lambda arguments: tried.append(" ".join(arguments[1:])) or False)
    monkeypatch.setattr(run, "install_debian_package", lambda _package: False)
    monkeypatch.setattr(run.shutil, "which", lambda name: "/usr/bin/uv" if name == "uv" else None)
    with pytest.raises(run.Stop):
        run.make_venv()
    uv, *others = tried
    assert uv.startswith("venv --python ")
    assert others == ["-m venv", "-m virtualenv", "-m venv --without-pip"]


# --- the command line


def test_the_bare_command_is_a_demonstration_on_port_8000(monkeypatch):
    monkeypatch.delenv("FORUM_PORT", raising=False)
    options = run.parse([])
    assert (options.command, options.port, options.host) == ("demo", 8000, "127.0.0.1")


def test_port_and_data_come_from_options_before_the_environment(monkeypatch):
    monkeypatch.setenv("FORUM_PORT", "8100")
    assert run.parse([]).port == 8100
    options = run.parse(["serve", "--origin", "https://forum.example.org", "--port", "8200", "--data", "there"])
    assert (options.command, options.port, options.data) == ("serve", 8200, "there")


def test_what_follows_test_goes_to_pytest_unread():
    assert run.parse(["test", "-x", "--port", "-k", "quiz"]).rest == ["-x", "--port", "-k", "quiz"]


def test_the_sample_is_loaded_once_and_does_not_come_back(tmp_path, commands):
    run.load_sample(tmp_path)
    run.load_sample(tmp_path)
    assert [command[-2:] for command in commands] == [["demo", "load"]]


def test_catalogues_are_compiled_only_when_a_source_is_newer(checkout, commands):
    folder = checkout / "translations" / "km" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.po").write_text("", "utf-8")
    run.compile_catalogues()
    (folder / "messages.mo").write_bytes(b"")
    run.compile_catalogues()
    assert [command[-2:] for command in commands] == [["translations", "compile"]]


@pytest.mark.parametrize(
    ("address", "jobs", "wanted"),
    [
        ("", "", "base.txt"),
        ("postgresql+psycopg://db/forum", "", "server.txt"),
        ("", "redis://db/0", "server.txt"),
    ],
)
def test_drivers_are_installed_only_when_asked_for(monkeypatch, address, jobs, wanted):
    monkeypatch.setenv("FORUM_DATABASE_URL", address)
    monkeypatch.setenv("FORUM_JOBS", jobs)
    assert run.serving_set() == wanted
