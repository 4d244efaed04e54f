"""Which texts wait for their other language, and the workbook that goes out to a translator and comes back."""

from typing import Any

from flask import Response, flash, request, url_for
from flask_babel import gettext

from forum_app.course import exports, imports
from forum_app.course import queries as course_queries
from forum_app.course import rules as course_rules
from forum_app.course import services as course_services
from forum_app.course.models import TextBatch
from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.i18n import current_language
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.spreadsheet import limits, reader
from forum_app.kernel.web.answers import answer
from forum_app.kernel.web.downloads import XLSX, download
from forum_app.kernel.web.paging import page_of
from forum_app.overview import policy, queries, services
from forum_app.overview.forms import TranslatedForm
from forum_app.overview.views.blueprint import blueprint

MOST_SHOWN = 500
"""Rows of a dry run; a translator's file rarely changes more at once."""


@blueprint.route("/forums/<forum_code>/translations", methods=["GET", "POST"])
@allow(policy.may_translate, forum=Forum)
def translations(forum: Forum) -> Response:
    """What is to be translated, module by module, and the files of translators so far."""
    form = TranslatedForm()
    if form.validate_on_submit():
        try:
            batch = _keep(form)
        except Refusal as refusal:
            form.refuse(refusal, form.file)
        else:
            return answer(to=_address(forum, batch))
    area = request.args.get("area", "")
    return answer(
        page="overview/translations.html",
        status=form.status,
        form=form,
        counts=course_queries.count_units(),
        titles={module.code: module.title for module in course_queries.list_modules()},
        area=area,
        units=page_of(course_queries.units_to_do(area)),
        batches=course_queries.list_batches(),
        one_sided=queries.one_sided_texts(forum),
    )


def _keep(form: TranslatedForm) -> TextBatch:
    upload = form.file.data
    name = str(upload.filename or "")
    to, rows = imports.read_typed(reader.read_file(upload.read(limits.MAX_BYTES + 1), name))
    actor = current_actor()
    by = actor.name.in_language(current_language())
    return course_services.keep_batch(to, rows, source_name=name, actor=actor, by=by, at=clock.wall())


def _address(forum: Forum, batch: TextBatch) -> str:
    return url_for("overview.translated", forum_code=forum.code, batch_id=batch.id)


@blueprint.get("/forums/<forum_code>/translations/<any(km, en):to>/<any(todo, all, corrected):what>.xlsx")
@allow(policy.may_translate, forum=Forum)
def translations_workbook(forum: Forum, to: str, what: str) -> Response:
    """The texts that wait, all of them, or what was corrected here and has not come back to the files."""
    del forum  # the course is the same in every forum; the address says from where it was opened
    area = request.args.get("area", "")
    wanted = course_queries.list_units(area=area, status="" if what == "all" else what)
    if what == "corrected":
        wanted = [one for one in wanted if one.side(to) != (one.file_km if to == "km" else one.file_en)]
    units = course_queries.list_units(area=area)
    lines = exports.lines_of(units, wanted, to=to, as_corrected=what == "corrected")
    name = "-".join(part for part in ("texts", area.lower(), what, to) if part)
    return download(exports.workbook(lines, to=to), name=f"{name}.xlsx", content_type=XLSX)


@blueprint.get("/forums/<forum_code>/translations/<uuid:batch_id>")
@allow(policy.may_translate, batch=TextBatch, forum=Forum)
def translated(forum: Forum, batch: TextBatch) -> Response:
    """Row by row what a file would change; afterwards what it did."""
    del forum
    return answer(page="overview/translated.html", batch=batch, **_shown(batch))


def _shown(batch: TextBatch) -> dict[str, Any]:
    verdicts = course_services.verdicts_of(batch)
    told = sorted((one for one in verdicts if one.state != "same"), key=lambda one: one.state != "refused")
    return {
        "verdicts": told[:MOST_SHOWN],
        "left_out": max(0, len(told) - MOST_SHOWN),
        "counts": {state: sum(one.state == state for one in verdicts) for state in course_rules.STATE_NAMES},
        "states": course_rules.STATE_NAMES,
        "reasons": course_rules.REASONS,
    }


@blueprint.post("/forums/<forum_code>/translations/<uuid:batch_id>/<any(take_over, take_back, discard):step>")
@allow(policy.may_translate, batch=TextBatch, forum=Forum)
def settle_translated(forum: Forum, batch: TextBatch, step: str) -> Response:
    """Take a file over, take it back, or forget it."""
    if step == "discard":
        course_services.discard(batch, actor=current_actor())
        flash(gettext("The file is discarded. Nothing was changed."), "saved")
        return answer(to=url_for("overview.translations", forum_code=forum.code))
    verb = services.take_over if step == "take_over" else services.take_back
    verb(batch, actor=current_actor(), at=clock.wall())
    flash(
        gettext("The texts are changed. Every reader sees them from now on.")
        if step == "take_over"
        else gettext("The texts are as they were before this file."),
        "saved",
    )
    return answer(to=_address(forum, batch))
