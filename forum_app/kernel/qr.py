"""QR codes as SVG, for screens (a data: address) and for documents."""

import io

import segno
from flask import current_app


def svg(text: str, *, border: int = 4) -> str:
    """The QR code of a text, error correction M, as one SVG path without size (typst and browsers scale it)."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=border, xmldecl=False, omitsize=True)
    return out.getvalue().decode()


def data_uri(text: str) -> str:
    """The same for an <img>."""
    return str(segno.make(text, error="m", micro=False).svg_data_uri(border=4, omitsize=True))


def address(path: str) -> str:
    """The full address of a local path, as people outside this machine must open it."""
    origin: str = current_app.config["FORUM"].origin
    return origin + path
