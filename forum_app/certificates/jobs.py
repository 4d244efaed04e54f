"""Printing a large pile after the answer. May run twice: the second run makes the same sheets again."""

from typing import Any
from uuid import UUID

from forum_app.certificates import documents, queries, services
from forum_app.certificates.models import Certificate
from forum_app.forums.models import Forum
from forum_app.kernel import clock, files, jobs
from forum_app.kernel.database import db, transaction
from forum_app.kernel.jobs import Job
from forum_app.kernel.web.downloads import PDF

PER_FILE = 100
"""Keeps one file below 10 s and 100 MB of memory (measured: 64 sheets take 2 s)."""


@jobs.handles(services.PRINT_JOB)
def print_pile(job: Job) -> dict[str, Any]:
    """One PDF, or several for more than a hundred sheets; `files` holds their ids."""
    forum = db.session.get_one(Forum, UUID(job.payload["forum_id"]))
    jobs.progress(job, 0, len(_pile(forum, job)))
    found = _pile(forum, job)
    # Rendered before anything is written: a commit would make every row be read again, one by one.
    contents = [documents.certificates_pdf(found[at : at + PER_FILE]) for at in range(0, len(found), PER_FILE)]
    total, code = len(found), forum.code
    made = []
    for number, content in enumerate(contents, 1):
        made.append(_store(content, f"certificates-{code}-{number}.pdf"))
        jobs.progress(job, min(number * PER_FILE, total), total)
    return {"files": made, "sheets": total}


def _pile(forum: Forum, job: Job) -> list[Certificate]:
    return queries.list_printable(forum, kind=job.payload["kind"], prepared_only=job.payload["prepared_only"])


def _store(content: bytes, name: str) -> str:
    with transaction():
        expires_at = clock.wall() + services.KEPT
        file = files.store(content, download_name=name, content_type=PDF, expires_at=expires_at)
        return str(file.id)
