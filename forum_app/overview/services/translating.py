"""A translator's file is taken over or taken back: texts, questions and exercises follow at once."""

from datetime import datetime
from pathlib import Path

from forum_app.course import imports
from forum_app.course import services as course
from forum_app.course.models import TextBatch
from forum_app.kernel.audit import HasId
from forum_app.kernel.database import transaction
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
