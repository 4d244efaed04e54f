"""Printing a pile: small ones at once, large ones by a job whose row cannot be lost."""

from datetime import timedelta

from forum_app.certificates import queries, rules
from forum_app.certificates.models import Certificate
from forum_app.forums.models import Forum
from forum_app.kernel import audit, jobs
from forum_app.kernel.audit import HasId
from forum_app.kernel.database import transaction
from forum_app.kernel.jobs import Job

PRINT_JOB = "certificates.print"
MOST_AT_ONCE = 20
KEPT = timedelta(days=1)
"""A printed pile holds names, so its file goes after a day; it can be made again at any time."""


def list_to_print(forum: Forum, kind: str | None, *, prepared_only: bool) -> list[Certificate]:
    """What will be printed, in protocol order. Raises NothingToPrint."""
    found = queries.list_printable(forum, kind=kind, prepared_only=prepared_only)
    if not found:
        raise rules.NothingToPrint
    return found


def queue_print(forum: Forum, kind: str | None, *, prepared_only: bool, actor: HasId) -> Job:
    """Ask for the pile as a file; the page that waits reads the job's row."""
    with transaction():
        payload = {"forum_id": str(forum.id), "kind": kind, "prepared_only": prepared_only}
        job = jobs.queue(PRINT_JOB, payload, owner=actor)
        audit.record("certificates.print", forum, actor=actor, kind=kind or "all")
    return job
