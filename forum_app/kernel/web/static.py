"""Static files under an address that changes with their content, so that phones keep them for ever."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise

from forum_app.kernel.places import PACKAGE
from forum_app.kernel.web.compress import compressed_copy

ROOT = PACKAGE / "static"


def content_hash(root: Path = ROOT) -> str:
    """A short fingerprint of every file below `root`."""
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(root).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def init(app: Flask) -> None:
    """Serve the static tree through WhiteNoise below `/static/<hash>/`, immutable, compressed on a server."""
    fingerprint = content_hash()
    prefix = f"static/{fingerprint}/"
    app.config["STATIC_URL"] = _address_maker(prefix)
    settings = app.config["FORUM"]
    root = ROOT
    if settings.mode != "test":
        (settings.data_folder / "static").mkdir(parents=True, exist_ok=True)
        root = compressed_copy(ROOT, settings.data_folder / "static" / fingerprint)
    served = WhiteNoise(app.wsgi_app, immutable_file_test=lambda _path, _url: True)
    served.add_files(str(root), prefix=prefix)
    app.wsgi_app = served  # type: ignore[method-assign]


def _address_maker(prefix: str) -> Callable[[str], str]:
    def static_url(name: str) -> str:
        return f"/{prefix}{name}"

    return static_url
