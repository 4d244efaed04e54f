"""What works across features: loading what the product teaches into the tables of five of them."""

from datetime import datetime
from pathlib import Path

from forum_app.accounts import services as accounts
from forum_app.assessments import services as assessments
from forum_app.course import imports
from forum_app.course import services as course
from forum_app.evaluation import services as evaluation
from forum_app.kernel.audit import HasId
from forum_app.kernel.database import transaction
from forum_app.overview import imports as content_files
from forum_app.quizzes import services as quizzes


def load_content(*, at: datetime, actor: HasId | None = None, folder: Path | None = None) -> dict[str, int]:
    """Bring every table that follows the content to what it says; loading twice changes nothing.

    Returns how many rows of each kind were added or changed. The files are read before the transaction, and one
    broken module keeps everything as it was. Raises ContentBroken.
    """
    del at  # content has no instant of its own; the argument keeps the shape of every service
    modules = imports.read_modules(folder)
    glossary = imports.read_glossary(folder)
    reference = imports.read_reference(folder)
    feedback = imports.read_feedback_questions(folder)
    changed = {"reference": 0, "modules": 0, "questions": 0, "exercises": 0, "feedback": 0, "terms": 0}
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
    return changed


def check_content(folder: Path | None = None) -> list[str]:
    """What is wrong with the content, one line each with file and line; empty when all is well. Reads files only."""
    return [str(problem) for problem in content_files.check(folder)]
