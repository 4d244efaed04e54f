"""What works across features: the content of the course, and what translators send back."""

from forum_app.overview.services.content import bring, bring_back, check_content, load_content
from forum_app.overview.services.translating import (
    corrections_into_files,
    take_back,
    take_over,
    workbook_into_files,
)

__all__ = [
    "bring",
    "bring_back",
    "check_content",
    "corrections_into_files",
    "load_content",
    "take_back",
    "take_over",
    "workbook_into_files",
]
