"""Fewer bytes over hotel wifi: pages are gzipped as they leave, static files once per installation.

Own code for the pages, because gzip is all a phone needs and the usual extension brings two compilers'
worth of wheels; the static files go through WhiteNoise's own compressor.
"""

import gzip
import shutil
from pathlib import Path

from flask import Flask, Response, request
from whitenoise.compress import Compressor

TYPES = frozenset({"text/html", "application/json", "text/css", "image/svg+xml"})
LEAST_BYTES = 500


def init(app: Flask) -> None:
    """Compress what the views answer."""
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    """Only whole answers of our own making: never files, streams, or what is compressed already."""
    if response.mimetype not in TYPES or response.is_streamed or "Content-Encoding" in response.headers:
        return response
    response.vary.add("Accept-Encoding")
    body = response.get_data()
    if len(body) < LEAST_BYTES or "gzip" not in request.headers.get("Accept-Encoding", ""):
        return response
    response.set_data(gzip.compress(body, 6, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    return response


def compressed_copy(root: Path, target: Path) -> Path:
    """A copy of the static tree with `.gz` siblings, made once for each content hash. Returns it."""
    if target.exists():
        return target
    partial = target.with_suffix(".partial")
    shutil.rmtree(partial, ignore_errors=True)
    shutil.copytree(root, partial)
    compressor = Compressor(use_brotli=False, quiet=True)
    for path in sorted(partial.rglob("*")):
        if path.is_file() and compressor.should_compress(path.name):
            compressor.compress(str(path))
    for older in target.parent.glob("*"):
        if older != partial:
            shutil.rmtree(older, ignore_errors=True)
    partial.replace(target)
    return target
