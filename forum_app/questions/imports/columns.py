"""What the columns of a table of questions are called, and what stands in them."""

import re
from typing import Any

from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.khmer.digits import latin_digits
from forum_app.kernel.khmer.text import is_khmer
from forum_app.kernel.spreadsheet.limits import Row
from forum_app.questions.imports.words import tidy

OPTIONS = 8
"""Answers that have columns in the template; as many as twelve are read."""
MOST_OPTIONS = 12
COLUMN_NAMES: dict[str, tuple[str, str]] = {
    "code": ("លេខកូដ", "Code"),
    "module": ("ម៉ូឌុល", "Module"),
    "objective": ("គោលបំណង", "Objective"),
    "kind": ("ប្រភេទ", "Kind"),
    "stem_km": ("សំណួរ (ខ្មែរ)", "Question (Khmer)"),
    "stem_en": ("សំណួរ (អង់គ្លេស)", "Question (English)"),
    "right": ("ចម្លើយត្រឹមត្រូវ", "Right answer"),
    "feedback_km": ("ការពន្យល់ (ខ្មែរ)", "Explanation (Khmer)"),
    "feedback_en": ("ការពន្យល់ (អង់គ្លេស)", "Explanation (English)"),
    "source_km": ("ប្រភព (ខ្មែរ)", "Source (Khmer)"),
    "source_en": ("ប្រភព (អង់គ្លេស)", "Source (English)"),
    "law_reference": ("មាត្រាច្បាប់", "Law article"),
    "difficulty": ("កម្រិតលំបាក", "Difficulty"),
    "use": ("ប្រើសម្រាប់", "Used for"),
    "unit_km": ("ឯកតា (ខ្មែរ)", "Unit (Khmer)"),
    "unit_en": ("ឯកតា (អង់គ្លេស)", "Unit (English)"),
    "exhibit": ("ករណីសិក្សា", "Case file"),
}
SYNONYMS: dict[str, tuple[str, ...]] = {
    "code": ("qid", "id", "no.", "no", "ល.រ", "លេខ"),
    "kind": ("type", "question type"),
    "stem": ("question", "stem", "question text", "សំណួរ"),
    "right": ("correct", "answer", "key", "correct answer", "right", "ចម្លើយ", "ចម្លើយត្រូវ"),
    "feedback": ("explanation", "feedback", "ការពន្យល់", "មូលហេតុ"),
    "source": ("source", "ប្រភព"),
    "law_reference": ("law_ref", "law", "article", "មាត្រា"),
    "unit": ("unit", "ឯកតា"),
    "use": ("use", "purpose"),
}
LETTERS = "abcdefghijkl"
KHMER_LETTERS = "កខគឃងចឆជឈញដឋ"
_OPTION = re.compile(
    r"(?:option|answer|choice|ចម្លើយ|ជម្រើស)?\s*(?:ទី\s*)?(\d{1,2}|[a-l]|[ក-ឋ])\s*(?:\(?(km|en|khmer|english|ខ្មែរ|អង់គ្លេស)\)?)?"
)
_SIDE = {"km": "km", "khmer": "km", "ខ្មែរ": "km", "en": "en", "english": "en", "អង់គ្លេស": "en"}


def places_of(header: Row) -> dict[str, int]:
    """Our name of a column and where it stands: `stem_km`, `option3_en`, `right` ..."""
    places: dict[str, int] = {}
    for index, cell in enumerate(header.cells):
        # Our own template writes both languages into one cell, on two lines.
        for part in str(cell or "").splitlines():
            name = _column(" ".join(part.split()).casefold())
            if name and name not in places:
                places[name] = index
    return places


def _column(word: str) -> str:
    for name, titles in COLUMN_NAMES.items():
        if word == name or word in {title.casefold() for title in titles}:
            return name
    for name, words in SYNONYMS.items():
        if word in words:
            return name
    is_option = _OPTION.fullmatch(latin_digits(word).replace("_", " "))
    if not is_option:
        return ""
    side = _SIDE.get(is_option[2] or "", "")
    return f"option{place_of(is_option[1]) + 1}" + (f"_{side}" if side else "")


def place_of(letter: str) -> int:
    """The place, from 0, that a letter of either alphabet or a number counted from 1 names; -1 if none."""
    if letter.isdecimal():
        return int(letter) - 1
    return LETTERS.find(letter) if letter in LETTERS else KHMER_LETTERS.find(letter)


class Cells:
    """The cells of one row by our names."""

    def __init__(self, row: Row, places: dict[str, int]) -> None:
        self._row, self._places = row, places

    def text(self, name: str) -> str:
        index = self._places.get(name)
        value: Any = self._row.cells[index] if index is not None and index < len(self._row.cells) else None
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return tidy(str(value)) if value is not None else ""

    def pair(self, name: str) -> Bilingual:
        """Both languages of a column; one without a language fills the side its letters belong to."""
        km, en, either = self.text(f"{name}_km"), self.text(f"{name}_en"), self.text(name)
        if either and not (km if is_khmer(either) else en):
            km, en = (either, en) if is_khmer(either) else (km, either)
        return Bilingual(km=km, en=en)

    def options(self) -> list[Bilingual]:
        """The answers up to the last one that is not empty."""
        all_ = [self.pair(f"option{number}") for number in range(1, MOST_OPTIONS + 1)]
        while all_ and not all_[-1]:
            all_.pop()
        return all_
