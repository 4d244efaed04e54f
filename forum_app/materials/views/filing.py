"""Folders, limits, and files that are held because they could not be checked."""

from flask import Response, flash, url_for
from flask_babel import gettext

from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.i18n import sentence
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.web.answers import answer
from forum_app.materials import policy, queries, rules, services
from forum_app.materials.forms import FolderForm, LimitsForm
from forum_app.materials.models import HeldUpload, MaterialFolder
from forum_app.materials.views.blueprint import blueprint


@blueprint.route("/forums/<forum_code>/materials/folders", methods=["GET", "POST"])
@allow(policy.may_manage, forum=Forum)
def folders(forum: Forum) -> Response:
    """The folders in their order, and a new one."""
    form = FolderForm()
    if form.validate_on_submit():
        try:
            services.add_folder(forum, form.as_title(), actor=current_actor())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return answer(to=url_for("materials.folders", forum_code=forum.code))
    found, counts = queries.list_folders(forum), queries.count_in_folders(forum)
    return answer(page="materials/folders.html", status=form.status, form=form, folders=found, counts=counts)


@blueprint.route("/forums/<forum_code>/materials/folders/<uuid:folder_id>", methods=["GET", "POST"])
@allow(policy.may_manage, folder=MaterialFolder, forum=Forum)
def folder(forum: Forum, folder: MaterialFolder) -> Response:
    """Another name for a folder."""
    form = FolderForm(data={"title_km": folder.title.km, "title_en": folder.title.en})
    if form.validate_on_submit():
        try:
            services.rename_folder(folder, form.as_title(), actor=current_actor())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return answer(to=url_for("materials.folders", forum_code=forum.code))
    return answer(page="materials/folder.html", status=form.status, form=form, folder=folder)


@blueprint.route(
    "/forums/<forum_code>/materials/folders/<uuid:folder_id>/<any(up, down, remove):step>", methods=["POST"]
)
@allow(policy.may_manage, folder=MaterialFolder, forum=Forum)
def file_folder(forum: Forum, folder: MaterialFolder, step: str) -> Response:
    """One place up or down, or away when it is empty."""
    if step == "remove":
        services.remove_folder(folder, actor=current_actor())
    else:
        services.move_folder(folder, up=step == "up", actor=current_actor())
    return answer(to=url_for("materials.folders", forum_code=forum.code))


@blueprint.route("/forums/<forum_code>/materials/limits", methods=["GET", "POST"])
@allow(policy.may_organise, forum=Forum)
def limits(forum: Forum) -> Response:
    """How much the forum may keep, and how much it keeps."""
    form = LimitsForm().fill(queries.limits_of(forum))
    if form.validate_on_submit():
        services.change_limits(
            forum,
            most_file_mb=form.most_file_mb.data or 0,
            quota_mb=form.quota_mb.data or 0,
            actor=current_actor(),
        )
        flash(gettext("Saved."), "saved")
        return answer(to=url_for("materials.limits", forum_code=forum.code))
    used = queries.used_bytes(forum)
    quota = queries.limits_of(forum).quota_mb * rules.MEGABYTE
    return answer(
        page="materials/limits.html",
        status=form.status,
        form=form,
        used=rules.size_in_words(used) if used else "0 kB",
        percent=min(100, round(100 * used / quota)),
    )


@blueprint.route("/forums/<forum_code>/materials/held")
@allow(policy.may_organise, forum=Forum)
def held(forum: Forum) -> Response:
    """Files that nobody sees until the check passes."""
    return answer(
        page="materials/held.html",
        found=queries.list_held(forum),
        reasons=rules.REASON_NAMES,
        size_in_words=rules.size_in_words,
    )


@blueprint.route("/forums/<forum_code>/materials/held/<uuid:held_id>/<any(check, remove):step>", methods=["POST"])
@allow(policy.may_organise, held=HeldUpload, forum=Forum)
def settle_held(forum: Forum, held: HeldUpload, step: str) -> Response:
    """Check it once more, or throw it away."""
    try:
        if step == "check":
            services.release(held, actor=current_actor(), at=clock.now())
            flash(gettext("The check passed. The file is among the materials; publish it there."), "saved")
        else:
            services.remove_held(held, actor=current_actor(), at=clock.now())
            flash(gettext("The file was removed."), "saved")
    except Refusal as refusal:
        flash(sentence(refusal), "refused")
    return answer(to=url_for("materials.held", forum_code=forum.code))
