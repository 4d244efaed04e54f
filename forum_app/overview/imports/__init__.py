"""Reads the course content with the eyes of a proof-reader: every fault with its file, its line and plain words."""

from pathlib import Path

from forum_app.course.imports import content_folder
from forum_app.overview.imports import bank, exercise, lesson, papers
from forum_app.overview.imports.marked import Broken, Marked, Problem, read_marked

__all__ = ["Problem", "check", "facts_of"]


def check(folder: Path | None = None) -> list[Problem]:
    """Everything that is wrong with the content, by file and line; empty when it may be taught."""
    root = folder or content_folder()
    found = papers.check_exhibits(root)
    facts = _facts(root, found)
    for path in sorted(root.glob("*/module.yaml")):
        found += _module(path.parent, facts)
    return sorted(set(found))


def facts_of(root: Path) -> dict[str, bool]:
    """The facts that questions may point at; True where a lawyer has still to read the fact."""
    marked = read_marked(root / "facts.yaml")
    return {str(row["id"]): bool(row["legal_review_needed"]) for row in marked.data or ()}


def _facts(root: Path, found: list[Problem]) -> dict[str, bool]:
    try:
        return facts_of(root)
    except Broken as broken:
        found.append(broken.problem)
        return {}


def _module(folder: Path, facts: dict[str, bool]) -> list[Problem]:
    found: list[Problem] = []
    files: dict[str, Marked] = {}
    for name in ("module", "questions", "exercise"):
        try:
            files[name] = read_marked(folder / f"{name}.yaml")
        except Broken as broken:
            found.append(broken.problem)
    for marked in files.values():
        found += lesson.check_pairs(marked)
    if "module" in files:
        found += lesson.check_module(files["module"], folder)
        if "questions" in files:
            found += bank.check_questions(files["questions"], files["module"], facts)
    if "exercise" in files:
        found += exercise.check_exercise(files["exercise"]) + papers.check_materials(folder)
    return found
