"""Settings: read once from the environment, then frozen.

A real server writes down in its data folder how it was started, so that `flask backup` needs only the folder.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

MODES = ("demo", "serve", "test")
INSTALLATION_FILE = "installation.json"


class SettingsRefused(SystemExit):
    """The installation may not start like this; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an installation decides.

    `origin` is the address people type, e.g. `https://forum.example.org`; it decides the cookies.
    """

    data_folder: Path
    mode: str = "demo"
    database_url: str = ""
    origin: str = "http://127.0.0.1:8000"
    jobs: str = "sqlite"
    log_level: str = "INFO"

    @property
    def is_secure(self) -> bool:
        """True when people reach us by https, so that cookies may demand it."""
        return self.origin.startswith("https://")

    @property
    def host(self) -> str:
        """The host (with port) of the origin."""
        return urlsplit(self.origin).netloc

    @property
    def is_demo(self) -> bool:
        return self.mode == "demo"

    @property
    def sqlite_path(self) -> Path:
        return self.data_folder / "forum.sqlite3"

    @property
    def url(self) -> str:
        """The SQLAlchemy address of the database."""
        return self.database_url or f"sqlite:///{self.sqlite_path}"


def load() -> Settings:
    """Settings from the environment (`FORUM_*`, listed in docs/operating.md), then from what the data folder remembers.

    Raises SettingsRefused when the mode is unknown or a real server has no usable origin.
    """
    said = os.environ.get("FORUM_MODE", "")
    folder = Path(os.environ.get("FORUM_DATA") or Path("data") / ("live" if said == "serve" else "demo")).resolve()
    remembered = _remembered(folder)
    mode = said or remembered.get("mode", "demo")
    if mode not in MODES:
        raise SettingsRefused(f"FORUM_MODE must be one of {', '.join(MODES)}, not {mode!r}.")
    port = os.environ.get("FORUM_PORT", "8000")
    origin = (os.environ.get("FORUM_ORIGIN") or (remembered.get("origin", "") if mode == "serve" else "")).rstrip("/")
    if mode == "serve" and urlsplit(origin).scheme not in ("http", "https"):
        raise SettingsRefused("A real server needs its address: run.py serve --origin https://...")
    return Settings(
        data_folder=folder,
        mode=mode,
        database_url=os.environ.get("FORUM_DATABASE_URL", ""),
        origin=origin or f"http://127.0.0.1:{port}",
        jobs=os.environ.get("FORUM_JOBS", "sqlite"),
        log_level=os.environ.get("FORUM_LOG_LEVEL", "INFO"),
    )


def remember(settings: Settings) -> None:
    """Write down how a real server was started. A demonstration leaves nothing: its folder may become a real one."""
    if settings.mode != "serve":
        return
    target = settings.data_folder / INSTALLATION_FILE
    partial = target.with_suffix(".partial")
    partial.write_text(json.dumps({"mode": settings.mode, "origin": settings.origin}), encoding="utf-8")
    partial.replace(target)


def _remembered(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / INSTALLATION_FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise SettingsRefused(f"{folder / INSTALLATION_FILE} cannot be read: remove it and start again.") from error
    return found if isinstance(found, dict) else {}
