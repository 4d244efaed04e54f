"""Files that a browser saves: always an attachment, with a name that may be Khmer, and resumable when stored."""

from urllib.parse import quote

from flask import Response, make_response, request
from werkzeug.http import quote_etag

from forum_app.kernel import files
from forum_app.kernel.files import StoredFile

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
CSP = "sandbox; default-src 'none'; frame-ancestors 'none'"
"""A file that a browser shows after all may run nothing and belongs to no site."""


def download(content: bytes, *, name: str, content_type: str, inline: bool = False) -> Response:
    """The bytes as a file. `inline` lets the browser show a PDF of our own making instead of saving it."""
    return _as_file(make_response(content), name=name, content_type=content_type, inline=inline)


def download_stored(file: StoredFile, *, name: str = "") -> Response:
    """A stored file, whole or the part that is asked for, so that a broken download goes on where it stopped.

    RFC 9110: 206 with Content-Range, 416 for a part beyond the end, 304 when the browser has it, and the whole
    file when `If-Range` names another content. Several parts at once are answered with the whole file, which
    the RFC allows (14.2). Raises FileGone.
    """
    start, length, status = _wanted_part(file)
    body = iter(()) if status in (304, 416) else files.pieces(file, start=start, length=length)
    response = _as_file(Response(body, status), name=name or file.download_name, content_type=file.content_type)
    response.set_etag(file.sha256)
    response.headers["Accept-Ranges"] = "bytes"
    if status == 206:
        response.headers["Content-Range"] = f"bytes {start}-{start + length - 1}/{file.size_bytes}"
    if status == 416:
        response.headers["Content-Range"] = f"bytes */{file.size_bytes}"
    response.content_length = 0 if status == 416 else length
    if status == 304:
        del response.headers["Content-Length"]
    return response


def asks_for_a_part() -> bool:
    """True for a download that goes on where it stopped."""
    return request.range is not None


def _wanted_part(file: StoredFile) -> tuple[int, int, int]:
    """First byte, number of bytes and status of the answer."""
    size = file.size_bytes
    if request.if_none_match.contains_weak(file.sha256):
        return 0, size, 304
    wanted = request.range
    is_other = request.headers.get("If-Range", quote_etag(file.sha256)) != quote_etag(file.sha256)
    if wanted is None or is_other or wanted.units != "bytes" or len(wanted.ranges) != 1:
        return 0, size, 200
    part = wanted.range_for_length(size)
    if part is None:
        return 0, 0, 416
    return part[0], part[1] - part[0], 206


def _as_file(response: Response, *, name: str, content_type: str, inline: bool = False) -> Response:
    """The name goes out twice, plain ASCII and RFC 6266 `filename*`, so that Khmer names arrive whole."""
    plain = "".join(one for one in name if " " <= one <= "~" and one not in '"\\').strip()
    ascii_name = f"file{plain}" if plain.startswith(".") or not plain else plain
    kind = "inline" if inline else "attachment"
    response.headers["Content-Type"] = content_type
    whole_name = quote(name, safe="")
    response.headers["Content-Disposition"] = f"{kind}; filename=\"{ascii_name}\"; filename*=UTF-8''{whole_name}"
    response.headers["Content-Security-Policy"] = CSP
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
