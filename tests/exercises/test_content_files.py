"""The materials that ship, and planted faults of each kind that `flask content check` names with file and line."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import func, select

from forum_app.course.imports import content_folder
from forum_app.exercises import imports
from forum_app.exercises.models import ExerciseSet
from forum_app.exercises.rules import making
from forum_app.exercises.rules.refusals import MaterialsBroken
from forum_app.kernel import clock
from forum_app.kernel.database import db
from forum_app.overview import services
from forum_app.overview.imports import check
from forum_app.overview.imports.exercise import check_exercise
from forum_app.overview.imports.marked import Marked, read_marked
from forum_app.overview.imports.papers import check_exhibits, check_materials
from tests.factories.assessments import rubric_content

MODULES = sorted(path.parent.name for path in content_folder().glob("*/module.yaml"))


@pytest.fixture
def module(tmp_path: Path) -> Path:
    """The materials of the phone exercise, to be broken by a test."""
    shutil.copytree(content_folder() / "df", tmp_path / "df")
    shutil.copy(content_folder() / "exhibits.yaml", tmp_path)
    return tmp_path / "df"


def found(module: Path) -> list[str]:
    return [str(problem) for problem in check_materials(module)]


def replace(path: Path, old: str, new: str) -> int:
    """Puts `new` in place of `old`; answers on which line that was."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return text[: text.index(old)].count("\n") + 1


@pytest.mark.parametrize("name", MODULES)
def test_every_module_ships_sheets_for_officers_and_a_key(name: str) -> None:
    content = imports.read_content(content_folder() / name, imports.read_words(), code=name)
    assert content is not None
    assert {paper["for"] for paper in content["papers"]} >= {"officers", "trainer"}
    assert check_materials(content_folder() / name) == []


def test_the_exhibits_that_ship_are_sound_and_every_generator_is_used() -> None:
    assert check_exhibits(content_folder()) == []
    words, used = imports.read_words(), set()
    for name in MODULES:
        content = imports.read_content(content_folder() / name, words, code=name)
        assert content is not None
        used |= set(content["generate"])
    assert used == set(making.GENERATORS)


def test_a_side_that_is_missing_is_named_with_its_line(module: Path) -> None:
    line = replace(module / "materials" / "20-custody-form.yaml", ", en: 'Exhibit number'", "")
    assert found(module) == [
        f"df/materials/20-custody-form.yaml, line {line}: the English side is missing",
        f"df/materials/20-custody-form.yaml, line {line}: the field has no label in both languages",
    ]


PLANTED = [
    ("10-authority.yaml", "kind: letter", "kind: poem", "the kind poem is unknown; known are"),
    ("10-authority.yaml", "TRAIN-017", "'012 345 678'", "012 345 678 looks like a real phone number"),
    (
        "40-scene-sketch.yaml",
        "x: 3.9, y: 0.4",
        "x: 4.9, y: 0.4",
        "the thing lies outside the sketch: x from 4.9",
    ),
    ("40-scene-sketch.yaml", "kind: bed", "kind: cat", "the thing cat is unknown"),
    ("50-checklist.yaml", "ដាក់ឱ្យដាច់", "ដាក់ឲ្យដាច់", "write ឱ្យ, not ឲ្យ"),
    ("generate.yaml", "photo", "song", "the exhibit song is unknown"),
    ("files.yaml", "rice 5 kg", "rice 6 kg", "the hash list is wrong: the SHA-256 of shopping-list.txt is"),
]


@pytest.mark.parametrize(("name", "old", "new", "text"), PLANTED, ids=[text[:24] for *_, text in PLANTED])
def test_a_planted_fault_is_named_with_file_and_line(module: Path, name: str, old: str, new: str, text: str) -> None:
    line = replace(module / "materials" / name, old, new)
    (problem,) = found(module)
    place, _, words = problem.partition(": ")
    written = int(place.rpartition(" ")[2])
    assert place.rpartition(",")[0] == f"df/materials/{name}"
    assert words.startswith(text)
    assert 0 <= written - line <= 4  # a hash stands a few lines below its text


def test_no_yaml_no_key_and_no_folder_are_named(module: Path) -> None:
    (module / "materials" / "90-key.yaml").write_text("title: {km: [", "utf-8")
    unreadable, missing = found(module)[0], found(module)[-1]
    assert unreadable.startswith("df/materials/90-key.yaml, line ")
    assert "this is no YAML" in unreadable
    assert missing == "df/materials, line 1: the exercise has no key for the trainer (a sheet with `for: trainer`)"
    shutil.rmtree(module / "materials")
    assert found(module) == ["df/exercise.yaml, line 1: the exercise has no materials (a folder `materials`)"]


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ("key: altered", "key: changed", "the words of the exhibit folder are not complete: KeyError"),
        ("kind: hash", "kind: song", "the question kind song of the exhibit folder is unknown"),
        ("'SHA256", "'https://police.gov SHA256", "https://police.gov could be somebody's"),
    ],
)
def test_a_fault_of_the_exhibits_is_named(module: Path, old: str, new: str, text: str) -> None:
    path = module.parent / "exhibits.yaml"
    if old not in path.read_text("utf-8"):
        old, new = "name: recipe.txt", "name: https://police.gov"
    replace(path, old, new)
    problems = [str(problem) for problem in check_exhibits(module.parent)]
    assert problems[0].startswith("exhibits.yaml, line ")
    assert text in problems[0]


def test_exhibits_that_are_no_yaml_or_absent_are_told_or_left_alone(module: Path) -> None:
    path = module.parent / "exhibits.yaml"
    path.write_text("folder: {", "utf-8")
    assert "this is no YAML" in str(check_exhibits(module.parent)[0])
    path.unlink()
    assert check_exhibits(module.parent) == []


def test_the_whole_check_looks_at_materials_too(module: Path) -> None:
    line = replace(module / "materials" / "10-authority.yaml", "kind: letter", "kind: poem")
    assert any(
        f"df/materials/10-authority.yaml, line {line}: the kind poem" in str(one) for one in check(module.parent)
    )


def test_loading_brings_thirteen_sets_and_a_second_time_none(context: None) -> None:
    assert services.load_content(at=clock.now())["materials"] == 13
    assert services.load_content(at=clock.now())["materials"] == 0
    assert db.session.scalar(select(func.count()).select_from(ExerciseSet)) == 13
    assert db.session.scalar(select(func.count()).where(ExerciseSet.module_id.is_(None))) == 0


def test_broken_materials_are_refused_as_a_whole(module: Path) -> None:
    replace(module / "materials" / "10-authority.yaml", "kind: letter", "kind: poem")
    with pytest.raises(MaterialsBroken) as refused:
        imports.read_content(module, imports.read_words(), code="DF-X1")
    assert refused.value.values["fault"].startswith("10-authority: the kind poem is unknown")
    replace(module / "materials" / "10-authority.yaml", "kind: poem", "kind: letter")
    with pytest.raises(MaterialsBroken):
        imports.read_content(module, {"folder": {}, "photo": {}, "custody": {}}, code="DF-X1")


def test_a_module_without_materials_has_none(tmp_path: Path) -> None:
    assert imports.read_content(tmp_path, {}, code="XX-X1") is None


def rubric_faults(**values: object) -> list[str]:
    """What the check says of an exercise whose criteria are changed."""
    data = {**rubric_content("XX-X1", criteria=5), **values}
    return [problem.text for problem in check_exercise(Marked("xx/exercise.yaml", data, {}))]


def test_a_rubric_needs_a_critical_criterion_and_levels_that_differ() -> None:
    assert rubric_faults() == []
    assert rubric_faults(criteria=rubric_content(criteria=5, critical=0)["criteria"]) == [
        "no criterion is marked critical"
    ]
    alike = rubric_content(criteria=5)["criteria"]
    alike[0]["levels"][1] = alike[0]["levels"][0]
    assert rubric_faults(criteria=alike) == ["two levels say the same in Khmer", "two levels say the same in English"]


@pytest.mark.parametrize("name", MODULES)
def test_every_shipped_rubric_has_five_or_six_criteria_of_four_levels_and_a_critical_one(name: str) -> None:
    criteria = read_marked(content_folder() / name / "exercise.yaml").data["criteria"]
    assert len(criteria) in (5, 6)
    assert {len(one["levels"]) for one in criteria} == {4}
    assert sum(one["critical"] for one in criteria) == 1


@pytest.mark.parametrize("lang", ["km", "en"])
def test_length_does_not_betray_the_right_option_of_an_exhibit(lang: str) -> None:
    longest, choices = 0, []
    for words in imports.read_words().values():
        choices += [one for one in words["questions"] if one["kind"] == "choice"]
    for question in choices:
        lengths = [len(option[lang]) for option in question["options"]]
        longest += lengths[question["right"]] == max(lengths)
    assert longest <= 0.4 * len(choices)
