"""Tables of skill assessment: the rubric, the practical of a forum, what trainers saw, and how it was kept fair."""

from forum_app.assessments.models.fairness import Appeal, Qualification, SecondDraw, UnitPermission
from forum_app.assessments.models.observations import ExhibitPhoto, Mark, MarkingEvent, Observation, SignOff
from forum_app.assessments.models.practicals import Practical
from forum_app.assessments.models.rubrics import Criterion, Level, Rubric
from forum_app.assessments.models.stations import RoundPlan, SavedPhrase, Station, Submission

__all__ = [
    "Appeal",
    "Criterion",
    "ExhibitPhoto",
    "Level",
    "Mark",
    "MarkingEvent",
    "Observation",
    "Practical",
    "Qualification",
    "RoundPlan",
    "Rubric",
    "SavedPhrase",
    "SecondDraw",
    "SignOff",
    "Station",
    "Submission",
    "UnitPermission",
]
