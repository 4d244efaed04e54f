"""The tree is the one that docs/architecture.md draws: closed lists, so that a new room is drawn before it is built."""

import re

import pytest

from tests.house.source import FEATURES, PACKAGE, ROOT

ROOMS = {
    "rules",
    "models",
    "queries",
    "policy",
    "services",
    "imports",
    "forms",
    "exports",
    "documents",
    "jobs",
    "cli",
    "views",
}
SAMPLE = "sample"


def architecture():
    return (ROOT / "docs" / "architecture.md").read_text("utf-8")


def listed(heading):
    """The names in the first column of the table below a heading."""
    section = architecture().split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return set(re.findall(r"^\| `([\w./]+)`", section, re.MULTILINE))


def rooms_of(feature):
    """The Python files and packages of a feature."""
    folder = PACKAGE / feature
    files = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    return files | {path.name for path in folder.iterdir() if (path / "__init__.py").exists()}


@pytest.mark.parametrize("feature", [name for name in FEATURES if name != SAMPLE])
def test_a_feature_has_only_the_rooms_of_the_house(feature):
    assert rooms_of(feature) - ROOMS == set()


def test_the_rooms_are_the_written_ones():
    assert listed("Rooms of a feature") == {f"{room}.py" for room in ROOMS} | {"templates/"}


def test_the_kernel_has_only_the_written_modules():
    kernel = PACKAGE / "kernel"
    found = {path.relative_to(kernel).as_posix() for path in kernel.rglob("*.py") if path.name != "__init__.py"}
    assert found == listed("Kernel")


def test_the_features_are_the_written_ones():
    assert listed("Features") == {f"{feature}/" for feature in FEATURES}


def test_every_path_that_the_document_names_exists():
    named = set(re.findall(r"`((?:forum_app|tests|docs)/[\w./-]+)`", architecture()))
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []
