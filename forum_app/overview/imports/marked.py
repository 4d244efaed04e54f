"""A YAML file together with the line on which each of its values stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from forum_app.course.imports import read_yaml

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault of the content, for whoever writes it."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.text}"


class Broken(Exception):
    """A file that cannot be read at all."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Marked:
    """The values of one file, None when the file is not there, and their lines."""

    file: str
    data: Any
    lines: dict[Place, int]

    def line(self, *place: str | int) -> int:
        """The line of a value, or of the nearest thing around it that is written."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def problem(self, text: str, *place: str | int) -> Problem:
        return Problem(self.file, self.line(*place), text)


def name_of(path: Path) -> str:
    """How a file is called in a problem: `sl/questions.yaml`."""
    return f"{path.parent.name}/{path.name}"


def read_marked(path: Path) -> Marked:
    """The file with its lines. Raises Broken when it is no YAML."""
    if not path.exists():
        return Marked(name_of(path), None, {})
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
        data = read_yaml(path)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Broken(Problem(name_of(path), line, f"this is no YAML: {error.problem}")) from error
    return Marked(name_of(path), data, dict(_lines(node, ())))


def _lines(node: yaml.Node | None, place: Place) -> Iterator[tuple[Place, int]]:
    if node is None:
        return
    yield place, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _lines(value, (*place, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield from _lines(value, (*place, number))


def pairs(value: Any, place: Place = ()) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    """Every mapping that has a Khmer or an English side, with its place. Who has read a text is no pair."""
    if isinstance(value, Mapping):
        if "km" in value or "en" in value:
            yield place, value
        for key, item in value.items():
            if key != "read_by":
                yield from pairs(item, (*place, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from pairs(item, (*place, number))
