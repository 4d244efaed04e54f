"""How a teaching text is built, and what a module of the course content must have."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from forum_app.kernel.refusal import N_, Refusal

KEY_POINTS = frozenset({"Key points", "ចំណុចសំខាន់"})
READINGS: dict[str, str] = {
    "km": N_("A native reader has not yet read the Khmer text."),
    "en": N_("A native reader has not yet read the English text."),
    "law": N_("A Cambodian lawyer has not yet read this text."),
}
LAW_STATUS_NAMES: dict[str, str] = {
    "in_force": N_("in force"),
    "ratified": N_("ratified"),
    "draft": N_("draft"),
    "expired": N_("expired"),
    "pending_review": N_("to be read by a lawyer"),
}
_HEADING = re.compile(r"(#+)\s+")
_ITEM = re.compile(r"([-*]|\d+\.)\s+")
_MARKS = re.compile(r"\[\^[^\]]*\]|[*_`#>]|^- ", re.MULTILINE)
REFERENCE = re.compile(r"\[\^([A-Za-z0-9._-]+)\]")


class ContentBroken(Refusal):
    """Course content that does not fit together is not loaded at all."""

    text = N_("The course content cannot be loaded: %(problems)s")
    status = 422


@dataclass(frozen=True, slots=True)
class Section:
    """One `## heading` of a teaching text with its paragraphs and lists, still as Markdown."""

    heading: str
    blocks: tuple[str, ...]

    @property
    def is_key_points(self) -> bool:
        return self.heading in KEY_POINTS


@dataclass(slots=True)
class _Open:
    heading: str
    lines: list[str] = field(default_factory=list)

    def close(self) -> Section:
        blocks = [block.strip() for block in re.split(r"\n\s*\n", "\n".join(self.lines))]
        return Section(self.heading, tuple(block for block in blocks if block))


def sections(text: str) -> list[Section]:
    """The sections of a teaching text; matter before the first heading becomes one without a heading."""
    opened = [_Open("")]
    for line in text.splitlines():
        if line.startswith("## "):
            opened.append(_Open(line.removeprefix("## ").strip()))
        else:
            opened[-1].lines.append(line)
    found = [one.close() for one in opened]
    return [section for section in found if section.heading or section.blocks]


def plain_blocks(text: str) -> list[str]:
    """Paragraphs without their Markdown, in order; a list stays one paragraph."""
    return [" ".join(_MARKS.sub("", block).split()) for section in sections(text) for block in section.blocks]


def references(text: str) -> list[str]:
    """The source keys a text mentions, in order of their first mention."""
    return list(dict.fromkeys(REFERENCE.findall(text)))


def place_in(where: str, lang: str) -> tuple[str, str]:
    """The article or section of a source and its language; a bilingual one is written `khmer / english`."""
    km, slash, en = where.partition(" / ")
    if slash:
        return (km, "km") if lang == "km" else (en, "en")
    return where, "en" if where.isascii() else "km"


def unread(read_by: Mapping[str, Any], *, is_law: bool) -> list[str]:
    """The sentences that say who has not read this text yet. `law` is asked only of law modules."""
    wanted = ("km", "en", "law") if is_law else ("km", "en")
    return [READINGS[key] for key in wanted if not read_by.get(key)]


def problems(module: Mapping[str, Any], texts: Mapping[str, str]) -> list[str]:
    """What is wrong with a module, in English for whoever writes content; empty when it can be loaded."""
    found = [f"no {name}" for name in ("code", "title", "objectives") if not module.get(name)]
    keys = {source["key"] for source in module.get("sources") or ()}
    shapes = {}
    for lang, text in texts.items():
        parts = sections(text)
        shapes[lang] = len(parts)
        found += [f"{lang}.md mentions the unknown source {key}" for key in references(text) if key not in keys]
        if not any(part.is_key_points for part in parts):
            found.append(f"{lang}.md has no key points")
    if len(set(shapes.values())) > 1:
        found.append(f"km.md and en.md have different sections: {shapes}")
    for objective in module.get("objectives") or ():
        if not (objective.get("km") and objective.get("en")):
            found.append(f"objective {objective.get('code')} is not in both languages")
    return found


@dataclass(frozen=True, slots=True)
class Card:
    """One lesson on half a sheet: what is done, what is not, and the line to remember."""

    do: tuple[str, ...]
    do_not: tuple[str, ...]
    remember: str

    @property
    def line_count(self) -> int:
        return len(self.do) + len(self.do_not)


def card(text: str) -> Card:
    """The summary card of a teaching text: its last two lists before the key points, and the first key point.

    The card repeats nothing that could fall behind the lesson: both are the same lines.
    """
    parts = sections(text)
    lists = [_items(block) for part in parts if not part.is_key_points for block in part.blocks if _items(block)]
    points = [point for part in parts if part.is_key_points for block in part.blocks for point in _items(block)]
    do, do_not = lists[-2:] if len(lists) > 1 else ((), ())
    return Card(do, do_not, points[0] if points else "")


def _items(block: str) -> tuple[str, ...]:
    """The items of a list as plain words; nothing when the block is no list."""
    lines = block.splitlines()
    if not all(line.startswith("- ") for line in lines):
        return ()
    return tuple(REFERENCE.sub("", line[2:]).replace("**", "").strip() for line in lines)


@dataclass(frozen=True, slots=True)
class Reading:
    """Whether somebody qualified has read one side of a module: who, and when."""

    key: str
    by: str
    on: str

    @property
    def is_read(self) -> bool:
        return bool(self.by)


def readings(read_by: Mapping[str, Any], *, is_law: bool) -> list[Reading]:
    """The readings that a module needs. The content writes each as `{name, on}`, or as one line."""
    found = []
    for key in ("km", "en", "law") if is_law else ("km", "en"):
        value = read_by.get(key) or {}
        entry = value if isinstance(value, Mapping) else {"name": str(value)}
        found.append(Reading(key, str(entry.get("name") or ""), str(entry.get("on") or "")))
    return found


@dataclass(frozen=True, slots=True)
class Piece:
    """A heading, a paragraph or an item of a teaching text: what a reader corrects at once."""

    kind: str
    mark: str
    """The Markdown in front of it, such as `## ` or `- `."""
    text: str
    line: int
    last_line: int


def pieces(text: str) -> list[Piece]:
    """The pieces of a text in order, with their lines; a paragraph over several lines is one piece."""
    found: list[Piece] = []
    is_open = False
    for number, line in enumerate(text.splitlines(), 1):
        kind, mark = _kind(line.strip())
        words = line.strip().removeprefix(mark)
        if kind == "paragraph" and is_open:
            before = found.pop()
            found.append(replace(before, text=f"{before.text} {words}", last_line=number))
        elif kind:
            found.append(Piece(kind, mark, words, number, number))
        is_open = bool(kind) and not kind.startswith("heading")
    return found


def _kind(line: str) -> tuple[str, str]:
    if found := _HEADING.match(line):
        return f"heading of level {len(found[1])}", found[0]
    if found := _ITEM.match(line):
        return "list item" if line[0] in "-*" else "numbered item", found[0]
    return "paragraph" if line else "", ""


def with_corrections(text: str, corrected: Mapping[int, str]) -> str:
    """The text with some of its pieces, counted from 1, in other words; all other lines stay as they are."""
    lines: list[str | None] = list(text.splitlines())
    known = pieces(text)
    for number, words in corrected.items():
        piece = known[number - 1]
        lines[piece.line - 1 : piece.last_line] = [f"{piece.mark}{words}"] + [None] * (piece.last_line - piece.line)
    return "\n".join(line for line in lines if line is not None) + "\n"


def version_of(texts: Mapping[str, str]) -> str:
    """A short fingerprint of both texts: corrections fit only the text that they were made on."""
    both = "\0".join(texts.get(lang, "") for lang in ("km", "en"))
    return hashlib.sha256(both.encode()).hexdigest()[:12]
