"""What staff have counted from paper."""

from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select

from forum_app.evaluation.models import FeedbackPaper, FeedbackPaperCount, FeedbackPaperText
from forum_app.evaluation.queries.subjects import Subject, find_survey
from forum_app.kernel.database import db


@dataclass(frozen=True, slots=True)
class Slips:
    """The slips of one form; `version` is 0 where none were typed yet."""

    slips: int = 0
    version: int = 0
    faces: dict[UUID, dict[int, int]] = field(default_factory=dict)
    texts: dict[UUID, list[str]] = field(default_factory=dict)


def slips_of(subject: Subject) -> Slips:
    """What stands in the grid."""
    survey = find_survey(subject)
    paper = db.session.get(FeedbackPaper, survey.id) if survey else None
    if survey is None or paper is None:
        return Slips()
    faces: dict[UUID, dict[int, int]] = defaultdict(dict)
    for row in db.session.scalars(select(FeedbackPaperCount).where(FeedbackPaperCount.survey_id == survey.id)):
        faces[row.question_id][row.value] = row.slips
    texts: dict[UUID, list[str]] = defaultdict(list)
    query = select(FeedbackPaperText).where(FeedbackPaperText.survey_id == survey.id)
    for text in db.session.scalars(query.order_by(FeedbackPaperText.text)):
        texts[text.question_id].append(text.text)
    return Slips(paper.slips, paper.version, dict(faces), dict(texts))
