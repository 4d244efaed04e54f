"""Reads across features for the first pages."""

from forum_app.overview.queries.dashboard import day_facts, day_shown
from forum_app.overview.queries.keeping import closing_of_the_day
from forum_app.overview.queries.officer import certificate_outlook, materials_today, next_thing
from forum_app.overview.queries.setting_up import sample_present, setup_facts
from forum_app.overview.queries.trainer import practicals_for_trainer, quizzes_for_trainer
from forum_app.overview.queries.translating import one_sided_texts

__all__ = [
    "certificate_outlook",
    "closing_of_the_day",
    "day_facts",
    "day_shown",
    "materials_today",
    "next_thing",
    "one_sided_texts",
    "practicals_for_trainer",
    "quizzes_for_trainer",
    "sample_present",
    "setup_facts",
]
