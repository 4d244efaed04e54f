"""Until when an officer may ask for a second look."""

from datetime import datetime, timedelta

from forum_app.assessments.rules.refusals import AppealEmpty, AppealTooLate

DECISIONS = ("kept", "reopened", "resit")


def appeal_until(released_at: datetime, appeal_days: int) -> datetime:
    """The last moment."""
    return released_at + timedelta(days=appeal_days)


def require_appeal(text: str, *, released_at: datetime, appeal_days: int, at: datetime) -> str:
    """The tidied text. Raises AppealEmpty, AppealTooLate."""
    if not text.strip():
        raise AppealEmpty
    until = appeal_until(released_at, appeal_days)
    if at > until:
        raise AppealTooLate(day=f"{until:%d/%m/%Y}")
    return text.strip()
