"""Search in the lessons of a forum and in the glossary, by any part of a word in either language."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from flask import Response, request

from forum_app.course import queries as course_queries
from forum_app.course.models import GlossaryTerm, Module, Passage
from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.access import allow, current_actor
from forum_app.kernel.i18n import current_language
from forum_app.kernel.web.answers import answer
from forum_app.materials import policy, queries, rules
from forum_app.materials.views.blueprint import blueprint

LONGEST_QUERY = 60
MOST_HITS = 3
"""Per lesson: the reader wants to know which lesson, and then reads it."""


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
    lessons = queries.list_lessons(forum, published_only=not is_staff) if typed else []
    today = clock.local_day(clock.now())
    ids = [
        one.module_id
        for one in lessons
        if one.module_id and (is_staff or rules.may_be_opened(one.label, last_day=forum.ends_on, today=today))
    ]
    passages = course_queries.search_passages(typed, ids, lang=current_language(), most=MOST_HITS)
    return answer(
        page="materials/search.html",
        typed=typed,
        terms=[_sides(one, typed) for one in course_queries.search_terms(typed)],
        found=_by_module(passages, typed),
        is_staff=is_staff,
    )


def _sides(term: GlossaryTerm, typed: str) -> list[tuple[str, rules.Excerpt]]:
    """Language and words of both sides; what was typed is marked in each that holds it."""
    sides = term.term.as_dict().items()
    return [(lang, rules.excerpt(words, typed) or rules.Excerpt(words, "", "")) for lang, words in sides]


def _by_module(passages: Iterable[Passage], typed: str) -> list[tuple[Module | None, list[Hit]]]:
    grouped = groupby(passages, key=lambda passage: passage.module)
    return [(module, [_hit(passage, typed) for passage in group]) for module, group in grouped]


def _hit(passage: Passage, typed: str) -> Hit:
    excerpt = rules.excerpt(passage.text, typed) or rules.Excerpt("", "", rules.opening(passage.text))
    other = "en" if passage.language == "km" else "km"
    return Hit(passage.number, passage.language, excerpt, other, rules.opening(passage.beside))
