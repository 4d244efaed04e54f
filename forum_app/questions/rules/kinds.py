"""The kinds of questions, and how each keeps its options, what is right, and what was answered.

| kind | `options` | `solution` | an answer (`chosen`) |
|---|---|---|---|
| single, true_false, scenario | to choose from | `{"right": [key]}` | `[key]` |
| multiple | to choose from | `{"right": [key, ...]}` | `[key, ...]` in any order |
| matching | left side; `targets` is the right side | `{"pairs": {option: target}}` | `["option:target", ...]` |
| ordering | steps | `{"order": [key, ...]}` | `[key, ...]` in order |
| numeric | none | `{"value": "12.5", "tolerance": "0.5"}` | `["12.5"]` |
| text | none | `{"accepted": ["SHA-256", ...]}`, either script | `["sha 256"]` |

An exhibit (a case file) is no kind: any questions may stand under one.
"""

from enum import StrEnum

from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.refusal import N_


class Kind(StrEnum):
    """How a question is answered."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true_false"
    MATCHING = "matching"
    ORDERING = "ordering"
    NUMERIC = "numeric"
    TEXT = "text"
    SCENARIO = "scenario"


KIND_NAMES: dict[str, str] = {
    Kind.SINGLE: N_("One right answer"),
    Kind.MULTIPLE: N_("Several right answers"),
    Kind.TRUE_FALSE: N_("True or false"),
    Kind.MATCHING: N_("Match the pairs"),
    Kind.ORDERING: N_("Put in order"),
    Kind.NUMERIC: N_("A number"),
    Kind.TEXT: N_("A short text"),
    Kind.SCENARIO: N_("A case"),
}
CHOICE_KINDS = frozenset({Kind.SINGLE, Kind.TRUE_FALSE, Kind.SCENARIO})
"""Exactly one option is chosen."""
FIXED_ORDER_KINDS = frozenset({Kind.TRUE_FALSE})
"""True stands above False for everybody."""
TRUE_FALSE = (Bilingual("ពិត", "True"), Bilingual("មិនពិត", "False"))
"""The two options of every true-or-false question that is written here."""
