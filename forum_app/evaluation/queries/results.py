"""Feedback counted, from phones and from paper together; below five people nothing leaves this file."""

import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from forum_app.evaluation import rules
from forum_app.evaluation.models import (
    FeedbackAnswer,
    FeedbackPaper,
    FeedbackPaperCount,
    FeedbackPaperText,
    FeedbackQuestion,
    FeedbackResponse,
    FeedbackSurvey,
)
from forum_app.evaluation.queries.questions import asked_in
from forum_app.evaluation.queries.subjects import Subject, list_subjects
from forum_app.evaluation.rules import Counted
from forum_app.forums.models import Forum
from forum_app.kernel.database import db

Tally = dict[UUID, Counter[int]]
"""Faces by question."""


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody wrote, without what would name a person."""

    language: str
    text: str


Comments = dict[UUID, dict[UUID, list[Comment]]]
"""By subject and question."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came back to one question."""

    question: FeedbackQuestion
    counted: Counted
    comments: list[Comment] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SurveyResults:
    """What came back about one session, one day or the forum."""

    subject: Subject
    forms: int
    """From phones and on paper."""
    results: list[Result]

    @property
    def is_shown(self) -> bool:
        return rules.may_be_shown(self.forms)

    @property
    def faces(self) -> list[Result]:
        return [result for result in self.results if result.question.kind == "faces"]

    @property
    def texts(self) -> list[Result]:
        return [result for result in self.results if result.question.kind == "text"]


def results_of_all(forum: Forum) -> list[SurveyResults]:
    """Every subject in the order of the programme, without comments. The same number of queries for any hall.

    There is no sum over days: together with the days that are shown it would tell the day that is hidden.
    """
    return _results(forum, list_subjects(forum), {})


def with_comments(forum: Forum) -> list[SurveyResults]:
    """Every subject with its comments, for the workbook."""
    return _results(forum, list_subjects(forum), _comments(forum))


def results_of(subject: Subject) -> SurveyResults:
    """One subject with its comments, which stand in no order."""
    return _results(subject.forum, [subject], _comments(subject.forum))[0]


def _results(forum: Forum, subjects: list[Subject], comments: Comments) -> list[SurveyResults]:
    forms, tallies = _forms(forum), _tallies(forum)
    answered = {question for tally in tallies.values() for question in tally}
    asked = asked_in(forum, answered | {question for texts in comments.values() for question in texts})
    return [_survey(subject, forms, tallies, asked, comments) for subject in subjects]


def _survey(
    subject: Subject,
    forms: dict[UUID, int],
    tallies: dict[UUID, Tally],
    asked: dict[str, list[FeedbackQuestion]],
    comments: Comments,
) -> SurveyResults:
    key = subject.subject_id
    texts = comments.get(key, {}) if rules.may_be_shown(forms[key]) else {}
    results = [
        Result(one, rules.counted(tallies[key][one.id]), texts.get(one.id, []))
        for one in asked[subject.scope]
        if not _is_past(one, tallies[key], texts)
    ]
    return SurveyResults(subject, forms[key], results)


def _is_past(question: FeedbackQuestion, tally: Tally, texts: dict[UUID, list[Comment]]) -> bool:
    """A question that is no longer asked belongs to the subjects that answered it."""
    return question.retired and not tally.get(question.id) and question.id not in texts


def _forms(forum: Forum) -> dict[UUID, int]:
    """Forms and slips by subject."""
    key = FeedbackSurvey.subject_id
    phones = _of_forum(forum, select(key, func.count())).join(FeedbackResponse).group_by(key)
    papers = _of_forum(forum, select(key, FeedbackPaper.slips)).join(FeedbackPaper)
    found: dict[UUID, int] = defaultdict(int)
    for subject, count in [*_rows(phones), *_rows(papers)]:
        found[subject] += count
    return found


def _tallies(forum: Forum) -> dict[UUID, Tally]:
    """Faces by subject and question."""
    key, slip = FeedbackSurvey.subject_id, FeedbackPaperCount
    asked = (key, FeedbackAnswer.question_id, FeedbackAnswer.value)
    phones = _of_forum(forum, select(*asked, func.count())).join(FeedbackResponse).join(FeedbackAnswer)
    phones = phones.where(FeedbackAnswer.value.is_not(None)).group_by(*asked)
    papers = _of_forum(forum, select(key, slip.question_id, slip.value, slip.slips))
    papers = papers.join(slip, slip.survey_id == FeedbackSurvey.id)
    found: dict[UUID, Tally] = defaultdict(lambda: defaultdict(Counter))
    for subject, question, value, count in [*_rows(phones), *_rows(papers)]:
        found[subject][question][value] += count
    return found


def _of_forum(forum: Forum, query: Any) -> Select[Any]:
    found: Select[Any] = query.select_from(FeedbackSurvey).where(FeedbackSurvey.forum_id == forum.id)
    return found


def _rows(query: Select[Any]) -> list[Any]:
    return list(db.session.execute(query))


def _comments(forum: Forum) -> Comments:
    """By subject and question, shuffled: the place in the list says nothing."""
    key = FeedbackSurvey.subject_id
    slip, answer = FeedbackPaperText, FeedbackAnswer
    typed = _of_forum(forum, select(key, slip.question_id, slip.language, slip.text))
    typed = typed.join(slip, slip.survey_id == FeedbackSurvey.id)
    written = _of_forum(forum, select(key, answer.question_id, answer.language, answer.text))
    written = written.join(FeedbackResponse).join(FeedbackAnswer).where(answer.text != "")
    rows = [*_rows(typed), *_rows(written)]
    found: Comments = defaultdict(lambda: defaultdict(list))
    for subject, question, language, text in random.sample(rows, len(rows)):
        found[subject][question].append(Comment(language or rules.language_of(text), rules.without_contacts(text)))
    return found
