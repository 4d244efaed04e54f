"""What works across features: loading what the product teaches into the tables of six of them."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

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

    Returns how many rows of each kind were added or changed. The files are read before the transaction, and one
    broken module keeps everything as it was. Raises ContentBroken, MaterialsBroken.
    """
    del at  # content has no instant of its own; the argument keeps the shape of every service
    modules = imports.read_modules(folder)
    glossary = imports.read_glossary(folder)
    reference = imports.read_reference(folder)
    feedback = imports.read_feedback_questions(folder)
    materials = exercise_files.read_all(modules, folder)
    changed = {"reference": 0, "modules": 0, "questions": 0, "exercises": 0, "materials": 0, "feedback": 0, "terms": 0}
    with transaction():
        changed["reference"] = accounts.load_reference(reference)
        changed["terms"] = course.load_glossary(glossary)
        changed["feedback"] = evaluation.load_questions(feedback)
        for content in modules:
            changed["modules"] += course.load_module(content, actor=actor)
            loaded = quizzes.load_questions(content.code, content.questions, actor=actor)
            changed["questions"] += len(loaded.added) + len(loaded.changed) + len(loaded.retired)
            if content.exercise:
                changed["exercises"] += assessments.load_rubric(content.exercise, actor=actor)
            if content.exercise and content.code in materials:
                handed = materials[content.code]
                loaded_set = exercises.load_set(content.exercise, handed, module_code=content.code, actor=actor)
                changed["materials"] += loaded_set
    return changed


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
