"""What can be said to people: every message is a template with named values, in both languages."""

from collections.abc import Mapping
from typing import Any

from forum_app.kernel.refusal import N_, Refusal

TEMPLATES: dict[str, str] = {
    "registration_approved": N_("You are registered for %(forum)s. It begins on %(day)s."),
    "registration_declined": N_("Your registration for %(forum)s was declined. Reason: %(reason)s"),
    "registration_cancelled": N_("Your registration for %(forum)s was cancelled. Reason: %(reason)s"),
    "registration_waiting": N_("You are on the waiting list of %(forum)s."),
    "group_assigned": N_("You are in %(group)s at %(forum)s."),
    "session_changed": N_("%(session)s now begins at %(time)s in %(room)s."),
    "session_cancelled": N_("%(session)s does not take place."),
    "material_added": N_("There is something new to read for %(session)s."),
    "quiz_open": N_("The quiz “%(quiz)s” is open."),
    "results_released": N_("The result of the quiz “%(quiz)s” can be seen."),
    "skill_signed_off": N_("%(skill)s was signed off for you."),
    "skill_resit": N_("You may show again what was not shown yet in %(skill)s."),
    "skill_appeal": N_("Your appeal about %(skill)s was answered."),
    "certificate_ready": N_("Your certificate of %(forum)s is ready."),
    "certificate_void": N_("Your certificate %(serial)s is void. Reason: %(reason)s"),
    "announcement": N_("%(text)s"),
}
"""Every sentence the platform can send, by name. A value may be a text or a km/en mapping."""


class UnknownMessage(Refusal):
    """A programming error: nobody wrote this sentence."""

    text = N_("There is no message with this name.")
    status = 500


def check_template(template: str) -> None:
    """Raises UnknownMessage."""
    if template not in TEMPLATES:
        raise UnknownMessage


def spoken(values: Mapping[str, Any], lang: str) -> dict[str, str]:
    """The values in one language: a km/en mapping becomes its side, the other stands in for an empty one."""
    other = "en" if lang == "km" else "km"
    return {
        name: str(value.get(lang) or value.get(other) or "") if isinstance(value, Mapping) else str(value)
        for name, value in values.items()
    }
