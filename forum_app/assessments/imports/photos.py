"""A photo of the exhibit form without anything but the picture: no place, no time, no camera."""

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
