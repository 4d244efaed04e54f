"""Reads of the question bank."""

from forum_app.questions.queries.places import data_of, examine, find_newest, judge, places_of

__all__ = ["data_of", "examine", "find_newest", "judge", "places_of"]
