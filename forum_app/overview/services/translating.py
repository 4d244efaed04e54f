"""A translator's file is taken over or taken back: texts, questions and exercises follow at once."""

from datetime import datetime
from pathlib import Path

from forum_app.course import imports, rules
from forum_app.course import services as course
from forum_app.course.models import TextBatch
from forum_app.kernel.audit import HasId
from forum_app.kernel.database import transaction
from forum_app.kernel.spreadsheet.reader import read_file
from forum_app.overview.services.content import bring


def take_over(batch: TextBatch, *, actor: HasId, at: datetime, folder: Path | None = None) -> None:
    """The sound rows hold from now on; the refused ones change nothing.

    A question that was answered gets a new version, as it does when the files change. Raises NotWaiting, NothingToDo.
    """
    content = imports.read_course(folder)
    with transaction():
        areas = course.take_over(batch, actor=actor, at=at)
        bring(content, only=areas, actor=actor)


def take_back(batch: TextBatch, *, actor: HasId, at: datetime, folder: Path | None = None) -> None:
    """The words from before the file hold again. Raises NotWaiting, LaterCorrections."""
    content = imports.read_course(folder)
    with transaction():
        areas = course.take_back(batch, actor=actor, at=at)
        bring(content, only=areas, actor=actor)


def workbook_into_files(
    content: bytes, *, write: bool, folder: Path | None = None
) -> tuple[list[course.Written], list[str]]:
    """What a translator's workbook changes in the files, and a line for each row that is refused.

    Raises FileOfAnotherKind and the refusals of lists.
    """
    to, rows = imports.read_typed(read_file(content))
    root = folder or imports.content_folder()
    units = {unit.key: unit for unit in imports.read_course(root).units()}
    verdicts = [rules.judge(row, units.get(row.key), to=to, is_behind=False) for row in rows]
    refused = [
        f"row {one.row.number}, {one.row.key}: {rules.REASONS[one.reason] % {'words': one.words, 'marks': one.marks}}"
        for one in verdicts
        if one.state == "refused"
    ]
    words = {(one.row.key, to): one.after for one in verdicts if one.state == "change"}
    return course.write_words(root, words, write=write), refused


def corrections_into_files(*, write: bool, folder: Path | None = None) -> list[course.Written]:
    """What was corrected on this server and is not in the files yet."""
    root = folder or imports.content_folder()
    words = course.words_that_hold(imports.read_course(root).units())
    return course.write_words(root, words, write=write)
