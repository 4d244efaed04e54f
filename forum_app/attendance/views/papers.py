"""What leaves the house: the sign-in sheet, the workbook, and how both are set."""

from flask import flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from forum_app.attendance import documents, exports, forms, policy, queries, rules, services
from forum_app.attendance.views.blueprint import blueprint
from forum_app.forums.models import Forum, ForumDay
from forum_app.forums.queries import list_days
from forum_app.kernel import clock
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.i18n import current_language
from forum_app.kernel.web.answers import answer
from forum_app.kernel.web.downloads import PDF, XLSX, download


@blueprint.get("/forums/<forum_code>/attendance/sheet.pdf")
@allow(policy.may_check_in, forum=Forum)
def sheet(forum: Forum) -> Response:
    """The sign-in sheet of a day (`?day=1`; otherwise today, or the first day) as PDF."""
    day = _chosen_day(forum)
    if day is None:
        flash(gettext("Add the days of the forum first; then there is a sheet to print."), "refused")
        return answer(to=url_for(".sheet_settings", forum_code=forum.code))
    content = documents.sign_in_sheet(forum, day, lang=current_language())
    name = f"{forum.code}-sign-in-day-{day.number}.pdf"
    services.note_printed_sheet(forum, day, actor=current_actor())
    return download(content, name=name, content_type=PDF, inline=True)


def _chosen_day(forum: Forum) -> ForumDay | None:
    days = list_days(forum)
    wanted, today = request.args.get("day", type=int), clock.local_day(clock.now())
    chosen = [day for day in days if day.number == wanted] or [day for day in days if day.day_on == today] or days
    return chosen[0] if chosen else None


@blueprint.get("/forums/<forum_code>/attendance/workbook.xlsx")
@allow(policy.may_correct, forum=Forum)
def workbook(forum: Forum) -> Response:
    """The attendance workbook: seven sheets that can be counted in."""
    content = exports.workbook(forum, at=clock.now())
    return download(content, name=f"{forum.code}-attendance.xlsx", content_type=XLSX)


@blueprint.route("/forums/<forum_code>/attendance/sheet", methods=["GET", "POST"])
@allow(policy.may_correct, forum=Forum)
def sheet_settings(forum: Forum) -> Response:
    """Columns, order, paper and signer of the sign-in sheet, and a link to print each day."""
    settings = queries.settings_of(forum)
    columns = rules.sheet_columns(settings.sheet_columns)
    form = forms.sheet_form(columns, settings)
    if form.validate_on_submit():
        services.change_sheet(forum, form.as_data(forms.columns_of(form, columns)), actor=current_actor())
        flash(gettext("Saved."), "saved")
        return answer(to=url_for(".sheet_settings", forum_code=forum.code))
    return answer(
        page="attendance/sheet_settings.html", status=form.status, form=form, columns=columns, days=list_days(forum)
    )


@blueprint.route("/forums/<forum_code>/attendance/settings", methods=["GET", "POST"])
@allow(policy.may_correct, forum=Forum)
def settings(forum: Forum) -> Response:
    """Grace minutes, and the allowance that the workbook multiplies with the days."""
    ranks, rates = queries.list_ranks_of(forum), queries.rates_of(forum)
    form = forms.counting_form(ranks, queries.settings_of(forum), rates)
    if form.validate_on_submit():
        services.change_counting(
            forum,
            grace_minutes=form.grace_minutes.data or 0,
            currency=form.currency.data,
            rate=form.rate.data or 0,
            rates=forms.rates_of(form, ranks),
            actor=current_actor(),
        )
        flash(gettext("Saved."), "saved")
        return answer(to=url_for(".settings", forum_code=forum.code))
    return answer(page="attendance/settings.html", status=form.status, form=form, ranks=ranks)
