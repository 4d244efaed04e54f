"""Where a question belongs: module, objective, case file and code."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from forum_app.questions.rules import refusals
from forum_app.questions.rules.draft import QuestionData
from forum_app.questions.rules.refusals import QuestionFault

OWN_CODE = re.compile(r"([A-Z]{2,4})-T(\d{3,6})")
"""What the bank calls a question that was written here; the files of the course number theirs otherwise."""
OWN_EXHIBIT_CODE = re.compile(r"([A-Z]{2,4})-C(\d{2,6})")
"""What it calls a case file."""
Inside = Mapping[tuple[str, str], UUID]
"""Ids by (code of the module, own code)."""


@dataclass(slots=True)
class Places:
    """What questions may point at, and which codes are taken."""

    modules: Mapping[str, UUID] = field(default_factory=dict)
    objectives: Inside = field(default_factory=dict)
    exhibits: Inside = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)


def faults_of_place(data: QuestionData, places: Places) -> Iterator[QuestionFault]:
    """What keeps a question from standing where it says it belongs."""
    if data.module not in places.modules:
        yield refusals.ModuleUnknown(code=data.module)
        return
    for code, known, fault in (
        (data.objective, places.objectives, refusals.ObjectiveUnknown),
        (data.exhibit, places.exhibits, refusals.ExhibitUnknown),
    ):
        if code and (data.module, code) not in known:
            yield fault(module=data.module, code=code)
    if data.code in places.taken:
        yield refusals.CodeTaken(code=data.code)


def take_code(data: QuestionData, places: Places) -> str:
    """The code a new question gets, which is taken from then on: its own when the bank could have given it."""
    own = OWN_CODE.fullmatch(data.code)
    code = data.code if own and own[1] == data.module else f"{data.module}-T{_next(data.module, places):03d}"
    places.taken.add(code)
    return code


def _next(module: str, places: Places) -> int:
    return next_number(module, places.taken, OWN_CODE)


def next_number(module: str, taken: set[str], pattern: re.Pattern[str]) -> int:
    """One more than the highest number that the pattern finds among the codes of a module."""
    found = [pattern.fullmatch(code) for code in taken]
    return max((int(one[2]) for one in found if one and one[1] == module), default=0) + 1
