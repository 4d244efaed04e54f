"""Foreign bytes of skill assessment: what a phone sends, and pictures."""

from forum_app.assessments.imports.photos import read_photos, without_metadata
from forum_app.assessments.imports.taps import read_batch

__all__ = ["read_batch", "read_photos", "without_metadata"]
