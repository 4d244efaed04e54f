"""Reads of the question bank."""

from forum_app.questions.queries.bank import (
    Wanted,
    bank,
    count_by_status,
    everything,
    list_imports,
    list_newest,
)
from forum_app.questions.queries.decisions import DecidedHere, decided_here
from forum_app.questions.queries.history import authors_of, count_waiting, list_events, waits_for
from forum_app.questions.queries.offers import (
    list_attachable,
    list_beside,
    list_exhibits,
    list_modules,
    list_under,
)
from forum_app.questions.queries.places import data_of, examine, find_newest, judge, places_of

__all__ = [
    "DecidedHere",
    "Wanted",
    "authors_of",
    "bank",
    "count_by_status",
    "count_waiting",
    "data_of",
    "decided_here",
    "everything",
    "examine",
    "find_newest",
    "judge",
    "list_attachable",
    "list_beside",
    "list_events",
    "list_exhibits",
    "list_imports",
    "list_modules",
    "list_newest",
    "list_under",
    "places_of",
    "waits_for",
]
