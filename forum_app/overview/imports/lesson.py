"""What a module and its two texts must have."""

import re
from collections.abc import Iterator
from pathlib import Path

from forum_app.course import rules
from forum_app.overview.imports.marked import Marked, Problem, name_of, pairs
from forum_app.overview.imports.spelling import faults

LAW_NOTES = {
    "en": re.compile(
        r"Training material, not legal advice\. The Khmer text of the law prevails\. Checked on \d{1,2} \w+ \d{4}\."
    ),
    "km": re.compile("ឯកសារបណ្តុះបណ្តាល មិនមែនជាយោបល់ផ្នែកច្បាប់ទេ។ ត្រូវយកអត្ថបទច្បាប់ជាភាសាខ្មែរជាគោល។ បានពិនិត្យនៅថ្ងៃទី"),
}
"""The sentence that every module about law begins with: what it is, which text prevails, when it was checked."""
SELF_CHECKS = 3
CARD_LINES = range(6, 10)
"""What an officer takes in at a glance; the card is made of the last two lists before the key points."""


def check_pairs(marked: Marked) -> list[Problem]:
    """Both sides of every pair are written, and the Khmer is typed as it should be."""
    found = []
    for place, value in pairs(marked.data):
        for lang, name in (("km", "Khmer"), ("en", "English")):
            text = value.get(lang)
            if not isinstance(text, str) or not text.strip():
                found.append(marked.problem(f"the {name} side is missing", *place))
            else:
                found += [marked.problem(fault, *place, lang) for fault in faults(text)]
    return found


def check_module(marked: Marked, folder: Path) -> list[Problem]:
    """The head of the module, and its texts against it and against each other."""
    data = marked.data or {}
    found = [
        marked.problem(f"the module has no {name}") for name in ("code", "title", "objectives") if not data.get(name)
    ]
    found += _self_check(marked)
    texts = {lang: folder / f"{lang}.md" for lang in ("km", "en")}
    missing = [Problem(name_of(path), 1, "the file is missing") for path in texts.values() if not path.exists()]
    if missing:
        return found + missing
    keys = {source["key"] for source in data.get("sources") or ()}
    for lang, path in texts.items():
        found += _text(path, lang, keys, is_law=bool(data.get("law_status")))
    return found + _structure(texts["km"], texts["en"])


def _self_check(marked: Marked) -> Iterator[Problem]:
    """Three statements, each true or false with its reason, and not all of a kind. Pairs are looked at elsewhere."""
    checks = (marked.data or {}).get("self_check") or []
    if len(checks) != SELF_CHECKS:
        yield marked.problem(f"the self-check has {len(checks)} statements, {SELF_CHECKS} are wanted", "self_check")
    for number, check in enumerate(checks):
        if not isinstance(check.get("answer"), bool):
            yield marked.problem(
                "the statement needs `answer: true` or `answer: false`", "self_check", number, "answer"
            )
        for name, one in (("words", check), ("reason", check.get("why"))):
            if not isinstance(one, dict) or not ("km" in one or "en" in one):
                yield marked.problem(f"the statement has no {name}", "self_check", number)
    if checks and len({bool(check.get("answer")) for check in checks}) == 1:
        yield marked.problem("all statements of the self-check have the same answer", "self_check")


def _text(path: Path, lang: str, keys: set[str], *, is_law: bool) -> Iterator[Problem]:
    text = path.read_text(encoding="utf-8")
    name = name_of(path)
    for number, line in enumerate(text.splitlines(), 1):
        for fault in faults(line):
            yield Problem(name, number, fault)
        for key in rules.references(line):
            if key not in keys:
                yield Problem(name, number, f"the source {key} is not among the sources of module.yaml")
    if not any(section.is_key_points for section in rules.sections(text)):
        yield Problem(name, 1, "there is no section of key points")
    lines = rules.card(text).line_count
    if lines not in CARD_LINES:
        yield Problem(name, 1, f"the summary card has {lines} lines to do and not to do, 6 to 9 are wanted")
    if is_law and not LAW_NOTES[lang].search(text):
        yield Problem(name, 1, "this module is about law, but the note on law and the day it was checked is missing")


def _structure(km: Path, en: Path) -> list[Problem]:
    """Both texts are built alike, paragraph by paragraph; only the first difference is named."""
    khmer, english = rules.pieces(km.read_text(encoding="utf-8")), rules.pieces(en.read_text(encoding="utf-8"))
    for one, other in zip(khmer, english, strict=False):
        if one.kind != other.kind:
            return [
                Problem(name_of(km), one.line, f"here is a {one.kind}, en.md has a {other.kind} on line {other.line}")
            ]
    if len(khmer) == len(english):
        return []
    longer, shorter, rest = (
        (km, en, khmer[len(english) :]) if len(khmer) > len(english) else (en, km, english[len(khmer) :])
    )
    return [Problem(name_of(longer), rest[0].line, f"this {rest[0].kind} has no counterpart in {shorter.name}")]
