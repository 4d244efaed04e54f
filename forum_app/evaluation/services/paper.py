"""Slips of paper, typed in by staff as counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import delete

from forum_app.evaluation import queries, rules
from forum_app.evaluation.models import FeedbackPaper, FeedbackPaperCount, FeedbackPaperText, FeedbackSurvey
from forum_app.evaluation.queries import Subject
from forum_app.evaluation.services.answering import survey_of
from forum_app.kernel import audit
from forum_app.kernel.database import db, transaction


@dataclass(frozen=True, slots=True)
class SlipsData:
    """What was counted: slips in all, how many for each of the five faces by question, comments by question."""

    slips: int
    faces: Mapping[UUID, Sequence[int]] = field(default_factory=dict)
    texts: Mapping[UUID, Sequence[str]] = field(default_factory=dict)


def type_slips(subject: Subject, data: SlipsData, *, seen: int, actor: audit.HasId) -> None:
    """Put what was counted in the place of what stood there; `seen` is the version the grid was opened with.

    Raises TypedMeanwhile, TooManySlips, MoreFacesThanSlips, TextTooLong.
    """
    with transaction() as session:
        survey = survey_of(subject)
        paper = session.get(FeedbackPaper, survey.id)
        if (paper.version if paper else 0) != seen:
            raise rules.TypedMeanwhile
        asked = queries.list_questions(subject.forum, subject.scope)
        faces = [(one.text, data.faces.get(one.id, ())) for one in asked if one.kind == "faces"]
        rules.require_slips(data.slips, faces)
        if paper is None:
            session.add(FeedbackPaper(survey_id=survey.id, slips=data.slips))
        else:
            # The version has to move even when the number of slips is the same.
            paper.slips, paper.version = data.slips, paper.version + 1
        _replace(survey, data, {one.id: one.kind for one in asked})
        session.flush()
        audit.record("evaluation.type_slips", survey, actor=actor, slips=data.slips)


def _replace(survey: FeedbackSurvey, data: SlipsData, kinds: Mapping[UUID, str]) -> None:
    for model in (FeedbackPaperCount, FeedbackPaperText):
        db.session.execute(delete(model).where(model.survey_id == survey.id))
    for question, counts in data.faces.items():
        for face, count in zip(rules.FACE_NAMES, counts, strict=False):
            if count and kinds.get(question) == "faces":
                row = FeedbackPaperCount(survey_id=survey.id, question_id=question, value=face, slips=count)
                db.session.add(row)
    for question, texts in data.texts.items():
        for text in filter(None, map(rules.require_text, texts)):
            if kinds.get(question) == "text":
                db.session.add(_text(survey, question, text))


def _text(survey: FeedbackSurvey, question: UUID, text: str) -> FeedbackPaperText:
    return FeedbackPaperText(survey_id=survey.id, question_id=question, text=text, language=rules.language_of(text))
