"""The verbs of skill assessment."""

from forum_app.assessments.services.appeals import appeal, decide_appeal
from forum_app.assessments.services.fairness import (
    MarkingRules,
    agree,
    allow_own_unit,
    draw_seconds,
    forbid_own_unit,
    record_qualification,
    set_rules,
)
from forum_app.assessments.services.marking import add_phrase, mark, reopen, settle, sign_off, write_comment
from forum_app.assessments.services.photos import add_photo
from forum_app.assessments.services.preparing import load_rubric, set_practical
from forum_app.assessments.services.releasing import confirm, open_resit
from forum_app.assessments.services.stations import StationPlace, make_plan
from forum_app.assessments.services.syncing import Taken, take_batch
from forum_app.assessments.services.typing import type_in
from forum_app.assessments.services.works import claim, hand_in, let_go, save_phrase

__all__ = [
    "MarkingRules",
    "StationPlace",
    "Taken",
    "add_photo",
    "add_phrase",
    "agree",
    "allow_own_unit",
    "appeal",
    "claim",
    "confirm",
    "decide_appeal",
    "draw_seconds",
    "forbid_own_unit",
    "hand_in",
    "let_go",
    "load_rubric",
    "make_plan",
    "mark",
    "open_resit",
    "record_qualification",
    "reopen",
    "save_phrase",
    "set_practical",
    "set_rules",
    "settle",
    "sign_off",
    "take_batch",
    "type_in",
    "write_comment",
]
