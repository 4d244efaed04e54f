"""Passwords of the sample's accounts: random per data folder, kept beside the database, never in it."""

import json
import os
import secrets
from pathlib import Path

FILE = "demo-accounts.json"


def password_for(folder: Path, key: str) -> str:
    """The password of one sample account, made when it is first asked for."""
    known = load(folder)
    if key not in known:
        known[key] = "-".join(secrets.token_hex(2) for _ in range(4))
        _save(folder, known)
    return known[key]


def load(folder: Path) -> dict[str, str]:
    """All of them, by key."""
    path = folder / FILE
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


def _save(folder: Path, known: dict[str, str]) -> None:
    partial = folder / f"{FILE}.partial"
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(known, file, indent=1)
    partial.replace(folder / FILE)


def forget(folder: Path) -> None:
    """The sample is gone, and so are its passwords."""
    (folder / FILE).unlink(missing_ok=True)
