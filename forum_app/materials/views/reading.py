"""The reading page of a lesson, and one paragraph of it in the other language."""

from typing import Any

from flask import Response, abort, request, url_for

from forum_app.course import imports as course_imports
from forum_app.course import queries as course_queries
from forum_app.course import rules as course_rules
from forum_app.course.models import Module
from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.i18n import current_language
from forum_app.kernel.web.answers import answer
from forum_app.materials import policy, queries, rules, services
from forum_app.materials.models import Material
from forum_app.materials.views import lesson as drawing
from forum_app.materials.views.blueprint import blueprint
from forum_app.materials.views.officer import own_registration


@blueprint.route("/forums/<forum_code>/me/read/<module_code>")
@allow(policy.may_read, module=Module, forum=Forum)
def read(forum: Forum, module: Module) -> Response:
    """A lesson in the reader's language. Officers read what is published in their forum, staff everything."""
    lesson = require_readable(forum, module)
    registration = own_registration(forum)
    text, text_language = module.text_in(current_language())
    peek = request.args.get("peek", type=int)
    if registration is not None and lesson is not None and peek is None:
        services.note_opened(lesson, registration, language=text_language, at=clock.now())
    others = drawing.other_side(module, text_language)
    return answer(
        page="materials/read.html",
        module=module,
        lesson=lesson,
        back=url_for("materials.my_materials" if registration else "materials.manage", forum_code=forum.code),
        label_name=rules.LABEL_SHORT[lesson.label] if lesson else "",
        text_language=text_language,
        other_language="en" if text_language == "km" else "km",
        can_peek=bool(others),
        peek=peek,
        peeked=others[peek - 1] if peek and 0 < peek <= len(others) else None,
        unread=course_rules.unread(module.read_by, is_law=bool(module.law_status)),
        law_names=course_rules.LAW_STATUS_NAMES,
        **_before_and_after(module),
        **drawing.draw(module, text, course_queries.list_terms(), text_language),
        **_neighbours(forum, module),
    )


@blueprint.route("/forums/<forum_code>/me/read/<module_code>/other/<int:number>")
@allow(policy.may_read, module=Module, forum=Forum)
def other_side(forum: Forum, module: Module, number: int) -> Response:
    """One paragraph in the other language, as a piece of the page that asks for it."""
    require_readable(forum, module)
    _, text_language = module.text_in(current_language())
    others = drawing.other_side(module, text_language)
    if not 0 < number <= len(others):
        abort(404)
    other_language = "en" if text_language == "km" else "km"
    return answer(page="materials/_peek.html", html=others[number - 1], other_language=other_language)


def require_readable(forum: Forum, module: Module) -> Material | None:
    """The lesson of this forum; 404 for an officer while it is not published."""
    lesson = queries.find_lesson(forum, module)
    is_staff = policy.may_manage(current_actor(), forum)
    if not is_staff and (lesson is None or not lesson.is_published):
        abort(404)
    return lesson


def _before_and_after(module: Module) -> dict[str, Any]:
    """The warning before the text; the self-check and the help after it."""
    contacts = course_imports.read_help()
    level = module.warning_level
    return {
        "warning": rules.WARNING_NAMES[level] if level else "",
        "warning_text": rules.WARNING_TEXTS[level] if level else "",
        "checks": [(Bilingual.of(row), bool(row["answer"]), Bilingual.of(row.get("why"))) for row in module.self_check],
        "help_title": Bilingual.of(contacts.get("title")),
        "help_lines": [Bilingual.of(line) for line in contacts.get("lines") or ()],
    }


def _neighbours(forum: Forum, module: Module) -> dict[str, Any]:
    lessons = queries.list_lessons(forum)
    codes = [material.module.code for material in lessons if material.module]
    place = codes.index(module.code) if module.code in codes else None
    following = lessons[place + 1].module if place is not None and place + 1 < len(lessons) else None
    return {"place": place + 1 if place is not None else None, "lesson_count": len(lessons), "following": following}
