"""A whole programme at once: from a template, or from a workbook."""

from flask import flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from forum_app.forums import policy as forums_policy
from forum_app.forums.models import Forum
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.i18n import current_language
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.spreadsheet import reader
from forum_app.kernel.web.answers import answer
from forum_app.kernel.web.downloads import XLSX, download
from forum_app.programme import exports, forms, services
from forum_app.programme.imports import sheet, templates
from forum_app.programme.rules import NothingChosen
from forum_app.programme.views.blueprint import blueprint


@blueprint.route("/forums/<forum_code>/programme/fill", methods=["GET", "POST"])
@allow(forums_policy.may_organise, forum=Forum)
def fill(forum: Forum) -> Response:
    """Templates with what they hold, and a place for the organiser's own workbook."""
    offered = templates.list_templates()
    form = forms.TemplateForm()
    lang = current_language()
    form.template.choices = [(t.code, f"{t.title.in_language(lang)} – {t.summary.in_language(lang)}") for t in offered]
    if form.is_submitted() and form.validate_on_submit():
        try:
            count = _fill(forum, form, offered)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(gettext("%(n)s sessions are in the programme.", n=count), "saved")
            return answer(to=url_for("programme.timetable", forum_code=forum.code, day=1))
    return answer(page="programme/fill.html", status=form.status, form=form)


def _fill(forum: Forum, form: forms.TemplateForm, offered: list[templates.ProgrammeTemplate]) -> int:
    upload = request.files.get("file")
    if upload is not None and upload.filename:
        rows = sheet.rows_of_sheet(reader.read_file(upload.read(), upload.filename))
        return services.fill_from_rows(forum, rows, actor=current_actor())
    chosen = next((template for template in offered if template.code == form.template.data), None)
    if chosen is None:
        raise NothingChosen
    return services.fill_from_template(forum, chosen, actor=current_actor())


@blueprint.get("/forums/<forum_code>/programme/sample.xlsx")
@allow(forums_policy.may_organise, forum=Forum)
def import_sample(forum: Forum) -> Response:
    """A workbook with the columns and two example rows."""
    return download(exports.sample_workbook(), name="programme.xlsx", content_type=XLSX)
