"""Programmes that ship with the product: templates and sample forums, to checked rows."""

from dataclasses import dataclass, field
from datetime import time
from pathlib import Path
from typing import Any

import yaml

from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.places import shipped
from forum_app.programme.rules import COUNTED_KINDS


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One session as a template or a sheet tells it."""

    day: int
    start: time
    end: time
    kind: str
    title: Bilingual
    code: str = ""
    speakers: Bilingual = Bilingual()
    room: str = ""
    module: str = ""
    spoken_language: str = "km"
    interpretation: bool = False
    counts: bool = True


@dataclass(frozen=True, slots=True)
class ProgrammeTemplate:
    """Rooms, groups, half days and sessions of a programme without dates."""

    code: str
    title: Bilingual
    summary: Bilingual
    rooms: list[dict[str, Any]]
    groups: list[dict[str, Any]]
    halves: dict[int, dict[str, time]]
    """Day number -> morning_starts, morning_ends, afternoon_starts, afternoon_ends."""
    sessions: list[SessionRow] = field(default_factory=list)
    quizzes: list[dict[str, Any]] = field(default_factory=list)
    practicals: list[dict[str, Any]] = field(default_factory=list)

    @property
    def days(self) -> int:
        return max((row.day for row in self.sessions), default=1)


def folder() -> Path:
    """Where templates and sample forums lie."""
    return shipped("course_content") / "forums"


def list_templates() -> list[ProgrammeTemplate]:
    """The templates that ship, shortest first."""
    found = [read_template(path) for path in sorted(folder().glob("template-*.yaml"))]
    return sorted(found, key=lambda template: template.days)


def read_template(path: Path) -> ProgrammeTemplate:
    """A template or sample forum from its YAML file."""
    return template_of(yaml.safe_load(path.read_text(encoding="utf-8")))


def template_of(data: dict[str, Any]) -> ProgrammeTemplate:
    """A template from the parsed YAML."""
    return ProgrammeTemplate(
        code=data["code"],
        title=Bilingual.of(data["title"]),
        summary=Bilingual.of(data.get("summary")),
        rooms=data.get("rooms") or [],
        groups=data.get("groups") or [],
        halves={day["number"]: _halves(day["halves"]) for day in data.get("days") or []},
        sessions=[_row(session) for session in data["sessions"]],
        quizzes=data.get("quizzes") or [],
        practicals=data.get("practicals") or [],
    )


def _halves(data: dict[str, Any]) -> dict[str, time]:
    return {
        "morning_starts": time.fromisoformat(data["morning"]["start"]),
        "morning_ends": time.fromisoformat(data["morning"]["end"]),
        "afternoon_starts": time.fromisoformat(data["afternoon"]["start"]),
        "afternoon_ends": time.fromisoformat(data["afternoon"]["end"]),
    }


def _row(data: dict[str, Any]) -> SessionRow:
    return SessionRow(
        day=int(data["day"]),
        start=time.fromisoformat(data["start"]),
        end=time.fromisoformat(data["end"]),
        kind=data["kind"],
        title=Bilingual.of(data["title"]),
        code=data.get("code") or "",
        speakers=Bilingual.of(data.get("speakers")),
        room=data.get("room") or "",
        module=data.get("module") or "",
        spoken_language=data.get("spoken_language") or "km",
        interpretation=bool(data.get("interpretation")),
        counts=bool(data.get("counts", data["kind"] in COUNTED_KINDS)),
    )
