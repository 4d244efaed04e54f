"""What a photo of the exhibit form may be."""

from forum_app.assessments.rules.refusals import PhotoTooLarge, TooManyPhotos

MOST_MEGABYTES = 6
MOST_PHOTOS = 3
LONGEST_SIDE = 1600
"""What a phone makes of a picture before it sends it, in pixels: a form of A4 stays legible."""


def require_photo_size(size_bytes: int) -> None:
    """Raises PhotoTooLarge."""
    if size_bytes > MOST_MEGABYTES * 1_000_000:
        raise PhotoTooLarge(most=MOST_MEGABYTES)


def require_room(count: int) -> None:
    """Raises TooManyPhotos."""
    if count >= MOST_PHOTOS:
        raise TooManyPhotos(most=MOST_PHOTOS)
