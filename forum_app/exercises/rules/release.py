"""Showing results to officers, and keeping a version."""

from forum_app.exercises.rules.refusals import AlreadyReleased, AnswersClosed, NotReleased

LANGUAGES = ("km", "en", "both")
EVENTS = ("released", "taken_back", "renewed")


def require_open(*, is_released: bool) -> None:
    """Raises AnswersClosed."""
    if is_released:
        raise AnswersClosed


def require_change(*, is_released: bool, wanted: bool) -> None:
    """Raises AlreadyReleased, NotReleased."""
    if is_released and wanted:
        raise AlreadyReleased
    if not is_released and not wanted:
        raise NotReleased
