"""The life of a question: written, read by a lawyer, read in the other language, approved, retired."""

from collections.abc import Collection
from uuid import UUID

from forum_app.kernel.refusal import N_

STATUS_NAMES: dict[str, str] = {
    "draft": N_("Draft"),
    "legal_check": N_("Legal check"),
    "language_check": N_("Language check"),
    "approved": N_("Approved"),
    "retired": N_("Retired"),
}
USE_NAMES: dict[str, str] = {
    "quiz": N_("Quizzes of sessions"),
    "prepost": N_("Before the course and final check"),
}
ORIGIN_NAMES: dict[str, str] = {
    "course": N_("From the course"),
    "own": N_("Written here"),
}
EVENT_NAMES: dict[str, str] = {
    "written": N_("Written"),
    "changed": N_("Changed"),
    "sent": N_("Sent to be checked"),
    "legal_checked": N_("Read for the law"),
    "language_checked": N_("Read in both languages"),
    "returned": N_("Sent back"),
    "approved": N_("Approved"),
    "retired": N_("Retired"),
}
"""What happens to a question, as its history says it."""
BEING_CHECKED = frozenset({"legal_check", "language_check"})
BEING_WRITTEN = BEING_CHECKED | {"draft"}
"""Nobody was asked it yet, so it is changed in place."""
WRITING = frozenset({"written", "changed"})
"""Events that make somebody an author of a version."""


def may_check(reader: UUID | None, authors: Collection[UUID], *, override: str = "") -> bool:
    """Two people: whoever wrote or changed a version does not let it pass, unless an organiser says why."""
    return reader not in authors or bool(override.strip())
