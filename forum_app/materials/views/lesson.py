"""How a lesson is drawn: numbered sections, paragraphs with their notes, and the same paragraph of the other side."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext
from markupsafe import Markup

from forum_app.course import rules as course_rules
from forum_app.course.models import GlossaryTerm, Module
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.i18n import current_language
from forum_app.kernel.markdown import to_html
from forum_app.materials import rules


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a list, with the notes that stand beside it."""

    number: int
    """Its place in the whole lesson, the same in both languages."""
    html: Markup
    sources: list[int]
    """Numbers of the sources that it mentions."""
    terms: list[rules.Found]
    """Terms that its section uses here for the first time."""


@dataclass(slots=True)
class Part:
    """One section as it is drawn: `number` is empty for the introduction and the key points."""

    place: int
    heading: str
    number: int | None
    is_key: bool
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Source:
    """A source as it is shown: its name, and the article or section with the language that is written in."""

    name: Bilingual
    where: str
    where_language: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A lesson: its sections, its sources by number, and the numbers of those that no paragraph mentions."""

    parts: list[Part]
    sources: dict[int, Source]
    unmentioned: list[int]


def draw(module: Module, text: str, terms: Iterable[GlossaryTerm], language: str) -> Drawn:
    """Sections, and the sources in the order in which the text first mentions them."""
    by_key = {source["key"]: source for source in module.sources}
    keys = [key for key in course_rules.references(text) if key in by_key]
    keys += [key for key in by_key if key not in keys]
    pen = _Pen({key: number for number, key in enumerate(keys, 1)}, terms, language)
    parts: list[Part] = []
    for place, section in enumerate(course_rules.sections(text)):
        counted = sum(part.number is not None for part in parts)
        is_numbered = place > 0 and not section.is_key_points
        part = Part(place, section.heading, counted + 1 if is_numbered else None, section.is_key_points)
        part.blocks = pen.blocks(section)
        parts.append(part)
    sources = {number: _source(by_key[key]) for key, number in pen.numbers.items()}
    unmentioned = [number for number in sources if number not in pen.shown]
    return Drawn(parts, sources, unmentioned)


class _Pen:
    """Remembers while a lesson is drawn which sources and terms were already shown."""

    def __init__(self, numbers: dict[str, int], terms: Iterable[GlossaryTerm], language: str) -> None:
        self.numbers = numbers
        self.shown: set[int] = set()
        self._references = {key: _reference(number) for key, number in numbers.items()}
        self._terms = rules.TermMarker([one.term for one in terms], language)
        self._count = 0

    def blocks(self, section: course_rules.Section) -> list[Block]:
        self._terms.new_section()
        return [self._block(block, is_key=section.is_key_points) for block in section.blocks]

    def _block(self, block: str, *, is_key: bool) -> Block:
        mentioned = [self.numbers[key] for key in course_rules.references(block) if key in self.numbers]
        self.shown.update(mentioned)
        self._count += 1
        found: list[rules.Found] = []

        def linked(html: str) -> str:
            marked, terms = self._terms.mark(html)
            found.extend(terms)
            return marked

        has_terms = not is_key and not block.startswith("#")
        html = to_html(_ordered(block) if is_key else block, self._references, linked=linked if has_terms else None)
        return Block(self._count, html, list(dict.fromkeys(mentioned)), found)


def _source(row: Mapping[str, Any]) -> Source:
    where, language = course_rules.place_in(str(row.get("where") or ""), current_language())
    return Source(Bilingual.of(row), where, language)


def _reference(number: int) -> Markup:
    label = gettext("Source %(number)s", number=number)
    return Markup('<a class="ref" href="#s{0}" aria-label="{1}">{0}</a>').format(number, label)


def _ordered(block: str) -> str:
    """Key points are counted, so their list becomes an ordered one."""
    return "\n".join(f"1. {line[2:]}" if line.startswith("- ") else line for line in block.splitlines())


def other_side(module: Module, shown: str) -> list[Markup]:
    """Every paragraph in the language that is not shown, when both sides are built alike; otherwise nothing."""
    own, other = (module.text_km, module.text_en) if shown == "km" else (module.text_en, module.text_km)
    shapes = [[len(section.blocks) for section in course_rules.sections(text)] for text in (own, other)]
    if shapes[0] != shapes[1]:
        return []
    blocks = [block for section in course_rules.sections(other) for block in section.blocks]
    return [to_html(block, {}) for block in blocks]
