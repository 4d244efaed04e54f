"""What works across features: loading what the product teaches into the tables of six of them."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from forum_app.accounts import services as accounts
from forum_app.assessments import services as assessments
from forum_app.course import imports, rules
from forum_app.course import services as course
from forum_app.evaluation import services as evaluation
from forum_app.exercises import imports as exercise_files
from forum_app.exercises import services as exercises
from forum_app.kernel.audit import HasId
from forum_app.kernel.database import transaction
from forum_app.kernel.khmer.text import canonical
from forum_app.overview import imports as content_files
from forum_app.overview.imports.review import read_review_copy
from forum_app.overview.rules import Correction, ReviewIncomplete, ReviewOutdated, ReviewUnreadable
from forum_app.quizzes import services as quizzes


def load_content(*, at: datetime, actor: HasId | None = None, folder: Path | None = None) -> dict[str, int]:
    """Bring every table that follows the content to what it says; loading twice changes nothing.

    Corrections that translators made here lie over the files (`course.words_that_hold`). Returns how many rows of each
    kind were added or changed. The files are read before the transaction, and one broken module keeps everything as it
    was. Raises ContentBroken, MaterialsBroken.
    """
    del at  # content has no instant of its own; the argument keeps the shape of every service
    content = imports.read_course(folder)
    reference = imports.read_reference(folder)
    materials = exercise_files.read_all(content.modules, folder)
    with transaction():
        changed = {"reference": accounts.load_reference(reference)} | bring(content, actor=actor)
        changed["modules"] += course.retire_missing([module.code for module in content.modules], actor=actor)
        changed["materials"] = _load_materials(content, materials, actor=actor)
    return changed


def _load_materials(
    content: imports.CourseContent, materials: Mapping[str, Mapping[str, Any]], *, actor: HasId | None
) -> int:
    """How many exercises hand out something new; their titles are those that hold."""
    held = content.with_words(course.words_that_hold(content.units()))
    return sum(
        exercises.load_set(module.exercise, materials[module.code], module_code=module.code, actor=actor)
        for module in held.modules
        if module.exercise and module.code in materials
    )


def bring(
    content: imports.CourseContent, *, only: Collection[str] | None = None, actor: HasId | None
) -> dict[str, int]:
    """Load the content with the corrections that hold; `only` names the modules to look at. Inside `transaction()`."""
    changed = {"modules": 0, "questions": 0, "exercises": 0, "feedback": 0, "terms": 0}
    held = content.with_words(course.words_that_hold(content.units()))
    with transaction():
        changed["terms"] = course.load_glossary(held.glossary, in_file=content.glossary)
        changed["feedback"] = evaluation.load_questions(held.feedback)
        course.load_feedback_texts(held.feedback, in_file=content.feedback)
        for module, in_file in zip(held.modules, content.modules, strict=True):
            if only is None or module.code in only:
                _bring_module(module, in_file, changed, actor=actor)
    return changed


def _bring_module(
    module: imports.ModuleContent, in_file: imports.ModuleContent, changed: dict[str, int], *, actor: HasId | None
) -> None:
    changed["modules"] += course.load_module(module, in_file=in_file, actor=actor)
    loaded = quizzes.load_questions(module.code, module.questions, exhibits=module.cases, actor=actor)
    changed["questions"] += len(loaded.added) + len(loaded.changed) + len(loaded.retired)
    if module.exercise:
        changed["exercises"] += assessments.load_rubric(module.exercise, actor=actor)


def check_content(folder: Path | None = None) -> list[str]:
    """What is wrong with the content, one line each with file and line; empty when all is well. Reads files only."""
    return [str(problem) for problem in content_files.check(folder)]


def bring_back(content: bytes, *, write: bool, folder: Path | None = None) -> list[Correction]:
    """The corrections that a review copy holds; `write` puts them into km.md and en.md.

    Who has read the lesson is written into module.yaml by hand: a corrected file is no signature.
    Raises ReviewUnreadable, ReviewOutdated, ReviewIncomplete; nothing is written then.
    """
    copy = read_review_copy(content)
    root = folder or imports.content_folder()
    module = next((one for one in imports.read_modules(root) if one.code == copy.code), None)
    if module is None:
        raise ReviewUnreadable
    if rules.version_of(module.texts) != copy.version:
        raise ReviewOutdated(code=copy.code)
    found = [one for lang, words in copy.paragraphs.items() for one in _corrections(lang, module.texts[lang], words)]
    for lang, text in module.texts.items():
        corrected = {one.number: one.after for one in found if one.lang == lang}
        if write and corrected:
            path = root / copy.code.lower() / f"{lang}.md"
            path.write_text(rules.with_corrections(text, corrected), encoding="utf-8")
    return found


def _corrections(lang: str, text: str, words: Mapping[int, str]) -> Iterator[Correction]:
    """What differs from the text, in order. A number without counterpart must have come back empty."""
    pieces = dict(enumerate(rules.pieces(text), 1))
    for number in sorted({*pieces, *words}):
        piece, after = pieces.get(number), words.get(number, "")
        if bool(piece) != bool(after):
            raise ReviewIncomplete(number=number)
        if piece and after != canonical(piece.text):
            yield Correction(lang, number, piece.line, piece.text, after)
