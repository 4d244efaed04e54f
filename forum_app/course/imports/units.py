"""The texts of the course one by one, each under a key that stays the same, and the course with other words in them."""

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from forum_app.course.imports.files import ModuleContent, read_feedback_questions, read_glossary, read_modules
from forum_app.course.rules import Piece, Unit, pieces, with_corrections

Words = Mapping[tuple[str, str], str]
"""Other words for texts, by key and language."""
GLOSSARY, FEEDBACK = "glossary", "feedback"
NO_TEXT = "read_by"
"""Who has read a module is written in two languages, but nobody translates it."""


@dataclass(frozen=True, slots=True)
class CourseContent:
    """Everything in git that translators work on."""

    modules: list[ModuleContent] = field(default_factory=list)
    glossary: list[dict[str, str]] = field(default_factory=list)
    feedback: list[dict[str, Any]] = field(default_factory=list)

    def units(self) -> list[Unit]:
        """All texts in the order in which they are read."""
        found = [unit for module in self.modules for unit in units_of_module(module)]
        return found + units_of_glossary(self.glossary) + units_of_feedback(self.feedback)

    def with_words(self, words: Words) -> "CourseContent":
        """A copy that says other words where some are given. The English of a term is its name and stays."""
        modules = [_module_with(module, words) for module in self.modules]
        glossary = [{**row, "km": words.get((_term_key(row), "km"), row["km"])} for row in self.glossary]
        return CourseContent(modules, glossary, _tree_with(self.feedback, FEEDBACK, words))


def read_course(folder: Path | None = None) -> CourseContent:
    """The modules with their questions and exercises, the glossary, and the questions of the feedback."""
    return CourseContent(read_modules(folder), read_glossary(folder), read_feedback_questions(folder))


def units_of_module(content: ModuleContent) -> list[Unit]:
    """Title, objectives and the rest of the head, the teaching text, questions, exercise."""
    code = content.code
    found = _units(content.data, f"{code}/module")
    found += _paragraphs(code, pieces(content.texts.get("km", "")), pieces(content.texts.get("en", "")))
    found += _units(content.cases, f"{code}/cases") + _units(content.questions, f"{code}/questions")
    return found + _units(content.exercise, f"{code}/exercise")


def units_of_glossary(rows: Sequence[Mapping[str, str]]) -> list[Unit]:
    """One for each term."""
    return [Unit(_term_key(row), row["km"], row["en"]) for row in rows]


def units_of_feedback(rows: Sequence[Mapping[str, Any]]) -> list[Unit]:
    """The questions that every forum asks."""
    return _units(rows, FEEDBACK)


def labelled_pairs(value: Any, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every mapping with a Khmer or an English side under its key: items of a list by their code, else by number."""
    if isinstance(value, Mapping):
        if "km" in value or "en" in value:
            yield path, value  # type: ignore[misc]
        for name, item in value.items():
            if name != NO_TEXT:
                yield from labelled_pairs(item, f"{path}/{name}")
    elif isinstance(value, list):
        for number, item in enumerate(value, 1):
            yield from labelled_pairs(item, f"{path}/{label_of(item, number)}")


def label_of(item: Any, number: int) -> str:
    """How an item of a list is called in a key."""
    name = (item.get("code") or item.get("key")) if isinstance(item, Mapping) else None
    return str(name or number)


def _units(value: Any, path: str) -> list[Unit]:
    pairs = labelled_pairs(value, path)
    return [Unit(key, str(pair.get("km") or ""), str(pair.get("en") or "")) for key, pair in pairs]


def _paragraphs(code: str, khmer: Sequence[Piece], english: Sequence[Piece]) -> list[Unit]:
    """Paragraph by paragraph; nothing while the texts are not built alike (`content check` says where)."""
    if [piece.kind for piece in khmer] != [piece.kind for piece in english]:
        return []
    both = enumerate(zip(khmer, english, strict=True), 1)
    return [Unit(f"{code}/text/{number}", km.text, en.text, km.mark) for number, (km, en) in both]


def _term_key(row: Mapping[str, str]) -> str:
    return f"{GLOSSARY}/{row['area']}/{row['en']}"


def _module_with(module: ModuleContent, words: Words) -> ModuleContent:
    code = module.code
    mine = {place: text for place, text in words.items() if place[0].startswith(f"{code}/")}
    if not mine:
        return module
    return replace(
        module,
        data=_tree_with(module.data, f"{code}/module", mine),
        texts={lang: _text_with(text, f"{code}/text/", lang, mine) for lang, text in module.texts.items()},
        cases=_tree_with(module.cases, f"{code}/cases", mine),
        questions=_tree_with(module.questions, f"{code}/questions", mine),
        exercise=_tree_with(module.exercise, f"{code}/exercise", mine),
    )


def _text_with(text: str, path: str, lang: str, words: Words) -> str:
    numbers = {
        int(key.removeprefix(path)): said
        for (key, side), said in words.items()
        if side == lang and key.startswith(path) and key.removeprefix(path).isdecimal()
    }
    known = len(pieces(text))
    return with_corrections(text, {number: said for number, said in numbers.items() if number <= known})


def _tree_with(value: Any, path: str, words: Words) -> Any:
    made = copy.deepcopy(value)
    for key, pair in labelled_pairs(made, path):
        for lang in ("km", "en"):
            if (key, lang) in words:
                pair[lang] = words[key, lang]
    return made
