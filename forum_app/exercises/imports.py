"""Reads the materials of an exercise as they lie in git: `course_content/<module>/materials/*.yaml`."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from forum_app.course.imports import ModuleContent, content_folder, read_yaml
from forum_app.exercises.rules import making, schema
from forum_app.exercises.rules.refusals import MaterialsBroken

FOLDER = "materials"
GENERATE, FILES = "generate", "files"
"""The two files of the folder that are no sheet."""


def read_words(folder: Path | None = None) -> dict[str, Any]:
    """The words of the generated exhibits: `course_content/exhibits.yaml`."""
    return read_yaml((folder or content_folder()) / "exhibits.yaml") or {}


def paper_paths(module: Path) -> list[Path]:
    """The sheets of a module in the order of their names."""
    return [path for path in sorted((module / FOLDER).glob("*.yaml")) if path.stem not in (GENERATE, FILES)]


def read_content(module: Path, words: dict[str, Any], *, code: str) -> dict[str, Any] | None:
    """Everything an exercise hands out, None where the module has no materials. Raises MaterialsBroken."""
    if not (module / FOLDER).is_dir():
        return None
    generate = (read_yaml(module / FOLDER / f"{GENERATE}.yaml") or {}).get("generate") or []
    content = {
        "papers": [{"code": path.stem, **(read_yaml(path) or {})} for path in paper_paths(module)],
        "files": (read_yaml(module / FOLDER / f"{FILES}.yaml") or {}).get("files") or [],
        "generate": generate,
        "words": {name: words.get(name) for name in generate},
    }
    fault = next(_faults(content), None)
    if fault:
        raise MaterialsBroken(code=code, fault=fault)
    return content


def read_all(modules: Iterable[ModuleContent], folder: Path | None = None) -> dict[str, dict[str, Any]]:
    """The materials of every exercise that has some, by the module's code. Raises MaterialsBroken."""
    root, words = folder or content_folder(), read_words(folder)
    found = {}
    for one in modules:
        path = root / one.code.lower()
        content = read_content(path, words, code=one.exercise["code"]) if one.exercise else None
        if content is not None:
            found[one.code] = content
    return found


def _faults(content: dict[str, Any]) -> Iterator[str]:
    for paper in content["papers"]:
        yield from (f"{paper['code']}: {text}" for _, text in schema.paper_faults(paper))
    yield from schema.set_faults(content["papers"])
    yield from (text for _, text in schema.file_faults(content["files"]))
    yield from (text for _, text in schema.generate_faults(content["generate"]))
    try:
        making.exhibits_of(content, b"trial")
    except (KeyError, IndexError, TypeError) as error:
        yield f"the words of the exhibits are not complete: {error!r}"
