"""Reads of quizzes."""

from forum_app.quizzes.queries.preparing import (
    find_quiz,
    list_modules,
    list_pickable,
    list_preview,
    list_questions,
    list_quizzes,
)
from forum_app.quizzes.queries.results import (
    Progress,
    Scored,
    count_late,
    count_progress,
    final_scores,
    keys_of,
    list_attempts,
    list_people_of,
    list_scored,
    scores_of,
    sheet_of,
)
from forum_app.quizzes.queries.taking import (
    find_attempt,
    find_question_at,
    list_explained,
    list_of_officer,
    list_open_for,
    list_screens,
)

__all__ = [
    "Progress",
    "Scored",
    "count_late",
    "count_progress",
    "final_scores",
    "find_attempt",
    "find_question_at",
    "find_quiz",
    "keys_of",
    "list_attempts",
    "list_explained",
    "list_modules",
    "list_of_officer",
    "list_open_for",
    "list_people_of",
    "list_pickable",
    "list_preview",
    "list_questions",
    "list_quizzes",
    "list_scored",
    "list_screens",
    "scores_of",
    "sheet_of",
]
