"""Organisers, trainers and speakers put up materials; organisers and trainers publish them."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from flask import Response, flash, url_for
from flask_babel import gettext, ngettext

from forum_app.course import queries as course_queries
from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.refusal import Refusal
from forum_app.kernel.web.answers import answer
from forum_app.materials import policy, queries, rules, services
from forum_app.materials.forms import ACCEPT, FileForm, LessonForm, LinkForm, MaterialForm
from forum_app.materials.models import Material
from forum_app.materials.views.blueprint import blueprint
from forum_app.materials.views.receiving import receive, say_what_was_done
from forum_app.programme import queries as programme_queries


@blueprint.route("/forums/<forum_code>/materials")
@allow(policy.may_upload, forum=Forum)
def manage(forum: Forum) -> Response:
    """Everything by session, published or not, with how many officers opened it."""
    actor = current_actor()
    is_organiser = policy.may_organise(actor, forum)
    return answer(
        page="materials/manage.html",
        groups=[
            group for group in queries.by_session(forum, law_too=policy.is_of_the_law(actor, forum)) if group.materials
        ],
        readers=queries.count_readers(forum),
        kinds=rules.KIND_NAMES,
        labels=rules.LABEL_SHORT,
        size_in_words=rules.size_in_words,
        may_manage=policy.may_manage(actor, forum),
        may_organise=is_organiser,
        held=len(queries.list_held(forum)) if is_organiser else 0,
    )


@blueprint.route("/forums/<forum_code>/materials/add/<any(file, link, lesson):kind>", methods=["GET", "POST"])
@allow(policy.may_upload, forum=Forum)
def add(forum: Forum, kind: str) -> Response:
    """A file in one or two languages, a link, or a lesson of the course."""
    form = _form(forum, kind)
    if form.validate_on_submit():
        try:
            _SAVE[kind](forum, form)
        except Refusal as refusal:
            form.refuse(refusal)
        if form.status == 200:
            return answer(to=url_for("materials.manage", forum_code=forum.code))
    return answer(
        page="materials/add.html",
        fragment="materials/_errors.html" if form.was_sent else None,
        status=form.status,
        form=form,
        kind=kind,
        accept=ACCEPT,
        most_mb=queries.limits_of(forum).most_file_mb,
        may_manage=policy.may_manage(current_actor(), forum),
    )


def _form(forum: Forum, kind: str) -> MaterialForm:
    sessions, folders = programme_queries.list_sessions(forum), queries.list_folders(forum)
    if kind == "lesson":
        lesson = LessonForm().offer_modules(course_queries.list_modules())
        lesson.offer(sessions, folders)
        return lesson
    return (FileForm if kind == "file" else LinkForm)().offer(sessions, folders)


def _data(forum: Forum, form: MaterialForm) -> services.MaterialData:
    return form.as_data(may_publish=policy.may_manage(current_actor(), forum))


def _save_file(forum: Forum, form: Any) -> None:
    with ExitStack() as opened:
        uploads = {language: receive(forum, form, form[f"file_{language}"], opened) for language in rules.LANGUAGES}
        if form.status != 200:
            return
        added = services.add_file(forum, _data(forum, form), **uploads, actor=current_actor(), at=clock.now())
    say_what_was_done(added.removed, is_held=bool(added.held))


def _save_link(forum: Forum, form: Any) -> None:
    url = form.url.data or ""
    services.add_link(forum, _data(forum, form), url=url, actor=current_actor(), at=clock.now())
    flash(gettext("Saved."), "saved")


def _save_lesson(forum: Forum, form: Any) -> None:
    module = form.modules[form.module.data]
    services.add_lesson(forum, module, _data(forum, form), actor=current_actor(), at=clock.now())
    flash(gettext("Saved."), "saved")


_SAVE: dict[str, Callable[[Forum, Any], None]] = {"file": _save_file, "link": _save_link, "lesson": _save_lesson}


@blueprint.route("/forums/<forum_code>/materials/lessons", methods=["POST"])
@allow(policy.may_manage, forum=Forum)
def add_lessons(forum: Forum) -> Response:
    """Put up the lesson of every module that the programme teaches."""
    count = services.add_lessons_of_programme(forum, publish=True, actor=current_actor(), at=clock.now())
    flash(ngettext("%(num)s lesson was added.", "%(num)s lessons were added.", count), "saved")
    return answer(to=url_for("materials.manage", forum_code=forum.code))


@blueprint.route("/forums/<forum_code>/materials/<uuid:material_id>/<any(publish, withdraw):step>", methods=["POST"])
@allow(policy.may_manage, forum=Forum, material=Material)
def settle(forum: Forum, material: Material, step: str) -> Response:
    """Show it to officers, or hide it again."""
    if step == "publish":
        services.publish(material, actor=current_actor(), at=clock.now())
    else:
        services.withdraw(material, actor=current_actor())
    return answer(to=url_for("materials.manage", forum_code=forum.code))
