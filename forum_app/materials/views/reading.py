"""The reading page of a lesson: numbered sections, sources beside the text, key points in a box."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Response, abort
from flask_babel import gettext
from markupsafe import Markup

from forum_app.course import rules as course_rules
from forum_app.course.models import Module
from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.i18n import current_language
from forum_app.kernel.markdown import to_html
from forum_app.kernel.web.answers import answer
from forum_app.materials import policy, queries, rules, services
from forum_app.materials.views.blueprint import blueprint
from forum_app.materials.views.officer import own_registration


@dataclass(slots=True)
class Part:
    """One section as it is drawn: `number` is empty for the introduction and the key points."""

    heading: str
    number: int | None
    is_key: bool
    blocks: list[tuple[Markup, list[int]]] = field(default_factory=list)
    """Text, and the numbers of the sources that appear here for the first time."""


@dataclass(frozen=True, slots=True)
class Source:
    """A source as it is shown: its name, and the article or section with the language that is written in."""

    name: Bilingual
    where: str
    where_language: str


@blueprint.route("/forums/<forum_code>/me/read/<module_code>")
@allow(policy.may_read, module=Module, forum=Forum)
def read(forum: Forum, module: Module) -> Response:
    """A lesson in the reader's language. Officers read what is published in their forum, staff everything."""
    lesson = queries.find_lesson(forum, module)
    registration = own_registration(forum)
    is_staff = policy.may_manage(current_actor(), forum)
    if not is_staff and (lesson is None or not lesson.is_published):
        abort(404)
    text, text_language = module.text_in(current_language())
    if registration is not None and lesson is not None:
        services.note_opened(lesson, registration, language=text_language, at=clock.now())
    return answer(
        page="materials/read.html",
        module=module,
        lesson=lesson,
        label_name=rules.LABEL_SHORT[lesson.label] if lesson else "",
        text_language=text_language,
        warning=rules.WARNING_NAMES[module.warning_level] if module.warning_level else "",
        unread=course_rules.unread(module.read_by, is_law=bool(module.law_status)),
        law_names=course_rules.LAW_STATUS_NAMES,
        **_parts(module, text),
        **_neighbours(forum, module),
    )


def _parts(module: Module, text: str) -> dict[str, Any]:
    """Sections, and the sources in the order in which the text first mentions them."""
    by_key = {source["key"]: source for source in module.sources}
    keys = [key for key in course_rules.references(text) if key in by_key]
    keys += [key for key in by_key if key not in keys]
    numbers = {key: number for number, key in enumerate(keys, 1)}
    marks = {key: _reference(number) for key, number in numbers.items()}
    shown: set[int] = set()
    parts: list[Part] = []
    for index, section in enumerate(course_rules.sections(text)):
        counted = sum(part.number is not None for part in parts)
        is_numbered = index > 0 and not section.is_key_points
        part = Part(section.heading, counted + 1 if is_numbered else None, section.is_key_points)
        for block in section.blocks:
            mentioned = [numbers[key] for key in course_rules.references(block) if key in numbers]
            new = [number for number in mentioned if number not in shown]
            shown.update(new)
            part.blocks.append((to_html(_ordered(block) if section.is_key_points else block, marks), new))
        parts.append(part)
    sources = {numbers[key]: _source(by_key[key]) for key in keys}
    return {"parts": parts, "sources": sources, "unmentioned": [n for n in sources if n not in shown]}


def _source(row: Mapping[str, Any]) -> Source:
    where, language = course_rules.place_in(str(row.get("where") or ""), current_language())
    return Source(Bilingual.of(row), where, language)


def _reference(number: int) -> Markup:
    label = gettext("Source %(number)s", number=number)
    return Markup('<a class="ref" href="#s{0}" aria-label="{1}">{0}</a>').format(number, label)


def _ordered(block: str) -> str:
    """Key points are counted, so their list becomes an ordered one."""
    return "\n".join(f"1. {line[2:]}" if line.startswith("- ") else line for line in block.splitlines())


def _neighbours(forum: Forum, module: Module) -> dict[str, Any]:
    lessons = queries.list_lessons(forum)
    codes = [material.module.code for material in lessons if material.module]
    place = codes.index(module.code) if module.code in codes else None
    following = lessons[place + 1].module if place is not None and place + 1 < len(lessons) else None
    return {"place": place + 1 if place is not None else None, "lesson_count": len(lessons), "following": following}
