"""What an exercise must have, so that two trainers mark it alike."""

from forum_app.overview.imports.marked import Marked, Problem

CRITERIA = range(5, 7)
LEVELS = 4


def check_exercise(marked: Marked) -> list[Problem]:
    """Five or six criteria with four levels each, each of them described."""
    if not marked.data:
        return [marked.problem("the module has no exercise")]
    criteria = marked.data.get("criteria") or []
    found = [
        marked.problem(f"the exercise has no {name}") for name in ("code", "title", "task") if not marked.data.get(name)
    ]
    if len(criteria) not in CRITERIA:
        found.append(marked.problem(f"the exercise has {len(criteria)} criteria, 5 or 6 are wanted", "criteria"))
    for number, criterion in enumerate(criteria):
        levels = criterion.get("levels") or []
        if len(levels) != LEVELS:
            place = ("criteria", number, "levels")
            found.append(marked.problem(f"the criterion has {len(levels)} levels, {LEVELS} are wanted", *place))
    return found
