"""What differs between two versions of a question, in a form that a reader can compare."""

import hashlib
import json
from typing import Any

from forum_app.kernel.refusal import N_
from forum_app.questions.rules.draft import QuestionData
from forum_app.questions.rules.kinds import Kind

Changes = dict[str, list[Any]]
"""`{field: [before, after]}`"""
FIELD_NAMES: dict[str, str] = {
    "stem": N_("Question"),
    "kind": N_("How it is answered"),
    "options": N_("Answers"),
    "targets": N_("Counterparts"),
    "right": N_("Right answer"),
    "accepted": N_("Texts that count as right"),
    "value": N_("Right number"),
    "tolerance": N_("How far off is still right"),
    "unit": N_("Unit of measure"),
    "feedback": N_("Why it is right"),
    "source": N_("Where to read it"),
    "module": N_("Module"),
    "objective": N_("Objective"),
    "law_reference": N_("Article of a law"),
    "difficulty": N_("Difficulty"),
    "use": N_("Where it is asked"),
    "exhibit": N_("Case file"),
    "case": N_("The case"),
    "legal_hold": N_("Legal hold"),
    "version": N_("Version"),
}
"""How a reader knows the fields of `changes`."""
PAIRS = ("stem", "unit", "feedback", "source")
PLAIN = (
    "kind",
    "value",
    "tolerance",
    "module",
    "objective",
    "law_reference",
    "difficulty",
    "use",
    "exhibit",
)


def changes(before: QuestionData, after: QuestionData) -> Changes:
    """The fields that differ, with both sides as JSON keeps them."""
    old, new = _shown(before), _shown(after)
    return {name: [old[name], new[name]] for name in new if old[name] != new[name]}


def mark_of(data: QuestionData) -> str:
    """A short mark that differs when anything a reader cares about does: what a form remembers of what it showed."""
    said = json.dumps(_shown(data), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _shown(data: QuestionData) -> dict[str, Any]:
    """Every field a reader cares about; what is right in words, since places say nothing later."""
    options = [option.as_dict() for option in data.options]
    targets = [target.as_dict() for target in data.targets]
    return {
        **{name: getattr(data, name).as_dict() for name in PAIRS},
        "options": options,
        "targets": targets[: len(options)] + sorted(targets[len(options) :], key=str),
        "right": [options[place] for place in data.right] if data.kind != Kind.ORDERING else [],
        "accepted": list(data.accepted),
        **{name: getattr(data, name) for name in PLAIN},
    }
