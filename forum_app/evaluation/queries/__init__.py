"""Reads of feedback."""

from forum_app.evaluation.queries.questions import asked_in, count_answers, find_question, list_questions
from forum_app.evaluation.queries.results import (
    Comment,
    Result,
    SurveyResults,
    results_of,
    results_of_all,
    with_comments,
)
from forum_app.evaluation.queries.slips import Slips, slips_of
from forum_app.evaluation.queries.subjects import (
    Subject,
    answered_subjects,
    count_given,
    find_subject,
    find_survey,
    list_open,
    list_subjects,
    open_form_for,
)

__all__ = [
    "Comment",
    "Result",
    "Slips",
    "Subject",
    "SurveyResults",
    "answered_subjects",
    "asked_in",
    "count_answers",
    "count_given",
    "find_question",
    "find_subject",
    "find_survey",
    "list_open",
    "list_questions",
    "list_subjects",
    "open_form_for",
    "results_of",
    "results_of_all",
    "slips_of",
    "with_comments",
]
