"""Keys of the data folder, encrypted columns and their blind indexes.

Keys are made once, in a file only its owner may read. They never enter the database or its backup:
a backup without the key file protects phone numbers even when it is lost.
"""

import hashlib
import hmac
import json
import os
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

KEY_FILE = "keys.json"


class KeysRefused(SystemExit):
    """Keys are missing, too short or readable by others."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The secrets of one data folder. `field` is newest first; older keys still decrypt."""

    session: str
    audit: bytes
    index: bytes
    field: tuple[str, ...]
    origin_id: str


def load_or_make(folder: Path, *, may_make: bool) -> Keys:
    """The keys of a data folder, made on the first start.

    Raises KeysRefused when they are missing although data exists, are damaged, or are readable by others.
    """
    path = folder / KEY_FILE
    if not path.exists():
        if not may_make:
            raise KeysRefused(f"{KEY_FILE} is missing from the data folder: restore it before you start.")
        _make(path)
    if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise KeysRefused(f"{KEY_FILE} is readable by others. Run: chmod 600 {path}")
    data = json.loads(path.read_text(encoding="utf-8"))
    keys = Keys(
        session=data["session"],
        audit=bytes.fromhex(data["audit"]),
        index=bytes.fromhex(data["index"]),
        field=tuple(data["field"]),
        origin_id=data["origin_id"],
    )
    if len(keys.session) < 32 or len(keys.audit) < 32 or len(keys.index) < 32 or not keys.field:
        raise KeysRefused(f"{KEY_FILE} is damaged: restore it from your copy.")
    return keys


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.parent.chmod(0o700)  # the database inside is for its owner only
    data = {
        "session": secrets.token_hex(32),
        "audit": secrets.token_hex(32),
        "index": secrets.token_hex(32),
        "field": [Fernet.generate_key().decode()],
        "origin_id": secrets.token_hex(4),
    }
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(data, file)


_keys: Keys | None = None
_cipher: MultiFernet | None = None


def use(keys: Keys) -> None:
    """Make these the keys of the process."""
    global _keys, _cipher
    _keys = keys
    _cipher = MultiFernet([Fernet(key) for key in keys.field])


def current() -> Keys:
    """The keys in use. Raises RuntimeError before `use`."""
    if _keys is None:
        raise RuntimeError("no keys loaded")
    return _keys


def encrypt(plain: str) -> str:
    """Ciphertext for a sensitive column."""
    assert _cipher is not None, "no keys loaded"
    return _cipher.encrypt(plain.encode()).decode()


def decrypt(stored: str) -> str:
    """The plain text of a sensitive column. Raises KeysRefused when no key of ours fits."""
    assert _cipher is not None, "no keys loaded"
    try:
        return _cipher.decrypt(stored.encode()).decode()
    except InvalidToken as error:
        raise KeysRefused("A sensitive field does not fit the keys of this data folder.") from error


def blind_index(value: str, *, purpose: str) -> str:
    """A keyed fingerprint that finds an encrypted value without revealing it (HMAC-SHA256)."""
    message = f"{purpose}\0{value}".encode()
    return hmac.new(current().index, message, hashlib.sha256).hexdigest()


class Encrypted(TypeDecorator[str]):
    """A text column that is ciphertext at rest and plain in Python."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return encrypt(value) if value else value

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:
        return decrypt(value) if value else value
