"""A custody record of eight lines in which three of five kinds of gaps and contradictions were planted."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from forum_app.exercises.rules.chance import Chance
from forum_app.exercises.rules.exhibit import Exhibit, Words, filled, questions_of, table_block
from forum_app.kernel.bilingual import Bilingual

FIRST_DAY = datetime(2024, 6, 3, tzinfo=UTC)  # a stand-in: a form of paper knows no zone
LINES = 8
PLACES = ((2, 4, 6), (2, 4, 7), (2, 5, 7), (3, 5, 7), (3, 6, 8), (2, 5, 8), (3, 5, 8), (4, 6, 8))
"""Lines for three faults, never two that touch: a fault is judged against the line before."""
NOBODY = {"km": "", "en": ""}


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody handed the exhibit to somebody."""

    at: datetime
    giver: Any
    taker: Any
    purpose: Any
    seal: int


def make(words: Words, chance: Chance) -> Exhibit:
    """The record as CSV and as a printed form; each kind of fault asks for its line, 0 where it was not planted."""
    lines = _sound(words, chance)
    kinds = chance.shuffled(sorted(FAULTS))
    planted = dict(zip(kinds[:3], chance.choice(PLACES), strict=True))
    for kind, number in sorted(planted.items(), key=lambda pair: pair[1]):
        lines = FAULTS[kind](lines, number - 1, words, chance)
    rows = [_cells(number, line) for number, line in enumerate(lines, 1)]
    right = {kind: planted.get(kind, 0) for kind in FAULTS}
    return Exhibit(
        name="custody",
        title=Bilingual.of(words["title"]),
        task=Bilingual.of(words["task"]),
        files={"custody-record.csv": _csv(words, rows)},
        questions=questions_of("custody", words, right, chance),
        blocks=[table_block(words["columns"], rows)],
        planted=[
            filled(words["planted"][kind], line=number)
            for kind, number in sorted(planted.items(), key=lambda pair: pair[1])
        ],
    )


def _sound(words: Words, chance: Chance) -> list[Line]:
    """A record without fault: whoever received hands on, time runs, one seal."""
    people = chance.sample(words["people"], LINES - 1)
    purposes, seal = words["purposes"], chance.between(41_000, 48_999)
    time = FIRST_DAY + timedelta(days=chance.below(80), hours=8, minutes=chance.below(60))
    holders = [*people, people[0], people[1]]
    lines = []
    for place in range(LINES):
        lines.append(Line(time, holders[place], holders[place + 1], purposes[place % len(purposes)], seal))
        time += timedelta(minutes=chance.between(50, 190))
    return lines


def _with(lines: list[Line], place: int, **values: Any) -> list[Line]:
    return [*lines[:place], replace(lines[place], **values), *lines[place + 1 :]]


def _gap(lines: list[Line], place: int, words: Words, chance: Chance) -> list[Line]:
    """Somebody hands over who never received."""
    known = (lines[place - 1].taker, lines[place].giver, lines[place].taker)
    return _with(lines, place, giver=chance.choice([one for one in words["people"] if one not in known]))


def _time(lines: list[Line], place: int, _words: Words, chance: Chance) -> list[Line]:
    """Earlier than the line before."""
    return _with(lines, place, at=lines[place - 1].at - timedelta(minutes=chance.between(10, 40)))


def _seal(lines: list[Line], place: int, _words: Words, chance: Chance) -> list[Line]:
    """Another seal number from here on, and no word about a new seal."""
    other = lines[place].seal + chance.between(3, 90)
    return [*lines[:place], *(replace(line, seal=other) for line in lines[place:])]


def _receiver(lines: list[Line], place: int, _words: Words, _chance: Chance) -> list[Line]:
    return _with(lines, place, taker=NOBODY)


def _purpose(lines: list[Line], place: int, _words: Words, _chance: Chance) -> list[Line]:
    return _with(lines, place, purpose=NOBODY)


FAULTS: dict[str, Callable[[list[Line], int, Words, Chance], list[Line]]] = {
    "gap": _gap,
    "time": _time,
    "seal": _seal,
    "receiver": _receiver,
    "purpose": _purpose,
}


def _cells(number: int, line: Line) -> list[Any]:
    return [number, line.at.strftime("%Y-%m-%d %H:%M"), line.giver, line.taker, line.purpose, f"S-{line.seal}"]


def _csv(words: Words, rows: list[list[Any]]) -> bytes:
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow([_both(pair) for pair in words["columns"]])
    writer.writerows([_both(cell) for cell in row] for row in rows)
    return target.getvalue().encode("utf-8-sig")


def _both(cell: Any) -> Any:
    return " / ".join(side for side in (cell["km"], cell["en"]) if side) if isinstance(cell, dict) else cell
