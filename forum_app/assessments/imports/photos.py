"""A photo of the exhibit form without anything but the picture: no place, no time, no camera."""

import base64
import binascii
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from forum_app.assessments import rules
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.safe_files import jpeg, png

JPEG, PNG = "image/jpeg", "image/png"
JPEG_START = b"\xff\xd8\xff"


def without_metadata(content: bytes) -> tuple[bytes, str]:
    """The picture alone, and its content type. Raises NoPhoto, PhotoTooLarge."""
    rules.require_photo_size(len(content))
    try:
        if content.startswith(png.SIGNATURE):
            return png.clean(content, name="")[0], PNG
        if content.startswith(JPEG_START):
            return jpeg.clean(content, name="")[0], JPEG
    except Refusal as refusal:
        raise rules.NoPhoto from refusal
    raise rules.NoPhoto


def read_photos(body: Any) -> list[tuple[UUID, bytes]]:
    """Photos as a phone's queue sends them: `{"operations": [{"op": id, "content": Base64}]}`. Raises Tampered."""
    try:
        return [(UUID(one["op"]), base64.b64decode(one["content"], validate=True)) for one in _entries(body)]
    except (KeyError, TypeError, ValueError, AttributeError, binascii.Error) as error:
        raise rules.Tampered from error


def _entries(body: Any) -> list[Any]:
    entries = body.get("operations") if isinstance(body, Mapping) else None
    if not isinstance(entries, list) or len(entries) > rules.MOST_PHOTOS:
        raise ValueError
    return entries
