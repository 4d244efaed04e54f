"""Ranks, posts, units, provinces and honorifics, edited by those who write the lists."""

from typing import Any
from uuid import UUID

from flask import Response, abort, flash, url_for
from flask_babel import gettext

from forum_app.accounts import queries, services
from forum_app.accounts.forms import TableRowForm
from forum_app.accounts.policy import may_edit_tables
from forum_app.accounts.views.blueprint import blueprint
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.refusal import N_, Refusal
from forum_app.kernel.web.answers import answer

TITLES = {
    "ranks": N_("Ranks"),
    "posts": N_("Posts"),
    "units": N_("Units"),
    "provinces": N_("Provinces"),
    "honorifics": N_("Forms of address"),
}


@blueprint.route("/tables")
@allow(may_edit_tables)
def tables() -> Response:
    """The five tables and how many rows each has."""
    rows = [(name, gettext(title), len(queries.list_table(name))) for name, title in TITLES.items()]
    return answer(page="accounts/tables.html", tables=rows)


@blueprint.route("/tables/<table>", methods=["GET", "POST"])
@allow(may_edit_tables)
def table(table: str) -> Response:
    """The rows of one table, and a form that adds one."""
    form = TableRowForm(_known(table))
    if form.validate_on_submit():
        try:
            services.add_row(table, form.values(), actor=current_actor())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(gettext("The row is in the table."), "saved")
            return answer(to=url_for("accounts.table", table=table))
    return _page("accounts/table.html", table, form, rows=queries.list_table(table))


@blueprint.route("/tables/<table>/<uuid:row_id>", methods=["GET", "POST"])
@allow(may_edit_tables)
def table_row(table: str, row_id: UUID) -> Response:
    """Change one row."""
    row = queries.find_row(_known(table), row_id)
    if row is None:
        abort(404)
    form = TableRowForm(table, row)
    if form.validate_on_submit():
        try:
            services.change_row(row, form.values(), actor=current_actor())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(gettext("The row was changed."), "saved")
            return answer(to=url_for("accounts.table", table=table))
    return _page("accounts/table_row.html", table, form, row=row)


def _known(table: str) -> str:
    if table not in queries.TABLES:
        abort(404)
    return table


def _page(page: str, table: str, form: TableRowForm, **context: Any) -> Response:
    title = gettext(TITLES[table])
    return answer(page=page, status=form.status, form=form, table=table, table_title=title, **context)
