"""A list from Excel: pasted or uploaded, looked at row by row, then saved as a whole or forgotten."""

from typing import Any

from flask import Response, flash, url_for
from flask_babel import gettext, ngettext

from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.spreadsheet import limits, reader
from forum_app.kernel.web.answers import answer
from forum_app.kernel.web.downloads import XLSX, download
from forum_app.registration import exports, forms, policy, queries, services
from forum_app.registration.imports import columns, review
from forum_app.registration.models import ImportBatch
from forum_app.registration.views.blueprint import blueprint
from forum_app.registration.views.sentences import say


@blueprint.route("/forums/<forum_code>/people/import", methods=["GET", "POST"])
@allow(policy.may_manage, forum=Forum)
def import_list(forum: Forum) -> Response:
    """Paste rows or choose a file; the next page shows what they would do."""
    form = forms.ListForm()
    if form.validate_on_submit():
        try:
            rows, source = _read(form)
            batch = services.start_import(forum, rows, source_name=source, actor=current_actor(), at=clock.now())
        except Refusal as refusal:
            form.refuse(refusal, form.file if form.file.data else form.pasted)
        else:
            return answer(to=_review(forum, batch))
    batches = queries.list_batches(forum)
    return answer(page="registration/import_list.html", status=form.status, form=form, batches=batches)


def _read(form: forms.ListForm) -> tuple[list[limits.Row], str]:
    upload = form.file.data
    if upload:
        name = str(upload.filename or "")
        return reader.read_file(upload.read(limits.MAX_BYTES + 1), name), name
    return reader.read_text(form.pasted.data or ""), ""


def _review(forum: Forum, batch: ImportBatch) -> str:
    return url_for("registration.import_review", forum_code=forum.code, batch_id=batch.id)


@blueprint.get("/forums/<forum_code>/people/import/sample")
@allow(policy.may_manage, forum=Forum)
def import_sample(forum: Forum) -> Response:
    """A workbook with our columns in both languages and three invented people."""
    return download(exports.sample_list(), name="participants-sample.xlsx", content_type=XLSX)


@blueprint.route("/forums/<forum_code>/people/import/<uuid:batch_id>", methods=["GET", "POST"])
@allow(policy.may_manage_list, forum=Forum, batch=ImportBatch)
def import_review(forum: Forum, batch: ImportBatch) -> Response:
    """What every row will do; nothing is saved before it is confirmed."""
    if batch.state != "draft":
        brought = queries.list_of_batch(batch)
        return answer(
            page="registration/import_done.html",
            batch=batch,
            brought=brought,
            verdicts=review.VERDICT_NAMES,
            form=forms.ReasonForm(formdata=None),
        )
    form = forms.ConfirmListForm(approve="yes", create_units=True)
    if form.validate_on_submit():
        try:
            return _confirmed(forum, batch, form)
        except Refusal as refusal:
            form.refuse(refusal)
    return _show(forum, batch, form)


def _confirmed(forum: Forum, batch: ImportBatch, form: forms.ConfirmListForm) -> Response:
    shown = services.confirm_import(
        batch,
        approve=form.approve.data == "yes",
        create_units=form.create_units.data,
        leave_out=form.leave_out.data,
        actor=current_actor(),
        at=clock.now(),
    )
    if shown is not batch:
        flash(gettext("The other rows are saved. These rows still have an error."), "saved")
    return answer(to=_review(forum, shown))


def _show(forum: Forum, batch: ImportBatch, form: forms.ConfirmListForm) -> Response:
    judged = review.review(forum, batch.rows, this_year=clock.local_day(clock.now()).year)
    missing = [column for column in columns.EXPECTED if column not in batch.columns]
    context: dict[str, Any] = {
        "judged": judged,
        "verdicts": review.VERDICT_NAMES,
        "missing": str(columns.Names(missing)) if missing else "",
        "pasted": columns.as_pasted(batch.columns, batch.rows),
        "say": say,
    }
    return answer(page="registration/import_review.html", status=form.status, form=form, batch=batch, **context)


@blueprint.post("/forums/<forum_code>/people/import/<uuid:batch_id>/correct")
@allow(policy.may_manage_list, forum=Forum, batch=ImportBatch)
def import_correct(forum: Forum, batch: ImportBatch) -> Response:
    """The list as corrected on the review page takes the place of the one that was read."""
    form = forms.ListForm()
    try:
        rows = reader.read_text(form.pasted.data or "")
        corrected = services.replace_import(batch, rows, actor=current_actor(), at=clock.now())
    except Refusal as refusal:
        form.refuse(refusal, form.pasted)
        return answer(page="registration/import_list.html", status=422, form=form, batches=[])
    return answer(to=_review(forum, corrected))


@blueprint.post("/forums/<forum_code>/people/import/<uuid:batch_id>/discard")
@allow(policy.may_manage_list, forum=Forum, batch=ImportBatch)
def import_discard(forum: Forum, batch: ImportBatch) -> Response:
    """Forget the list."""
    services.discard_import(batch, actor=current_actor())
    flash(gettext("The list is discarded. Nothing was saved."), "saved")
    return answer(to=url_for("registration.import_list", forum_code=forum.code))


@blueprint.post("/forums/<forum_code>/people/import/<uuid:batch_id>/undo")
@allow(policy.may_manage_list, forum=Forum, batch=ImportBatch)
def import_undo(forum: Forum, batch: ImportBatch) -> Response:
    """Cancel everybody whom a saved list brought."""
    reason = forms.ReasonForm().reason.data or ""
    done = services.undo_import(batch, reason=reason, actor=current_actor(), at=clock.now())
    flash(ngettext("%(num)s person is cancelled.", "%(num)s people are cancelled.", done), "saved")
    return answer(to=url_for("registration.people", forum_code=forum.code))
