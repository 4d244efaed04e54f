"""Files that a browser saves: always an attachment, with a name that may be Khmer."""

from urllib.parse import quote

from flask import Response, make_response

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"


def download(content: bytes, *, name: str, content_type: str, inline: bool = False) -> Response:
    """The bytes as a file. `inline` lets the browser show a PDF of our own making instead of saving it.

    The name goes out twice, plain ASCII and RFC 6266 `filename*`, so that Khmer names arrive whole.
    """
    response = make_response(content)
    ascii_name = name.encode("ascii", "ignore").decode().replace('"', "") or "file"
    kind = "inline" if inline else "attachment"
    response.headers["Content-Type"] = content_type
    response.headers["Content-Disposition"] = f"{kind}; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name)}"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    return response
