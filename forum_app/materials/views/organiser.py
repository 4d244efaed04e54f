"""Organisers and trainers put up materials."""

from collections.abc import Callable
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
from forum_app.programme import queries as programme_queries


@blueprint.route("/forums/<forum_code>/materials")
@allow(policy.may_manage, forum=Forum)
def manage(forum: Forum) -> Response:
    """Everything by session, published or not, with how many officers opened it."""
    return answer(
        page="materials/manage.html",
        groups=[group for group in queries.by_session(forum) if group.materials],
        readers=queries.count_readers(forum),
        kinds=rules.KIND_NAMES,
        labels=rules.LABEL_SHORT,
        size_in_words=rules.size_in_words,
    )


@blueprint.route("/forums/<forum_code>/materials/add/<any(file, link, lesson):kind>", methods=["GET", "POST"])
@allow(policy.may_manage, forum=Forum)
def add(forum: Forum, kind: str) -> Response:
    """A file in one or two languages, a link, or a lesson of the course."""
    form = _form(forum, kind)
    if form.validate_on_submit():
        try:
            _SAVE[kind](forum, form)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(gettext("Saved."), "saved")
            return answer(to=url_for("materials.manage", forum_code=forum.code))
    return answer(page="materials/add.html", status=form.status, form=form, kind=kind, accept=ACCEPT)


def _form(forum: Forum, kind: str) -> MaterialForm:
    sessions = programme_queries.list_sessions(forum)
    if kind == "lesson":
        lesson = LessonForm().offer_modules(course_queries.list_modules())
        lesson.offer(sessions)
        return lesson
    return (FileForm if kind == "file" else LinkForm)().offer(sessions)


def _save_file(forum: Forum, form: Any) -> None:
    uploads = {language: form.upload(language) for language in ("km", "en")}
    services.add_file(forum, form.as_data(), **uploads, actor=current_actor(), at=clock.now())


def _save_link(forum: Forum, form: Any) -> None:
    services.add_link(forum, form.as_data(), url=form.url.data or "", actor=current_actor(), at=clock.now())


def _save_lesson(forum: Forum, form: Any) -> None:
    module = form.modules[form.module.data]
    services.add_lesson(forum, module, form.as_data(), actor=current_actor(), at=clock.now())


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
