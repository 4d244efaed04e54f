"""Search in the lessons of a forum and in the glossary, by any part of a word in either language."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Response, request

from forum_app.course import queries as course_queries
from forum_app.course import rules as course_rules
from forum_app.course.models import Module
from forum_app.forums.models import Forum
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.web.answers import answer
from forum_app.materials import policy, queries, rules
from forum_app.materials.views.blueprint import blueprint

LONGEST_QUERY = 60
MOST_HITS = 3
"""Per lesson: the reader wants to know which lesson, and then reads it."""
_MARKDOWN = re.compile(r"\[\^[^\]]*\]|[*_`#>]|^- ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Hit:
    """A paragraph that holds the words: its place in the lesson, and the words in context in both languages."""

    number: int
    language: str
    excerpt: rules.Excerpt
    other_language: str
    other: str


@blueprint.route("/forums/<forum_code>/me/search")
@allow(policy.may_read, forum=Forum)
def search(forum: Forum) -> Response:
    """Lessons the reader may open, and the glossary."""
    typed = request.args.get("q", "")[:LONGEST_QUERY].strip()
    is_staff = policy.may_manage(current_actor(), forum)
    lessons = queries.list_lessons(forum, published_only=not is_staff)
    modules = course_queries.search_modules(typed, [one.module_id for one in lessons if one.module_id])
    found = [(module, _hits(module, typed)) for module in modules]
    return answer(
        page="materials/search.html",
        typed=typed,
        terms=course_queries.search_terms(typed),
        found=[(module, hits) for module, hits in found if hits],
        is_staff=is_staff,
    )


def _hits(module: Module, typed: str) -> list[Hit]:
    hits: list[Hit] = []
    for number, language, text, other in _paragraphs(module):
        excerpt = rules.excerpt(text, typed)
        if excerpt and all(hit.number != number for hit in hits):
            other_language = "en" if language == "km" else "km"
            hits.append(Hit(number, language, excerpt, other_language, rules.opening(other)))
    return sorted(hits, key=lambda hit: hit.number)[:MOST_HITS]


def _paragraphs(module: Module) -> Iterator[tuple[int, str, str, str]]:
    """Number, language, text and the same paragraph of the other side, Khmer first."""
    km, en = _plain_blocks(module.text_km), _plain_blocks(module.text_en)
    for language, own, other in (("km", km, en), ("en", en, km)):
        beside = other if len(own) == len(other) else [""] * len(own)
        for number, (text, side) in enumerate(zip(own, beside, strict=True), 1):
            yield number, language, text, side


def _plain_blocks(text: str) -> list[str]:
    """Paragraphs without their Markdown; a list stays one paragraph."""
    blocks = [block for section in course_rules.sections(text) for block in section.blocks]
    return [" ".join(_MARKDOWN.sub("", block).split()) for block in blocks]
