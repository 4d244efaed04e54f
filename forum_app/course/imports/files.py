"""Reads the course as it lies in git: `course_content/<module>/{module,questions,exercise}.yaml, km.md, en.md`."""

import csv
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from forum_app.course import rules
from forum_app.kernel.places import shipped

REFERENCE_TABLES = ("provinces", "honorifics", "ranks", "posts", "units")


@dataclass(frozen=True, slots=True)
class ModuleContent:
    """Everything the content says about one module."""

    data: dict[str, Any]
    texts: dict[str, str]
    """Teaching text by language."""
    questions: list[dict[str, Any]] = field(default_factory=list)
    exercise: dict[str, Any] | None = None
    cases: list[dict[str, Any]] = field(default_factory=list)
    """Case files that several questions ask about."""

    @property
    def code(self) -> str:
        return str(self.data["code"])

    @property
    def problems(self) -> list[str]:
        """What keeps this module from being loaded."""
        return rules.problems(self.data, self.texts)


def content_folder() -> Path:
    """Where the course lies in this installation."""
    return shipped("course_content")


def read_yaml(path: Path) -> Any:
    """One YAML file, with dates as ISO text, so that JSON columns can keep it. None when it is not there."""
    if not path.exists():
        return None
    return _plain(yaml.safe_load(path.read_text(encoding="utf-8")))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        # YAML 1.1 reads an unquoted `on` as true; the content quotes it, an editor may forget to.
        return {("on" if key is True else str(key)): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def read_modules(folder: Path | None = None) -> list[ModuleContent]:
    """Every module, in teaching order."""
    found = [_read_module(path.parent) for path in sorted((folder or content_folder()).glob("*/module.yaml"))]
    return sorted(found, key=lambda content: (content.data.get("order", 99), content.code))


def _read_module(folder: Path) -> ModuleContent:
    texts = {lang: folder / f"{lang}.md" for lang in ("km", "en")}
    return ModuleContent(
        data=read_yaml(folder / "module.yaml"),
        texts={lang: path.read_text(encoding="utf-8") if path.exists() else "" for lang, path in texts.items()},
        questions=read_yaml(folder / "questions.yaml") or [],
        exercise=read_yaml(folder / "exercise.yaml"),
        cases=read_yaml(folder / "cases.yaml") or [],
    )


def read_reference(folder: Path | None = None) -> dict[str, list[dict[str, Any]]]:
    """The tables of ranks, posts, units, provinces and honorifics that ship with the product."""
    place = (folder or content_folder()) / "reference"
    return {name: read_yaml(place / f"{name}.yaml") or [] for name in REFERENCE_TABLES}


def read_feedback_questions(folder: Path | None = None) -> list[dict[str, Any]]:
    """The questions of the day's feedback that every forum starts with."""
    return read_yaml((folder or content_folder()) / "forums" / "feedback.yaml") or []


def read_glossary(folder: Path | None = None) -> list[dict[str, str]]:
    """The terms of the course: `en`, `km`, `area`, `source`."""
    path = (folder or content_folder()) / "glossary.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def read_help(folder: Path | None = None) -> dict[str, Any]:
    """What stands below every lesson for a reader who needs to talk: `title` and `lines`, in both languages."""
    return read_yaml((folder or content_folder()) / "help.yaml") or {}
