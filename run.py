#!/usr/bin/env python3
"""Start the forum, or check it, on a machine that has Python and nothing else.

python3 run.py                        a demonstration with a sample forum, on this machine only
python3 run.py serve --origin URL     the real server (docs/operating.md)
python3 run.py test [pytest args]     the whole test suite
python3 run.py check                  linters, types, import contracts, catalogues, templates, vendored files
python3 run.py bench [NAME]           measurements as JSON lines

Options: --port N (FORUM_PORT), --data DIR (FORUM_DATA), for serve also --host ADDRESS (FORUM_HOST).
"""

# Only the standard library, and nothing an old Python cannot parse: it has to live long enough to say so.
# That is why annotations stand in quotes here. One file, longer than the house likes: it must work alone.
import argparse
import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
OLDEST = (3, 11)
NEWER_PYTHONS = ("python3.14", "python3.13", "python3.12", "python3.11")
VENV = ROOT / ".venv"
STAMP = VENV / "installed.json"
# Each set contains the ones before it, so that what is installed for tests also serves the demonstration.
REQUIREMENT_SETS = ("base.txt", "server.txt", "test.txt")
SAMPLE_MARK = "sample-loaded"


class Stop(Exception):
    """A start that cannot go on; its two sentences tell the person what to do."""

    def __init__(self, english: str, khmer: str) -> None:
        super().__init__(english)
        self.khmer = khmer


def say(english: str, khmer: str) -> None:
    """One line of progress in both languages, at once visible even through a pipe."""
    print(f"- {english}\n  {khmer}", flush=True)


def run(arguments: "list[str | Path]", **options: "object") -> bool:
    """Run a program of ours from the project's folder; True when it ended well."""
    command = [str(argument) for argument in arguments]
    return subprocess.run(command, cwd=ROOT, check=False, **options).returncode == 0  # type: ignore[call-overload,no-any-return]


def is_quiet_success(arguments: "list[str | Path]") -> bool:
    """Run a program only to learn whether it works."""
    return run(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)


def leave_old_python(arguments: "list[str]") -> None:
    """Go on under a newer Python of PATH if this one is too old, or say what is needed."""
    if sys.version_info >= OLDEST:
        return
    newer = next(filter(None, map(shutil.which, NEWER_PYTHONS)), None)
    if newer:
        sys.exit(subprocess.run([newer, str(ROOT / "run.py"), *arguments], check=False).returncode)
    found = ".".join(map(str, sys.version_info[:3]))
    uv_line = " Or: uv run --no-project --python 3.13 run.py" if shutil.which("uv") else ""
    raise Stop(
        f"This needs Python 3.11 or newer and was started with Python {found}.{uv_line}",
        f"កម្មវិធីនេះត្រូវការ Python 3.11 ឬថ្មីជាងនេះ ប៉ុន្តែម៉ាស៊ីននេះបានប្រើ Python {found}។",
    )


def venv_python() -> Path:
    """The interpreter inside .venv, where Windows and the others put it."""
    return VENV / "Scripts" / "python.exe" if os.name == "nt" else VENV / "bin" / "python"


def is_venv_usable() -> bool:
    """True when .venv exists, its Python still runs (it may have been removed) and is new enough."""
    question = f"import sys; sys.exit(sys.version_info < {OLDEST})"
    return venv_python().exists() and is_quiet_success([venv_python(), "-c", question])


def installer() -> "list[str | Path] | None":
    """The command that installs into .venv: uv, its own pip, or this Python's pip from outside."""
    uv = shutil.which("uv")
    if uv:
        return [uv, "pip", "install", "--python", venv_python()]
    quiet: list[str | Path] = ["--disable-pip-version-check", "--no-input", "install"]
    if is_quiet_success([venv_python(), "-m", "pip", "--version"]):
        return [venv_python(), "-m", "pip", *quiet]
    if is_quiet_success([sys.executable, "-m", "pip", "--python", venv_python(), "--version"]):
        return [sys.executable, "-m", "pip", "--python", venv_python(), *quiet]
    return None


def try_venv(arguments: "list[str | Path]") -> bool:
    """One way of making .venv, from a clean folder; True when the result can be installed into."""
    shutil.rmtree(VENV, ignore_errors=True)
    return is_quiet_success([*arguments, VENV]) and is_venv_usable() and installer() is not None


def make_venv() -> None:
    """Make .venv by the first way this machine offers.

    Debian and Ubuntu ship Python without venv, so that the last resort is to install it, or to name the line.
    """
    say(f"Making an environment in {VENV.name}", f"កំពុងរៀបចំបរិស្ថានក្នុង {VENV.name}")
    python = sys.executable
    ways: list[list[str | Path]] = [
        [python, "-m", "venv"],
        [python, "-m", "virtualenv"],
        [python, "-m", "venv", "--without-pip"],
    ]
    uv = shutil.which("uv")
    if uv:
        ways.insert(0, [uv, "venv", "--python", python])
    if any(try_venv(way) for way in ways):
        return
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    if install_debian_package(package) and try_venv([python, "-m", "venv"]):
        return
    shutil.rmtree(VENV, ignore_errors=True)
    raise Stop(*venv_advice(package))


def install_debian_package(package: str) -> bool:
    """Install the missing package where that is possible without asking: apt-get, as root."""
    apt = shutil.which("apt-get")
    if not apt or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return False
    say(f"Installing {package} with apt-get", f"កំពុងដំឡើង {package} ដោយ apt-get")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    steps: list[list[str | Path]] = [[apt, "update", "-q"], [apt, "install", "-y", "-q", package]]
    return all(run(step, env=environment, stdin=subprocess.DEVNULL) for step in steps)


def venv_advice(package: str) -> "tuple[str, str]":
    """The one line to run when nothing here can make an environment."""
    if shutil.which("apt-get"):
        line = f"sudo apt-get install -y {package}"
    elif shutil.which("dnf"):
        line = "sudo dnf install -y python3-pip"
    else:
        line = f"{sys.executable} -m ensurepip --user"
    return (
        f"This Python cannot make virtual environments. Run: {line} and then the same command again.",
        f"Python នេះមិនអាចបង្កើតបរិស្ថានបានទេ។ សូមដំណើរការ៖ {line} រួចសាកម្តងទៀត។",
    )


def digest(name: str) -> str:
    """The sha256 of a file in requirements/."""
    return hashlib.sha256((ROOT / "requirements" / name).read_bytes()).hexdigest()


def read_stamp() -> "dict[str, str]":
    """What was installed last: file name to sha256; empty when unknown."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def is_installed(name: str) -> bool:
    """True when the set, as it stands in the checkout, is what .venv holds."""
    return read_stamp().get(name) == digest(name)


def write_stamp(name: str) -> None:
    """Remember that a set is installed, and with it the smaller ones that it contains."""
    contained = REQUIREMENT_SETS[: REQUIREMENT_SETS.index(name) + 1]
    STAMP.write_text(json.dumps({each: digest(each) for each in contained}, indent=2), encoding="utf-8")


def prepare(name: str) -> None:
    """Have .venv with exactly the pinned and hashed packages of one set; a second time costs nothing."""
    if not is_venv_usable():
        make_venv()
    if is_installed(name):
        return
    say(
        f"Installing the pinned packages of requirements/{name} (the first time: about a minute)",
        f"កំពុងដំឡើងកញ្ចប់កម្មវិធីនៃ requirements/{name} (លើកដំបូង ប្រហែលមួយនាទី)",
    )
    if installer() is None:  # made by a uv that is gone
        make_venv()
    command = [*(installer() or []), "--require-hashes", "-r", ROOT / "requirements" / name]
    if not run(command, stdin=subprocess.DEVNULL):
        raise Stop(
            "Installing the packages failed; the lines above say why (no network, or not the pinned file).",
            "ការដំឡើងកញ្ចប់កម្មវិធីមិនបានជោគជ័យទេ។ សូមមើលមូលហេតុនៅជួរខាងលើ។",
        )
    write_stamp(name)


def serving_set() -> str:
    """The set a server needs: with the drivers only when PostgreSQL or Redis is asked for."""
    jobs = os.environ.get("FORUM_JOBS") or "sqlite"
    wants_drivers = os.environ.get("FORUM_DATABASE_URL") or jobs not in ("sqlite", "inline")
    return "server.txt" if wants_drivers else "base.txt"


def forum(*arguments: str) -> "list[str | Path]":
    """The command line of one of the application's own commands."""
    return [venv_python(), "-m", "forum_app", *arguments]


def compile_catalogues() -> None:
    """Compile translations/*.po where the compiled file is missing or older."""
    catalogues = sorted((ROOT / "translations").glob("*/LC_MESSAGES/*.po"))
    if all(is_fresh(path.with_suffix(".mo"), path) for path in catalogues):
        return
    say("Compiling the language catalogues", "កំពុងរៀបចំឯកសារភាសា")
    if not run(forum("translations", "compile")):
        raise Stop("The language catalogues could not be compiled.", "មិនអាចរៀបចំឯកសារភាសាបានទេ។")


def is_fresh(made: Path, source: Path) -> bool:
    """True when `made` exists and is not older than what it is made from."""
    return made.exists() and made.stat().st_mtime_ns >= source.stat().st_mtime_ns


def migrate() -> None:
    """Create the database or bring it to the newest version."""
    say("Bringing the database up to date", "កំពុងធ្វើបច្ចុប្បន្នភាពមូលដ្ឋានទិន្នន័យ")
    if not run(forum("db", "upgrade")):
        raise Stop(
            "The database could not be brought up to date; nothing was started.",
            "មិនអាចធ្វើបច្ចុប្បន្នភាពមូលដ្ឋានទិន្នន័យបានទេ។ កម្មវិធីមិនបានចាប់ផ្តើមឡើយ។",
        )


def load_sample(data: Path) -> None:
    """Fill an empty demonstration once.

    The mark in the data folder keeps a sample that a person has removed from coming back at the next start.
    """
    mark = data / SAMPLE_MARK
    if mark.exists():
        return
    say("Loading the sample forum", "កំពុងបញ្ចូលវេទិកាគំរូ")
    if not run(forum("demo", "load")):
        raise Stop("The sample forum could not be loaded.", "មិនអាចបញ្ចូលវេទិកាគំរូបានទេ។")
    mark.touch()


def refuse_busy_port(host: str, port: int) -> None:
    """Stop with a sentence, before any work, when something already listens there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name == "posix":  # a port left a moment ago is free; Windows means something else by it
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Stop(
                f"Port {port} on {host} cannot be used ({error.strerror}). Is the forum already running? "
                f"Otherwise choose another: --port {port + 1}",
                f"មិនអាចប្រើច្រក {port} បានទេ ប្រហែលជាកម្មវិធីកំពុងដំណើរការរួចហើយ។ អាចប្រើច្រកផ្សេង៖ --port {port + 1}",
            ) from None


def become(command: "list[str | Path]") -> int:
    """Hand this process over to the command, so that signals reach it, or wait for it on Windows."""
    words = [str(word) for word in command]
    sys.stdout.flush()
    if os.name == "posix":
        os.chdir(ROOT)
        os.execv(words[0], words)  # noqa: S606 - our own interpreter, no shell
    try:
        return subprocess.run(words, cwd=ROOT, check=False).returncode
    except KeyboardInterrupt:
        return 130


def set_environment(options: argparse.Namespace, mode: str) -> Path:
    """Tell the application its mode, port and data folder; answers the data folder."""
    default = ROOT / "data" / ("live" if mode == "serve" else "demo")
    data = Path(options.data or os.environ.get("FORUM_DATA") or default).expanduser().resolve()
    data.mkdir(parents=True, exist_ok=True)
    os.environ.update(FORUM_MODE=mode, FORUM_DATA=str(data), FORUM_PORT=str(options.port))
    return data


def prepare_tests() -> None:
    """Everything that tests, checks and measurements need, away from the data of a demonstration."""
    prepare("test.txt")
    os.environ.update(FORUM_MODE="test", FORUM_DATA=str(ROOT / "data" / "test"))
    compile_catalogues()


def demo(options: argparse.Namespace) -> int:
    """A demonstration on this machine only."""
    host = "127.0.0.1"
    refuse_busy_port(host, options.port)
    prepare(serving_set())
    data = set_environment(options, "demo")
    compile_catalogues()
    migrate()
    load_sample(data)
    address = f"http://{host}:{options.port}/"
    say(f"Open {address} (Ctrl+C stops)", f"សូមបើក {address} (ចុច Ctrl+C ដើម្បីបញ្ឈប់)")
    return become(forum("serve-demo", "--port", str(options.port)))


def serve(options: argparse.Namespace) -> int:
    """The real server, behind the address that people type."""
    origin = (options.origin or os.environ.get("FORUM_ORIGIN", "")).rstrip("/")
    if not origin.startswith(("http://", "https://")):
        raise Stop(
            "A real server needs the address that people type: run.py serve --origin https://forum.example.org",
            "ម៉ាស៊ីនមេត្រូវការអាសយដ្ឋានដែលអ្នកប្រើវាយបញ្ចូល៖ run.py serve --origin https://forum.example.org",
        )
    refuse_busy_port(options.host, options.port)
    prepare(serving_set())
    set_environment(options, "serve")
    os.environ["FORUM_ORIGIN"] = origin
    compile_catalogues()
    migrate()
    place = f"{options.host}:{options.port}"
    say(f"Serving {origin} on {place} (Ctrl+C stops)", f"សូមបើក {origin} (ចុច Ctrl+C ដើម្បីបញ្ឈប់)")
    return become(forum("serve", "--host", options.host, "--port", str(options.port)))


def test(options: argparse.Namespace) -> int:
    """The whole suite, or what the arguments after `test` choose."""
    prepare_tests()
    return become([venv_python(), "-m", "pytest", *options.rest])


def check(_options: argparse.Namespace) -> int:
    """Every check that needs no running server; all of them run, and the first line of a failure names it."""
    prepare_tests()
    python = venv_python()
    lint_imports = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    checks: dict[str, list[str | Path]] = {
        "ruff check": [python, "-m", "ruff", "check", "."],
        "ruff format": [python, "-m", "ruff", "format", "--check", "."],
        "mypy": [python, "-m", "mypy"],
        "import contracts": [python, "-c", lint_imports],
        "djlint": [python, "-m", "djlint", "forum_app", "--lint", "--quiet"],
        "catalogues": forum("translations", "check"),
        "templates": [python, ROOT / ".ci" / "compile_templates.py"],
        "vendored files": [python, ROOT / ".ci" / "vendor.py", "--check"],
    }
    failed = []
    for name, command in checks.items():
        print(f"== {name}", flush=True)
        if not run(command):
            failed.append(name)
    print(f"== {'failed: ' + ', '.join(failed) if failed else 'all checks passed'}", flush=True)
    return 1 if failed else 0


def bench(options: argparse.Namespace) -> int:
    """Measurements, each with the bare Flask reference of the same run."""
    prepare_tests()
    return become([venv_python(), "-m", "tests.bench", *options.rest])


def parse(arguments: "list[str]") -> argparse.Namespace:
    """The command line; what follows `test` and `bench` is handed on unread."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog="run.py", description=__doc__, formatter_class=raw)
    parser.add_argument("command", nargs="?", choices=list(COMMANDS), default="demo")
    parser.add_argument("--port", type=int, default=int(os.environ.get("FORUM_PORT") or 8000))
    parser.add_argument("--data", default="")
    parser.add_argument("--host", default=os.environ.get("FORUM_HOST") or "127.0.0.1")
    parser.add_argument("--origin", default="")
    for command in ("test", "bench"):
        if arguments[:1] == [command]:
            return argparse.Namespace(command=command, rest=arguments[1:])
    return parser.parse_args(arguments)


COMMANDS = {"demo": demo, "serve": serve, "test": test, "check": check, "bench": bench}


def main(arguments: "list[str]") -> int:
    """Do what the command line asks; a stop ends with its sentence in both languages and status 1."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a Windows console may not know Khmer otherwise
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        leave_old_python(arguments)
        options = parse(arguments)
        return COMMANDS[options.command](options)
    except Stop as stop:
        print(f"\n{stop}\n{stop.khmer}", file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
