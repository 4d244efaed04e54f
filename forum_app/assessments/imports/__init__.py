"""Foreign bytes of skill assessment: what a phone sends, and pictures."""

from forum_app.assessments.imports.photos import read_photos, without_metadata
from forum_app.assessments.imports.taps import read_batch
from forum_app.assessments.imports.works import read_work

__all__ = ["read_batch", "read_photos", "read_work", "without_metadata"]
