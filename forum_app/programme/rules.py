"""Kinds of session and what a timetable may not do."""

from datetime import datetime

from forum_app.kernel.refusal import N_, Refusal

# The thirteen kinds of the reference forum, and discussion.
KIND_NAMES: dict[str, str] = {
    "registration": N_("Check-in"),
    "ceremony": N_("Ceremony"),
    "keynote": N_("Keynote"),
    "presentation": N_("Presentation"),
    "demonstration": N_("Demonstration"),
    "workshop": N_("Workshop"),
    "role_play": N_("Role-play"),
    "panel": N_("Panel"),
    "discussion": N_("Discussion"),
    "quiz": N_("Quiz"),
    "assessment": N_("Skill assessment"),
    "break": N_("Break"),
    "wrap_up": N_("Wrap-up"),
    "feedback": N_("Feedback"),
}
COUNTED_KINDS = frozenset(
    {"keynote", "presentation", "demonstration", "workshop", "role_play", "panel", "discussion", "quiz", "assessment"}
)
"""Kinds whose minutes count towards a certificate unless the organiser says otherwise."""

LANGUAGE_NAMES: dict[str, str] = {"km": N_("Khmer"), "en": N_("English"), "both": N_("Khmer and English")}


class EndsBeforeItBegins(Refusal):
    text = N_("The session ends before it begins.")
    status = 422


class OutsideTheForum(Refusal):
    text = N_("The day %(day)s is not a day of this forum.")
    status = 422


class RoomTaken(Refusal):
    text = N_("The room is taken from %(start)s to %(end)s by %(title)s.")
    status = 422


class CodeTaken(Refusal):
    text = N_("Another session already has the code %(code)s.")
    status = 422


class StillUsed(Refusal):
    text = N_("The session has %(what)s. Cancel it instead of removing it.")


def minutes_between(starts_at: datetime, ends_at: datetime) -> int:
    """Whole minutes of a session."""
    return int((ends_at - starts_at).total_seconds() // 60)


def overlaps(start: datetime, end: datetime, other_start: datetime, other_end: datetime) -> bool:
    """True when two half-open intervals share at least a moment."""
    return start < other_end and other_start < end


def require_order(starts_at: datetime, ends_at: datetime) -> None:
    """Raises EndsBeforeItBegins unless the session has a positive length."""
    if ends_at <= starts_at:
        raise EndsBeforeItBegins
