"""Where a question belongs: module, objective, case file and code."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
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
    highest: dict[str, int] = field(default_factory=dict)
    """The last number that the bank gave, by module."""

    def trial(self) -> "Places":
        """A copy in which codes can be taken for a try."""
        return replace(self, taken=set(self.taken), highest=dict(self.highest))


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
    if own and own[1] == data.module:
        code, number = data.code, int(own[2])
    else:
        number = places.highest.get(data.module, 0) + 1
        code = f"{data.module}-T{number:03d}"
    places.taken.add(code)
    places.highest[data.module] = max(number, places.highest.get(data.module, 0))
    return code


def highest_numbers(codes: Iterable[str], pattern: re.Pattern[str]) -> dict[str, int]:
    """The highest number that a code of the pattern carries, by module."""
    found: dict[str, int] = {}
    for match in filter(None, map(pattern.fullmatch, codes)):
        found[match[1]] = max(int(match[2]), found.get(match[1], 0))
    return found
