"""`flask content check` on questions of every kind, and on case files."""

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from forum_app.course.imports import content_folder
from forum_app.overview.imports import check

MADE = {
    "code": "SL-Q90",
    "stem": {"km": "តើអ្វី?", "en": "What?"},
    "feedback": {"km": "ព្រោះ", "en": "Because"},
    "objective": "SL-O1",
    "facts": ["SL-02"],
    "source": {"km": "ផ្នែក «និយមន័យ»", "en": 'Section "Definitions"'},
}
PAIRS = [{"km": "ក", "en": "a"}, {"km": "ខ", "en": "b"}]
CASE = {"code": "SL-K1", "title": {"km": "ករណី", "en": "A case"}, "text": {"km": "អត្ថបទ", "en": "Text"}}


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """One sound module with the files that all modules share."""
    shutil.copytree(content_folder() / "sl", tmp_path / "sl")
    for name in ("facts.yaml", "glossary.csv", "help.yaml"):
        shutil.copy(content_folder() / name, tmp_path)
    return tmp_path


def add(course: Path, **values: Any) -> None:
    """One more question at the end of the module's bank."""
    path = course / "sl" / "questions.yaml"
    rows = [*yaml.safe_load(path.read_text("utf-8")), {**MADE, **values}]
    path.write_text(yaml.safe_dump(rows, allow_unicode=True, sort_keys=False, width=10_000), "utf-8")


def write_cases(course: Path, *rows: dict[str, Any]) -> None:
    (course / "sl" / "cases.yaml").write_text(yaml.safe_dump(list(rows), allow_unicode=True), "utf-8")


def texts(course: Path) -> list[str]:
    return [problem.text for problem in check(course)]


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "multiple", "options": [*PAIRS, {"km": "គ", "en": "c"}], "correct": [0, 2]},
        {"kind": "matching", "options": PAIRS, "targets": PAIRS},
        {"kind": "ordering", "options": PAIRS},
        {"kind": "numeric", "value": 18},
        {"kind": "text", "accepted": ["minor"]},
    ],
)
def test_a_sound_question_of_another_kind_has_no_fault(course: Path, values: dict[str, Any]) -> None:
    add(course, **values)
    assert texts(course) == []


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        (
            {"kind": "multiple", "options": PAIRS, "correct": [0, 1]},
            "If every answer is right, there is nothing to choose.",
        ),
        ({"kind": "matching", "options": PAIRS, "targets": PAIRS[:1]}, "pair 2 has only one side."),
        ({"kind": "numeric", "value": "many"}, "Write a number like 12.5 instead of “many”."),
        ({"kind": "text"}, "Write at least one text that counts as right."),
        ({"kind": "essay"}, "There is no kind of question called “essay”."),
        ({"kind": "ordering", "stem": None}, "the question has no stem"),
        ({"kind": "ordering", "options": PAIRS, "exhibit": "SL-K9"}, "the case file SL-K9 is not in cases.yaml"),
    ],
)
def test_each_fault_is_said_with_the_code_of_the_question(course: Path, values: dict[str, Any], fault: str) -> None:
    add(course, **values)
    (found,) = texts(course)
    assert found.startswith("SL-Q90: ")
    assert found.endswith(fault)


def test_a_case_file_is_complete_has_a_code_and_is_asked_about(course: Path) -> None:
    add(course, kind="ordering", options=PAIRS, exhibit="SL-K1")
    write_cases(course, CASE)
    assert texts(course) == []
    write_cases(course, CASE, {**CASE, "title": None}, {**CASE, "code": "SL-K2"})
    assert sorted(texts(course)) == [
        "case file SL-K1: Give the case file a title in Khmer or in English.",
        "case file SL-K1: it has no code of its own",
        "case file SL-K2: no question asks about it",
    ]
