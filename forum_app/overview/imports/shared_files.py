"""The files that belong to no module: facts, glossary, help, and what every forum asks."""

import csv
from collections.abc import Iterator
from pathlib import Path

from forum_app.overview.imports.lesson import check_pairs
from forum_app.overview.imports.marked import Broken, Problem, name_of, read_marked
from forum_app.overview.imports.spelling import faults

MARKS = frozenset({"verified", "partly_verified", "memory", "memory_legal_check", "practice"})
"""How sure a fact is: read in its source, in a part of it, known by heart, or a habit of the trade."""
AREAS = frozenset({"legal", "forensics", "child", "agency"})
COLUMNS = ["en", "km", "area", "source"]


def check_shared(root: Path) -> list[Problem]:
    """Every fault of these files; one that is missing is a fault itself."""
    found: list[Problem] = []
    for name, check in (("facts.yaml", _facts), ("glossary.csv", _glossary), ("help.yaml", _help)):
        path = root / name
        if not path.exists():
            found.append(Problem(name_of(path), 1, "the file is missing"))
            continue
        try:
            found += check(path)
        except Broken as broken:
            found.append(broken.problem)
    feedback = root / "forums" / "feedback.yaml"
    return found + check_pairs(read_marked(feedback))


def _facts(path: Path) -> Iterator[Problem]:
    marked = read_marked(path)
    if not isinstance(marked.data, list):
        yield marked.problem("the file is no list of facts")
        return
    seen: set[str] = set()
    for number, fact in enumerate(marked.data):
        name = str(fact.get("id") or "") if isinstance(fact, dict) else ""
        if not name:
            yield marked.problem("the fact has no id", number)
            continue
        if name in seen:
            yield marked.problem(f"the fact {name} is there twice", number)
        seen.add(name)
        if fact.get("mark") not in MARKS:
            yield marked.problem(f"{name}: the mark must be one of {', '.join(sorted(MARKS))}", number, "mark")
        if not isinstance(fact.get("legal_review_needed"), bool):
            yield marked.problem(f"{name}: legal_review_needed must be true or false", number, "legal_review_needed")


def _glossary(path: Path) -> Iterator[Problem]:
    name = name_of(path)
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines)
        if next(reader, None) != COLUMNS:
            yield Problem(name, 1, f"the first line must be {','.join(COLUMNS)}")
            return
        seen: set[tuple[str, str]] = set()
        for row in reader:
            for fault in _term(row, seen):
                yield Problem(name, reader.line_num, fault)


def _term(row: list[str], seen: set[tuple[str, str]]) -> Iterator[str]:
    if len(row) != len(COLUMNS):
        yield f"the line has {len(row)} cells, {len(COLUMNS)} are wanted (a cell with a comma stands in quotes)"
        return
    english, khmer, area, _ = row
    for text, side in ((khmer, "Khmer"), (english, "English")):
        if not text.strip():
            yield f"the {side} side is missing"
        yield from faults(text)
    if area not in AREAS:
        yield f"the area «{area}» must be one of {', '.join(sorted(AREAS))}"
    if (english, area) in seen:
        yield f"the term «{english}» is there twice in {area}"
    seen.add((english, area))


def _help(path: Path) -> Iterator[Problem]:
    marked = read_marked(path)
    data = marked.data if isinstance(marked.data, dict) else {}
    for name in ("title", "lines"):
        if not data.get(name):
            yield marked.problem(f"the help has no {name}", name)
    yield from check_pairs(marked)
