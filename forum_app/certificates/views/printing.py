"""Printing a pile: at once when it is small, otherwise a job whose page waits with the reader."""

from uuid import UUID

from flask import abort, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from forum_app.certificates import documents, policy, queries, services
from forum_app.certificates.rules import KINDS, NothingToPrint
from forum_app.certificates.views.blueprint import blueprint
from forum_app.forums.models import Forum
from forum_app.kernel import files as stored
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.web.answers import answer
from forum_app.kernel.web.downloads import PDF, download


@blueprint.post("/forums/<forum_code>/certificates/print")
@allow(policy.may_issue, forum=Forum)
def print_pile(forum: Forum) -> Response:
    """All prepared ones of a kind (`kind`), with `again` also those already given."""
    kind = request.form.get("kind") if request.form.get("kind") in KINDS else None
    prepared_only = "again" not in request.form
    try:
        found = services.list_to_print(forum, kind, prepared_only=prepared_only)
    except NothingToPrint as refusal:
        flash(gettext(refusal.text), "refused")
        return answer(to=url_for("certificates.register", forum_code=forum.code, kind=kind))
    if len(found) <= services.MOST_AT_ONCE:
        content = documents.certificates_pdf(found)
        return download(content, name=f"certificates-{forum.code}.pdf", content_type=PDF, inline=True)
    job = services.queue_print(forum, kind, prepared_only=prepared_only, actor=current_actor())
    return answer(to=url_for("certificates.printing", forum_code=forum.code, job_id=job.id))


@blueprint.get("/forums/<forum_code>/certificates/printing/<uuid:job_id>")
@allow(policy.may_issue, forum=Forum)
def printing(forum: Forum, job_id: UUID) -> Response:
    """How far the pile is; htmx asks again until it is done."""
    job = queries.find_print_job(forum, job_id)
    if job is None:
        abort(404)
    files = queries.list_files((job.result or {}).get("files", []))
    return answer(page="certificates/printing.html", fragment="certificates/_printing.html", job=job, files=files)


@blueprint.get("/forums/<forum_code>/certificates/printing/<uuid:job_id>/<uuid:file_id>.pdf")
@allow(policy.may_issue, forum=Forum)
def printed(forum: Forum, job_id: UUID, file_id: UUID) -> Response:
    """A file that a print job of this forum made."""
    job = queries.find_print_job(forum, job_id)
    file = queries.find_printed_file(job, file_id) if job is not None else None
    if file is None:
        abort(404)
    return download(stored.read(file), name=file.download_name, content_type=PDF, inline=True)
