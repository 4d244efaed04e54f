"""What the forum asks for and what its certificates look like, with a preview of the longest name."""

from flask import flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from forum_app.certificates import documents, policy, queries, rules, services
from forum_app.certificates.forms import MOST_SIGNERS, SettingsForm
from forum_app.certificates.imports import read_logo
from forum_app.certificates.rules import Facts
from forum_app.certificates.views.blueprint import blueprint
from forum_app.forums.models import Forum
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.web.answers import answer
from forum_app.kernel.web.downloads import PDF, download


@blueprint.route("/forums/<forum_code>/certificates/settings", methods=["GET", "POST"])
@allow(policy.may_issue, forum=Forum)
def settings(forum: Forum) -> Response:
    """One form; its second button shows the paper without saving."""
    form = SettingsForm.of(queries.settings_of(forum))
    if form.validate_on_submit():
        if "preview" in request.form:
            return _preview(forum, form)
        services.change_settings(forum, form.as_data(), actor=current_actor())
        flash(gettext("Saved."), "saved")
        return answer(to=url_for("certificates.settings", forum_code=forum.code))
    return _page(forum, form)


def _page(forum: Forum, form: SettingsForm) -> Response:
    stored = queries.settings_of(forum)
    return answer(
        page="certificates/settings.html",
        status=form.status,
        form=form,
        logos=queries.list_files(stored.logo_ids),
        outdated=len(queries.list_outdated(forum, stored)),
        most_signers=MOST_SIGNERS,
        rules=rules,
    )


def _preview(forum: Forum, form: SettingsForm) -> Response:
    """The paper of the participant with the longest name; marked as a sample, with a serial that is none."""
    longest = queries.longest_name(forum)
    if longest is None:
        form.refusals.append(gettext("Nobody is approved yet, so there is no name to show."))
        return _page(forum, form)
    laid = services.overlay(queries.default_settings(forum), form.as_data())
    laid.logo_ids = list(queries.settings_of(forum).logo_ids)
    kind = "completion" if request.form["preview"] == "completion" else "participation"
    facts = Facts(counted_minutes_total=queries.facts_for(longest).counted_minutes_total)
    snapshot = services.make_snapshot(longest, kind, settings=laid, facts=facts)
    return download(documents.preview_pdf(snapshot), name="preview.pdf", content_type=PDF, inline=True)


@blueprint.post("/forums/<forum_code>/certificates/logos")
@allow(policy.may_issue, forum=Forum)
def add_logo(forum: Forum) -> Response:
    """One more logo."""
    upload = request.files.get("logo")
    try:
        if upload is not None and upload.filename:
            services.add_logo(forum, read_logo(upload.read(), upload.filename), actor=current_actor())
    except Refusal as refusal:
        flash(gettext(refusal.text, **refusal.values), "refused")
    return answer(to=url_for("certificates.settings", forum_code=forum.code) + "#logos")


@blueprint.post("/forums/<forum_code>/certificates/logos/remove")
@allow(policy.may_issue, forum=Forum)
def remove_logo(forum: Forum) -> Response:
    """Take a logo off the paper."""
    services.remove_logo(forum, request.form.get("logo", ""), actor=current_actor())
    return answer(to=url_for("certificates.settings", forum_code=forum.code) + "#logos")
