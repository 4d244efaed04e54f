"""The blueprint of materials."""

from typing import Any

from flask import Blueprint, request

from forum_app.materials import rules

blueprint = Blueprint("materials", "forum_app.materials")
UPLOADS = frozenset({"materials.add", "materials.replace"})
MOST_REQUEST = (2 * rules.MOST_FILE_MB + 1) * rules.MEGABYTE
"""Two files of the largest kind and a form around them; every other page takes less."""


@blueprint.url_value_preprocessor
def allow_large_files(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Before anything reads the form: the limit of the other pages would cut two large files."""
    if endpoint in UPLOADS:
        request.max_content_length = MOST_REQUEST
