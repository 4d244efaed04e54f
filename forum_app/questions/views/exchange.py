"""Questions in from a file or pasted, looked at first; the bank out as a file."""

from typing import Any

from flask import Response, flash, request, url_for
from flask_babel import gettext, ngettext

from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.i18n import sentence
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.web.answers import answer
from forum_app.kernel.web.downloads import XLSX, download
from forum_app.questions import policy, queries, rules, services
from forum_app.questions.exports.gift import questions_gift
from forum_app.questions.exports.moodle_xml import questions_xml
from forum_app.questions.exports.sheet import questions_sheet, template
from forum_app.questions.forms import ConfirmForm, ExchangeForm, ExportForm
from forum_app.questions.imports import found
from forum_app.questions.imports.review import VERDICT_NAMES, Review
from forum_app.questions.models import QuestionImport
from forum_app.questions.views.blueprint import blueprint

SHOWN = 300
"""Questions of a file that the page shows; errors and losses come first."""
IMPORT = "/forums/<forum_code>/bank/files/<uuid:question_import_id>"


@blueprint.route("/forums/<forum_code>/bank/files", methods=["GET", "POST"])
@allow(policy.may_keep_bank, forum=Forum)
def exchange(forum: Forum) -> Response:
    """Choose a file or paste; the next page shows what it would do."""
    form = ExchangeForm()
    if form.validate_on_submit():
        try:
            return answer(to=_review_url(forum, _start(form)))
        except Refusal as refusal:
            form.refuse(refusal, form.file if form.file.data else form.pasted)
    return answer(
        page="questions/exchange.html",
        status=form.status,
        form=form,
        out=ExportForm(request.args),
        imports=queries.list_imports(),
    )


def _start(form: ExchangeForm) -> QuestionImport:
    upload = form.file.data
    name = str(upload.filename or "") if upload else ""
    content = upload.read(found.MOST_BYTES + 1) if upload else (form.pasted.data or "").encode()
    batch, _seen = services.start_import(
        content,
        source_name=name or ("?" if upload else ""),
        module=form.module.data,
        actor=current_actor(),
        at=clock.now(),
    )
    return batch


def _review_url(forum: Forum, batch: QuestionImport) -> str:
    return url_for("questions.import_review", forum_code=forum.code, question_import_id=batch.id)


@blueprint.get("/forums/<forum_code>/bank/files/template")
@allow(policy.may_keep_bank, forum=Forum)
def template_file(forum: Forum) -> Response:
    """A workbook with our columns in both languages and three questions to be overwritten."""
    return download(template(gettext("Question bank")), name="questions-template.xlsx", content_type=XLSX)


@blueprint.route(IMPORT, methods=["GET", "POST"])
@allow(policy.may_keep_bank, question_import=QuestionImport, forum=Forum)
def import_review(forum: Forum, question_import: QuestionImport) -> Response:
    """What a file would do, question by question; nothing is saved before it is confirmed."""
    if question_import.state != "draft":
        return answer(page="questions/exchange_done.html", batch=question_import)
    form = ConfirmForm()
    if form.validate_on_submit():
        try:
            services.confirm_import(
                question_import, leave_out=form.leave_out.data, actor=current_actor(), at=clock.now()
            )
            return answer(to=_review_url(forum, question_import))
        except Refusal as refusal:
            form.refuse(refusal)
    return answer(
        page="questions/exchange_review.html",
        status=form.status,
        form=form,
        batch=question_import,
        **_shown(services.review_import(question_import)),
    )


def _shown(review: Review) -> dict[str, Any]:
    ordered = review.to_look_at_first
    return {
        "review": review,
        "shown": ordered[:SHOWN],
        "more": max(0, len(ordered) - SHOWN),
        "verdicts": VERDICT_NAMES,
        "kinds": rules.KIND_NAMES,
        "say": sentence,
    }


@blueprint.post(f"{IMPORT}/discard")
@allow(policy.may_keep_bank, question_import=QuestionImport, forum=Forum)
def import_discard(forum: Forum, question_import: QuestionImport) -> Response:
    """Forget the file."""
    services.discard_import(question_import, actor=current_actor(), at=clock.now())
    flash(gettext("The file is forgotten. Nothing was saved."), "saved")
    return answer(to=url_for("questions.exchange", forum_code=forum.code))


@blueprint.post(f"{IMPORT}/undo")
@allow(policy.may_keep_bank, question_import=QuestionImport, forum=Forum)
def import_undo(forum: Forum, question_import: QuestionImport) -> Response:
    """Retire what a file brought and is still a draft."""
    done = services.undo_import(question_import, actor=current_actor(), at=clock.now())
    flash(ngettext("%(num)s question is retired.", "%(num)s questions are retired.", done), "saved")
    return answer(to=_review_url(forum, question_import))


@blueprint.get("/forums/<forum_code>/bank/files/out")
@allow(policy.may_keep_bank, forum=Forum)
def export(forum: Forum) -> Response:
    """The newest version of every question that is not retired, of one module or of all."""
    module = request.args.get("module", "")
    kept = [one for one in queries.list_newest() if one.status != "retired" and module in {"", one.module.code}]
    questions = [queries.data_of(one) for one in kept]
    name = f"questions-{module}" if module else "questions"
    form = request.args.get("form", "xlsx")
    if form == "xml":
        return download(questions_xml(questions), name=f"{name}.xml", content_type="application/xml")
    if form == "gift":
        return download(questions_gift(questions).content, name=f"{name}.gift.txt", content_type="text/plain")
    book = questions_sheet(questions, title=gettext("Question bank"))
    return download(book, name=f"{name}.xlsx", content_type=XLSX)
