"""One material as its staff sees it: what is said about it, its versions, and who opened what is restricted."""

from contextlib import ExitStack

from flask import Response, abort, flash, url_for
from flask_babel import gettext

from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.files import StoredFile
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.safe_files.limits import REMOVED_NAMES
from forum_app.kernel.web.answers import answer
from forum_app.kernel.web.downloads import asks_for_a_part, download_stored
from forum_app.materials import policy, queries, rules, services
from forum_app.materials.forms import ACCEPT, MaterialForm, VersionForm
from forum_app.materials.models import Material
from forum_app.materials.views.blueprint import blueprint
from forum_app.materials.views.receiving import receive, say_what_was_done
from forum_app.programme import queries as programme_queries


@blueprint.route("/forums/<forum_code>/materials/<uuid:material_id>")
@allow(policy.may_replace, forum=Forum, material=Material)
def one(forum: Forum, material: Material) -> Response:
    """Every file it has had: who brought it, when, and what was taken out of it."""
    return _page(forum, material, VersionForm().offer())


def _page(forum: Forum, material: Material, form: VersionForm) -> Response:
    return answer(
        page="materials/one.html",
        fragment="materials/_errors.html" if form.was_sent else None,
        status=form.status,
        form=form,
        material=material,
        versions=queries.list_versions(material),
        shown={file.id for _language, file in material.files},
        removed_names=REMOVED_NAMES,
        labels=rules.LABEL_NAMES,
        accept=ACCEPT,
        most_mb=queries.limits_of(forum).most_file_mb,
        size_in_words=rules.size_in_words,
        may_manage=policy.may_manage(current_actor(), material),
        may_organise=policy.may_organise(current_actor(), forum),
    )


@blueprint.route("/forums/<forum_code>/materials/<uuid:material_id>/file", methods=["POST"])
@allow(policy.may_replace, forum=Forum, material=Material)
def replace(forum: Forum, material: Material) -> Response:
    """A new version in one language; it is shown from now on."""
    form = VersionForm().offer()
    if not form.validate_on_submit():
        return _page(forum, material, form)
    with ExitStack() as opened:
        upload = receive(forum, form, form.file, opened)
        if upload is None:
            return _page(forum, material, form)
        try:
            held = services.replace_file(material, form.language.data, upload, actor=current_actor(), at=clock.now())
        except Refusal as refusal:
            form.refuse(refusal, form.file)
            return _page(forum, material, form)
        say_what_was_done(set(upload.removed), is_held=held is not None)
    return answer(to=url_for("materials.one", forum_code=forum.code, material_id=material.id))


@blueprint.route("/forums/<forum_code>/materials/<uuid:material_id>/change", methods=["GET", "POST"])
@allow(policy.may_manage, forum=Forum, material=Material)
def change(forum: Forum, material: Material) -> Response:
    """Title, session, folder, label, warning."""
    form = MaterialForm().offer(programme_queries.list_sessions(forum), queries.list_folders(forum)).fill(material)
    if form.validate_on_submit():
        try:
            services.change(material, form.as_data(), actor=current_actor())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(gettext("Saved."), "saved")
            return answer(to=url_for("materials.one", forum_code=forum.code, material_id=material.id))
    return answer(page="materials/change.html", status=form.status, form=form, material=material)


@blueprint.route("/forums/<forum_code>/materials/<uuid:material_id>/versions/<any(km, en):language>/<int:number>")
@allow(policy.may_manage, forum=Forum, material=Material)
def version(forum: Forum, material: Material, language: str, number: int) -> Response:
    """Any file it has had, as a download; restricted ones stamped for whoever fetches them."""
    found = queries.find_version(material, language, number) or abort(404)
    if not policy.may_open(current_actor(), material):
        abort(403)
    return send_material(material, found.file, language)


def send_material(material: Material, file: StoredFile, language: str) -> Response:
    """The file itself, or the reader's stamped copy of what is restricted."""
    if material.is_restricted:
        file = services.hand_out(
            material,
            file,
            language=language,
            actor=current_actor(),
            at=clock.now(),
            goes_on=asks_for_a_part(),
            may_be_plain=policy.may_manage(current_actor(), material),
        )
    return download_stored(file)


@blueprint.route("/forums/<forum_code>/materials/<uuid:material_id>/openings")
@allow(policy.may_organise_material, forum=Forum, material=Material)
def openings(forum: Forum, material: Material) -> Response:
    """Who opened it and when, by time; of restricted files also which stamped copy went out."""
    return answer(
        page="materials/openings.html",
        material=material,
        handed=queries.list_handed(material),
        views=queries.list_openings(material),
        labels=rules.LABEL_NAMES,
    )
