"""What an exercise must have, so that two trainers mark it alike."""

from collections.abc import Iterator, Mapping
from typing import Any

from forum_app.overview.imports.marked import Marked, Problem

CRITERIA = range(5, 7)
LEVELS = 4
LANGUAGES = {"km": "Khmer", "en": "English"}


def check_exercise(marked: Marked) -> list[Problem]:
    """Five or six criteria with four levels each, each of them described, and at least one of them critical."""
    if not marked.data:
        return [marked.problem("the module has no exercise")]
    criteria = marked.data.get("criteria") or []
    found = [
        marked.problem(f"the exercise has no {name}") for name in ("code", "title", "task") if not marked.data.get(name)
    ]
    if len(criteria) not in CRITERIA:
        found.append(marked.problem(f"the exercise has {len(criteria)} criteria, 5 or 6 are wanted", "criteria"))
    if criteria and not any(criterion.get("critical") for criterion in criteria):
        found.append(marked.problem("no criterion is marked critical", "criteria"))
    for number, criterion in enumerate(criteria):
        found += [marked.problem(fault, "criteria", number, "levels") for fault in _levels(criterion)]
    return found


def _levels(criterion: Mapping[str, Any]) -> Iterator[str]:
    """Four levels that differ in both languages. "Not observed" is no level: every page and sheet offers it."""
    levels = criterion.get("levels") or []
    if len(levels) != LEVELS:
        yield f"the criterion has {len(levels)} levels, {LEVELS} are wanted"
    for lang, name in LANGUAGES.items():
        texts = [str(level.get(lang) or "").strip().casefold() for level in levels]
        if len(set(texts)) < len(texts):
            yield f"two levels say the same in {name}"
