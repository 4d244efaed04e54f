"""Reads the course content with the eyes of a proof-reader: every fault with its file, its line and plain words."""

from pathlib import Path

from forum_app.course.imports import content_folder
from forum_app.overview.imports import bank, exercise, kinds, lesson, papers
from forum_app.overview.imports.marked import Broken, Marked, Problem, read_marked
from forum_app.overview.imports.shared_files import check_shared

__all__ = ["Problem", "check", "facts_of"]


def check(folder: Path | None = None) -> list[Problem]:
    """Everything that is wrong with the content, by file and line; empty when it may be taught."""
    root = folder or content_folder()
    found = papers.check_exhibits(root) + check_shared(root)
    facts = _facts(root)
    for path in sorted(root.glob("*/module.yaml")):
        found += _module(path.parent, facts)
    return sorted(set(found))


def facts_of(root: Path) -> dict[str, bool]:
    """The facts that questions may point at; True where a lawyer has still to read the fact."""
    rows = read_marked(root / "facts.yaml").data or ()
    return {
        str(row["id"]): bool(row.get("legal_review_needed")) for row in rows if isinstance(row, dict) and "id" in row
    }


def _facts(root: Path) -> dict[str, bool]:
    try:
        return facts_of(root)
    except Broken:
        return {}  # `check_shared` has said so


def _module(folder: Path, facts: dict[str, bool]) -> list[Problem]:
    found: list[Problem] = []
    files: dict[str, Marked] = {}
    for name in ("module", "questions", "exercise", "cases"):
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
            found += kinds.unknown_cases(files["questions"], files.get("cases"))
            found += kinds.check_cases(files["cases"], files["questions"].data or ()) if "cases" in files else []
    if "exercise" in files:
        found += exercise.check_exercise(files["exercise"]) + papers.check_materials(folder)
    return found
