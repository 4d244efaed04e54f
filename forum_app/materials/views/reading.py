"""The reading page of a lesson, and one paragraph of it in the other language."""

from typing import Any

from flask import Response, abort, render_template, request, url_for
from flask_babel import gettext

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
from forum_app.materials.views import leaves as drawing
from forum_app.materials.views import lesson as lesson_drawing
from forum_app.materials.views.blueprint import blueprint
from forum_app.materials.views.officer import own_registration


@blueprint.route("/forums/<forum_code>/me/read/<module_code>")
@allow(policy.may_read, module=Module, forum=Forum)
def read(forum: Forum, module: Module) -> Response:
    """A lesson in the reader's language. Officers read what is published in their forum, staff everything."""
    lesson = require_readable(forum, module)
    registration = own_registration(forum)
    sheets = _Sheets(forum, module, back="materials.my_materials" if registration else "materials.manage")
    peek, number = (request.args.get(name, type=int) for name in ("peek", "leaf"))
    if registration is not None and lesson is not None and peek is None and number is None:
        services.note_opened(lesson, registration, language=sheets.text_language, at=clock.now())
    leaves = sheets.leaves(peek=peek, whole="whole" in request.args)
    number = number or drawing.leaf_of_block(leaves, peek or request.args.get("block", type=int))
    shown = leaves[min(max(number, 1), len(leaves)) - 1]
    return answer(
        page="materials/read.html",
        lesson=lesson,
        label_name=rules.LABEL_SHORT[lesson.label] if lesson else "",
        unread=course_rules.unread(module.read_by, is_law=bool(module.law_status)),
        leaf_count=len(leaves),
        contents=[(drawing.href_of(leaves, place, shown), heading) for place, heading in sheets.headings],
        check_href=drawing.href_of(leaves, drawing.AFTER, shown),
        **_of_leaf(leaves, shown),
        **sheets.values,
    )


@blueprint.route("/forums/<forum_code>/me/read/<module_code>/leaf/<int:number>")
@allow(policy.may_read, module=Module, forum=Forum)
def leaf(forum: Forum, module: Module, number: int) -> Response:
    """One leaf of a lesson, as a piece of the page that asks for it."""
    require_readable(forum, module)
    sheets = _Sheets(forum, module, back="materials.my_materials")
    leaves = sheets.leaves()
    if not 0 < number <= len(leaves):
        abort(404)
    return answer(page="materials/_leaf.html", **_of_leaf(leaves, leaves[number - 1]), **sheets.values)


def _of_leaf(leaves: list[drawing.Leaf], shown: drawing.Leaf) -> dict[str, Any]:
    return {"leaf": shown, "next_leaf": leaves[shown.number] if shown.number < len(leaves) else None}


class _Sheets:
    """Everything that a lesson consists of, before it is cut into leaves."""

    def __init__(self, forum: Forum, module: Module, *, back: str) -> None:
        self.module = module
        self.text, self.text_language = module.text_in(current_language())
        self._others = lesson_drawing.other_side(module, self.text_language)
        self._drawn = lesson_drawing.draw(module, self.text, course_queries.list_terms(), self.text_language)
        self.headings = [(part.place, part.heading) for part in self._drawn.parts if part.heading]
        self.values: dict[str, Any] = {
            "module": module,
            "back": url_for(back, forum_code=forum.code),
            "text_language": self.text_language,
            "law_names": course_rules.LAW_STATUS_NAMES,
            **_before_and_after(module),
            **_neighbours(forum, module),
        }
        self._before, self._after = (self._size(name, forum) for name in ("_before", "_after"))

    def leaves(self, *, peek: int | None = None, whole: bool = False) -> list[drawing.Leaf]:
        """The lesson in leaves; with `peek` one paragraph stands there in both languages."""
        found = self._others[peek - 1] if peek and 0 < peek <= len(self._others) else None
        other = "en" if self.text_language == "km" else "km"
        look = drawing.Look(
            self.text_language, other, current_language(), bool(self._others), peek if found else None, found
        )
        front = self._before + sum(len(words.encode()) + 60 for _, words in self.headings)
        title = gettext("Check yourself")
        return drawing.cut(self._drawn, look, front=front, after=self._after, after_title=title, whole=whole)

    def _size(self, name: str, forum: Forum) -> int:
        """Bytes of what the page's template draws around the text."""
        return len(render_template(f"materials/{name}.html", forum=forum, **self.values).encode())


@blueprint.route("/forums/<forum_code>/me/read/<module_code>/other/<int:number>")
@allow(policy.may_read, module=Module, forum=Forum)
def other_side(forum: Forum, module: Module, number: int) -> Response:
    """One paragraph in the other language, as a piece of the page that asks for it."""
    require_readable(forum, module)
    _, text_language = module.text_in(current_language())
    others = lesson_drawing.other_side(module, text_language)
    if not 0 < number <= len(others):
        abort(404)
    other_language = "en" if text_language == "km" else "km"
    return answer(page="materials/_peek.html", html=others[number - 1], other_language=other_language)


def require_readable(forum: Forum, module: Module) -> Material | None:
    """The lesson of this forum; 404 for an officer while it is not published. Raises NotOpenNow."""
    lesson = queries.find_lesson(forum, module)
    is_staff = policy.may_manage(current_actor(), forum)
    if not is_staff and (lesson is None or not lesson.is_published):
        abort(404)
    if not is_staff and lesson is not None:
        services.require_open(lesson, at=clock.now())
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
