"""A lesson cut into leaves: what is sent at once stays light on a slow line, however long the text is."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from flask import get_template_attribute
from markupsafe import Markup

from forum_app.materials import rules
from forum_app.materials.views.lesson import Block, Drawn, Part, Source

MOST_BYTES = 30_000
"""Of one answer, uncompressed; a Khmer letter takes three."""
AROUND = 3_400
"""Bytes of the head and the foot of a page in Khmer, with room for the longest title."""
AFTER = "check"
"""The place of what follows the text, beside the numbers of the sections."""


@dataclass(frozen=True, slots=True)
class Look:
    """In which languages a lesson is drawn, and the paragraph that is shown in both."""

    language: str
    other: str
    page: str
    can_peek: bool
    peek: int | None = None
    peeked: Markup | None = None

    @property
    def other_name(self) -> str:
        return {"km": "ខ្មែរ", "en": "English"}[self.other]


@dataclass(slots=True)
class Notes:
    """What stands beside one paragraph."""

    terms: list[rules.Found]
    sources: list[tuple[int, Source]]


@dataclass(slots=True)
class Leaf:
    """Some sections in a row. `title` is what its first section is called."""

    number: int
    title: str
    room: int
    pieces: list[Markup] = field(default_factory=list)
    places: list[int | str] = field(default_factory=list)
    blocks: set[int] = field(default_factory=set)
    shown: set[str] = field(default_factory=set)
    """Ids of the notes that it holds already."""
    has_after: bool = False
    """It ends with what follows the text, which the template draws."""

    @property
    def html(self) -> Markup:
        return Markup("\n").join(self.pieces)

    @property
    def size(self) -> int:
        return sum(len(piece.encode()) for piece in self.pieces)

    def takes(self, size: int) -> bool:
        """True when there is room, or when nothing is in it yet: a section is never cut."""
        return not self.pieces or self.size + size <= self.room


def cut(drawn: Drawn, look: Look, *, front: int, after: int, after_title: str, whole: bool = False) -> list[Leaf]:
    """The leaves of a lesson. `front` and `after` are bytes before and after its text; `whole` makes it one leaf."""
    room = 2**40 if whole else MOST_BYTES - AROUND
    leaves = [Leaf(1, "", room - front)]
    section = get_template_attribute("materials/_section.html", "section")
    for part in drawn.parts:
        html = section(part, _notes(part, drawn, leaves[-1].shown), look)
        if not leaves[-1].takes(len(html.encode())):
            leaves.append(Leaf(len(leaves) + 1, part.heading, room))
            html = section(part, _notes(part, drawn, set()), look)
        _put(leaves[-1], part, html)
    further = _further(drawn)
    if not leaves[-1].takes(after + len(further.encode())):
        leaves.append(Leaf(len(leaves) + 1, after_title, room))
    leaves[-1].pieces.append(further)
    leaves[-1].places.append(AFTER)
    leaves[-1].has_after = True
    return leaves


def leaf_of_block(leaves: list[Leaf], number: int | None) -> int:
    """Which leaf holds a paragraph; the first one for a paragraph that nobody knows."""
    return next((leaf.number for leaf in leaves if number in leaf.blocks), 1)


def href_of(leaves: list[Leaf], place: int | str, shown: Leaf) -> str:
    """The way to a section from the leaf that is shown."""
    leaf = next(leaf for leaf in leaves if place in leaf.places)
    anchor = f"#p{place}" if isinstance(place, int) else f"#{place}"
    return anchor if leaf is shown else f"?leaf={leaf.number}{anchor}"


def _put(leaf: Leaf, part: Part, html: Markup) -> None:
    leaf.pieces.append(html)
    leaf.places.append(part.place)
    leaf.blocks |= {block.number for block in part.blocks}
    leaf.shown |= {key for block in part.blocks for key in _keys(block)}


def _keys(block: Block) -> Iterator[str]:
    yield from (f"g{one.number}" for one in block.terms)
    yield from (f"s{number}" for number in block.sources)


def _notes(part: Part, drawn: Drawn, shown: set[str]) -> dict[int, Notes]:
    """Beside each paragraph the notes that neither the leaf nor an earlier paragraph of the section holds."""
    seen, found = set(shown), {}
    for block in part.blocks:
        terms = [one for one in block.terms if f"g{one.number}" not in seen]
        numbers = [number for number in block.sources if f"s{number}" not in seen]
        found[block.number] = Notes(terms, [(number, drawn.sources[number]) for number in numbers])
        seen.update(_keys(block))
    return found


def _further(drawn: Drawn) -> Markup:
    """The sources that no paragraph mentions."""
    if not drawn.unmentioned:
        return Markup()
    draw = get_template_attribute("materials/_section.html", "further")
    return Markup("{}").format(draw([(number, drawn.sources[number]) for number in drawn.unmentioned]))
