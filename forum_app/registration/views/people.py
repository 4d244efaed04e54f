"""The organiser's list of people: search, filter, approve, download; and the form that adds one."""

from typing import Any
from uuid import UUID

from flask import Response, flash, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.datastructures import MultiDict

from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.web.answers import answer
from forum_app.kernel.web.downloads import XLSX, download
from forum_app.kernel.web.paging import page_of
from forum_app.registration import exports, forms, policy, queries, rules, services
from forum_app.registration.views.blueprint import blueprint


def ids_of(values: MultiDict[str, str], name: str) -> set[UUID]:
    """The ids a form sent; what is no id is nobody's."""
    return set(values.getlist(name, type=UUID))


def filters() -> dict[str, Any]:
    """What the reader searches and filters by; unknown values filter nothing."""
    status = request.values.get("status", "")
    return {
        "typed": request.values.get("q", "").strip()[:100],
        "status": status if status in rules.STATUS_NAMES else "",
        "unit_id": request.values.get("unit", type=UUID),
    }


def kept(chosen: dict[str, Any]) -> dict[str, Any]:
    """The filters as arguments of an address."""
    found = {"q": chosen["typed"], "status": chosen["status"], "unit": chosen["unit_id"]}
    return {name: value for name, value in found.items() if value}


@blueprint.get("/forums/<forum_code>/people")
@allow(policy.may_manage, forum=Forum)
def people(forum: Forum) -> Response:
    """Everybody who is registered."""
    chosen = filters()
    return answer(
        page="registration/people.html",
        pages=page_of(queries.list_filtered(forum, **chosen)),
        chosen=chosen,
        kept=kept(chosen),
        counts=queries.count_by_status(forum),
        units=queries.list_units_of(forum),
        drafts=[batch for batch in queries.list_batches(forum) if batch.state == "draft"],
        names=rules,
    )


@blueprint.get("/forums/<forum_code>/people/workbook")
@allow(policy.may_manage, forum=Forum)
def people_workbook(forum: Forum) -> Response:
    """Exactly the people the list shows, as a workbook."""
    found = queries.list_shown(forum, **filters())
    return download(exports.people_list(forum, found), name=f"{forum.code}-participants.xlsx", content_type=XLSX)


@blueprint.post("/forums/<forum_code>/people/approve")
@allow(policy.may_manage, forum=Forum)
def approve_many(forum: Forum) -> Response:
    """Approve whoever is ticked."""
    wanted = queries.list_by_id(forum, ids_of(request.form, "person"))
    done = services.approve_many(wanted, actor=current_actor(), at=clock.now())
    sentence = ngettext("%(num)s person is approved.", "%(num)s people are approved.", done)
    flash(sentence, "saved" if done else "refused")
    return answer(to=url_for("registration.people", forum_code=forum.code, **kept(filters())))


@blueprint.route("/forums/<forum_code>/people/add", methods=["GET", "POST"])
@allow(policy.may_manage, forum=Forum)
def add(forum: Forum) -> Response:
    """Register one person by form."""
    form = forms.AddForm(forum=forum, language="km", kind="participant", approved=True)
    if form.validate_on_submit():
        try:
            data = form.as_data(approved=form.approved.data)
            registration = services.register(forum, data, actor=current_actor(), at=clock.now())
        except Refusal as refusal:
            form.place(refusal)
        else:
            flash(gettext("Registered."), "saved")
            to = url_for("registration.person", forum_code=forum.code, registration_id=registration.id)
            return answer(to=to)
    return answer(page="registration/add.html", status=form.status, form=form)
