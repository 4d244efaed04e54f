"""`flask content check` finds a planted fault of every kind, and nothing in the course that ships."""

import shutil
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask import Flask

from forum_app.course.imports import content_folder, read_modules
from forum_app.course.rules import pieces
from forum_app.overview.imports import bank, check, kinds

TWICE = "the term «Cambodian National Police» is there twice in agency"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """One sound module about law with the facts, to be broken by a test."""
    shutil.copytree(content_folder() / "sl", tmp_path / "sl")
    for name in ("facts.yaml", "glossary.csv", "help.yaml"):
        shutil.copy(content_folder() / name, tmp_path)
    return tmp_path


def found(course: Path) -> list[str]:
    return [str(problem) for problem in check(course)]


def replace(path: Path, old: str, new: str, count: int = 1) -> int:
    """Puts `new` in place of `old`; answers on which line that was."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, count), "utf-8")
    return text[: text.index(old)].count("\n") + 1


def change(path: Path, how: Any) -> None:
    """Changes the values of a YAML file; its lines become others."""
    data = yaml.safe_load(path.read_text("utf-8"))
    how(data)
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=10_000), "utf-8")


def texts(course: Path) -> list[str]:
    """The problems without their places, for faults that a whole bank has."""
    return [problem.text for problem in check(course)]


def test_the_course_that_ships_has_no_fault() -> None:
    assert check() == []


def test_the_copied_module_is_sound(course: Path) -> None:
    assert found(course) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("questions.yaml", "    - SL-11\n", "    - SL-99\n", "SL-Q13: the fact SL-99 is not in facts.yaml"),
        (
            "questions.yaml",
            "    - SL-11\n",
            "    - SL-05\n",
            "SL-Q13: a lawyer has still to read the fact SL-05, so set `legal_hold: true`",
        ),
        (
            "questions.yaml",
            "km: ១៥ ឆ្នាំ, en: '15'",
            "km: ១៥ ឆ្នាំ, en: '18'",
            "SL-Q1: this option repeats another one in English",
        ),
        ("questions.yaml", "km: ១៥ ឆ្នាំ, en: '15'", "km: '', en: '15'", "the Khmer side is missing"),
        ("questions.yaml", "km: មាត្រា ១០, en: Article 10", "km: មាត្រា ១០", "the English side is missing"),
        (
            "questions.yaml",
            "មាត្រា ៣២១",
            "មាត្\u200bរា ៣២១",
            "a hidden character (zero width space) stands after «មាត្»",
        ),
        ("module.yaml", "ក្នុងមាត្រា ៤០", "ក្នុងមាត្ដ្រា ៤០", "write ្ត, not ្ដ, at «ប់ក្នុងមាត្ដ»"),
        ("km.md", "អនីតិជន", "ស\u17d2រ\u17d2តី", "the Khmer is not typed in canonical order after «ស្»"),
        ("km.md", "[^GPCEP]", "[^NONE]", "the source NONE is not among the sources of module.yaml"),
        ("en.md", "[^GPCEP]", "[^NONE]", "the source NONE is not among the sources of module.yaml"),
    ],
)
def test_a_fault_is_named_with_its_line(course: Path, file: str, old: str, new: str, words: str) -> None:
    line = replace(course / "sl" / file, old, new)
    assert found(course) == [f"sl/{file}, line {line}: {words}"]


def test_a_question_without_facts_or_with_an_unknown_objective_is_named(course: Path) -> None:
    line = replace(course / "sl" / "questions.yaml", "  facts:\n    - SL-11\n", "")
    assert [problem.text for problem in check(course)] == ["SL-Q13: the question names no fact"]
    replace(course / "sl" / "questions.yaml", "objective: SL-O2", "objective: SL-O9", 99)
    problems = [
        problem for problem in check(course) if problem.text == "SL-Q13: the objective SL-O9 is not in module.yaml"
    ]
    assert [(problem.file, problem.line < line) for problem in problems] == [("sl/questions.yaml", True)]


@pytest.mark.parametrize(("lang", "name"), [("km", "Khmer"), ("en", "English")])
def test_right_options_that_their_length_betrays_are_found(course: Path, lang: str, name: str) -> None:
    def lengthen(questions: list[dict[str, Any]]) -> None:
        for question in bank.usable(questions)[:6]:
            question["options"][question["correct"]][lang] += " x" * 50

    change(course / "sl" / "questions.yaml", lengthen)
    (problem,) = texts(course)
    assert problem.startswith(f"in {name} the right option is the longest one in ")
    assert problem.endswith(" of 12 questions")


def test_a_position_that_is_right_too_often_is_found(course: Path) -> None:
    def move(questions: list[dict[str, Any]]) -> None:
        for question in questions:
            if question["kind"] != "true_false":
                options = question["options"]
                options.insert(0, options.pop(question["correct"]))
                question["correct"] = 0

    change(course / "sl" / "questions.yaml", move)
    assert texts(course) == ["option 1 is right in 9 of 9 questions"]


def test_a_truth_value_that_is_right_too_often_is_found(course: Path) -> None:
    def agree(questions: list[dict[str, Any]]) -> None:
        for question in questions:
            if question["kind"] == "true_false":
                question["correct"] = 0

    change(course / "sl" / "questions.yaml", agree)
    assert texts(course) == ["«true» is right in 3 of 3 true-or-false questions"]


def test_too_few_usable_questions_are_found(course: Path) -> None:
    change(course / "sl" / "questions.yaml", lambda questions: questions[0].update(legal_hold=True))
    assert texts(course) == ["only 11 questions can be used, 12 are needed"]


def test_a_broken_or_doubled_question_is_found(course: Path) -> None:
    def spoil(questions: list[dict[str, Any]]) -> None:
        questions[1].update(correct=4, code="SL-Q1")
        questions[3]["options"] = []
        questions[10].pop("feedback")

    change(course / "sl" / "questions.yaml", spoil)
    assert sorted(texts(course)) == [
        "SL-Q11: the question has no feedback",
        "SL-Q1: `correct` names no option (the first one is 0)",
        "SL-Q4: there are not two options to choose from",
        "only 11 questions can be used, 12 are needed",
        "the question SL-Q1 is there 2 times",
    ]


def test_texts_that_are_not_built_alike_are_named_at_the_first_difference(course: Path) -> None:
    english = (course / "sl" / "en.md").read_text("utf-8")
    last = pieces(english)[-1].line
    (course / "sl" / "en.md").write_text(f"{english.rstrip()}\n- One more.\n", "utf-8")
    assert found(course) == [f"sl/en.md, line {last + 1}: this list item has no counterpart in km.md"]
    first = english.splitlines()[0]
    (course / "sl" / "en.md").write_text(english.replace(first, f"{first}\n\n- An item.", 1), "utf-8")
    assert found(course) == ["sl/km.md, line 3: here is a paragraph, en.md has a list item on line 3"]


def test_a_summary_card_has_six_to_nine_lines(course: Path) -> None:
    for lang in ("km", "en"):
        path = course / "sl" / f"{lang}.md"
        lines = path.read_text("utf-8").splitlines()
        items = [one.line for one in pieces(path.read_text("utf-8")) if one.kind == "list item"]
        # The four lines of what to do stand first in both texts; two of them go.
        del lines[items[0] - 1 : items[1]]
        path.write_text("\n".join(lines), "utf-8")
    words = "the summary card has 5 lines to do and not to do, 6 to 9 are wanted"
    assert found(course) == [f"sl/{lang}.md, line 1: {words}" for lang in ("en", "km")]


def test_an_exercise_needs_its_criteria_and_levels(course: Path) -> None:
    def spoil(exercise: dict[str, Any]) -> None:
        del exercise["criteria"][:2]
        del exercise["criteria"][0]["levels"][3]

    change(course / "sl" / "exercise.yaml", spoil)
    assert sorted(texts(course)) == [
        "the criterion has 3 levels, 4 are wanted",
        "the exercise has 4 criteria, 5 or 6 are wanted",
    ]
    (course / "sl" / "exercise.yaml").unlink()
    assert found(course) == ["sl/exercise.yaml, line 1: the module has no exercise"]


@pytest.mark.parametrize(
    ("file", "opening"),
    [("en.md", "Training material, not legal advice."), ("km.md", "ឯកសារបណ្តុះបណ្តាល មិនមែនជាយោបល់ផ្នែកច្បាប់ទេ។")],
)
def test_a_module_about_law_needs_its_note(course: Path, file: str, opening: str) -> None:
    replace(course / "sl" / file, opening, "")
    assert found(course) == [
        f"sl/{file}, line 1: this module is about law, but the note on law and the day it was checked is missing"
    ]


def test_a_module_needs_its_head_its_texts_and_its_key_points(course: Path) -> None:
    replace(course / "sl" / "en.md", "## Key points", "## Other")
    assert found(course) == ["sl/en.md, line 1: there is no section of key points"]
    (course / "sl" / "km.md").unlink()
    change(course / "sl" / "module.yaml", lambda module: module.pop("title"))
    assert found(course) == ["sl/km.md, line 1: the file is missing", "sl/module.yaml, line 1: the module has no title"]


def test_a_file_that_is_no_yaml_is_named_with_its_line(course: Path) -> None:
    (course / "sl" / "exercise.yaml").write_text("code: X\ntitle: {km: ក, en: [}\n", "utf-8")
    (course / "facts.yaml").write_text("- {id: x\n- y\n", "utf-8")
    files = {(problem.file, problem.line) for problem in check(course) if "no YAML" in problem.text}
    assert files == {("sl/exercise.yaml", 2), (f"{course.name}/facts.yaml", 3)}


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("facts.yaml", "{id: DF-02,", "{id: DF-01,", "the fact DF-01 is there twice"),
        ("facts.yaml", "{id: DF-02, ", "{", "the fact has no id"),
        (
            "facts.yaml",
            "DF-02, mark: verified",
            "DF-02, mark: sure",
            "DF-02: the mark must be one of memory, memory_legal_check, partly_verified, practice, verified",
        ),
        (
            "facts.yaml",
            "{id: DF-02, mark: verified, legal_review_needed: false}",
            "{id: DF-02, mark: verified, legal_review_needed: maybe}",
            "DF-02: legal_review_needed must be true or false",
        ),
        ("glossary.csv", "en,km,area,source", "en,km,source,area", "the first line must be en,km,area,source"),
        ("glossary.csv", "forum,វេទិកា,", "forum,,", "the Khmer side is missing"),
        ("glossary.csv", "forum,វេទិកា,", ",វេទិកា,", "the English side is missing"),
        (
            "glossary.csv",
            "វេទិកា,agency",
            "វេទិកា,police",
            "the area «police» must be one of agency, child, forensics, legal",
        ),
        ("glossary.csv", "Ministry of Justice,", "Cambodian National Police,", TWICE),
        (
            "glossary.csv",
            "forum,វេទិកា,",
            "forum,វេទិកា,x,",
            "the line has 5 cells, 4 are wanted (a cell with a comma stands in quotes)",
        ),
        ("glossary.csv", "វេទិកា,", "វេ\u200bទិកា,", "a hidden character (zero width space) stands after «វេ»"),
        ("glossary.csv", "ត្រ", "ត\u17d2ដ្រ", "write ្ត, not ្ដ, at «"),
        ("help.yaml", "title:\n", "name:\n", "the help has no title"),
        (
            "help.yaml",
            "    en: This work can affect anybody. To ask for help is no weakness.\n",
            "",
            "the English side is missing",
        ),
        ("help.yaml", "ការងារនេះ", "ការងារ\u200bនេះ", "a hidden character (zero width space) stands after «ការងារ»"),
    ],
)
def test_a_fault_of_a_shared_file_is_named_with_its_line(
    course: Path, file: str, old: str, new: str, words: str
) -> None:
    line = replace(course / file, old, new)
    named = [problem for problem in check(course) if problem.file == f"{course.name}/{file}"]
    assert any(problem.text.startswith(words) for problem in named), named
    if file == "glossary.csv" or words.startswith(("DF", "a hidden", "the fact")):
        assert line in {problem.line for problem in named}


@pytest.mark.parametrize("file", ["facts.yaml", "glossary.csv", "help.yaml"])
def test_a_shared_file_that_is_missing_is_named(course: Path, file: str) -> None:
    (course / file).unlink()
    assert f"{course.name}/{file}, line 1: the file is missing" in found(course)


def test_a_list_of_facts_that_is_none_is_named(course: Path) -> None:
    (course / "facts.yaml").write_text("a: b\n", "utf-8")
    assert f"{course.name}/facts.yaml, line 1: the file is no list of facts" in found(course)
    (course / "help.yaml").write_text("- a\n", "utf-8")
    assert f"{course.name}/help.yaml, line 1: the help has no lines" in found(course)


def test_the_self_check_is_three_statements_with_their_reasons(course: Path) -> None:
    def spoil(module: dict[str, Any]) -> None:
        for one in module["self_check"]:
            one["answer"] = True
        module["self_check"][0]["answer"] = "yes"
        del module["self_check"][1]["why"]

    change(course / "sl" / "module.yaml", spoil)
    assert sorted(texts(course)) == [
        "all statements of the self-check have the same answer",
        "the statement has no reason",
        "the statement needs `answer: true` or `answer: false`",
    ]
    change(course / "sl" / "module.yaml", lambda module: module.update(self_check=module["self_check"][:1]))
    assert "the self-check has 1 statements, 3 are wanted" in texts(course)
    change(course / "sl" / "module.yaml", lambda module: module["self_check"][0]["why"].pop("km"))
    assert "the Khmer side is missing" in texts(course)


def test_the_command_fails_and_says_where(app: Flask, course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = replace(course / "sl" / "questions.yaml", "    - SL-11\n", "    - SL-99\n")
    monkeypatch.setattr("forum_app.overview.imports.content_folder", lambda: course)
    result = app.test_cli_runner().invoke(args=["content", "check"])
    assert result.exit_code == 1
    assert f"sl/questions.yaml, line {line}: SL-Q13: the fact SL-99 is not in facts.yaml" in result.output


@pytest.mark.parametrize("lang", ["km", "en"])
def test_who_always_takes_the_longest_option_scores_no_more_than_who_guesses(lang: str) -> None:
    longest, guess, count = Fraction(0), Fraction(0), 0
    usable = [question for module in read_modules() for question in bank.usable(module.questions)]
    for question in filter(kinds.has_one_place, usable):
        lengths = [len(option[lang]) for option in question["options"]]
        places = [place for place, length in enumerate(lengths) if length == max(lengths)]
        # Among options that are equally long somebody who knows nothing picks any.
        longest += Fraction(places.count(question["correct"]), len(places))
        guess += Fraction(1, len(lengths))
        count += 1
    assert count >= 13 * bank.LEAST_USABLE
    assert abs(longest - guess) / count < Fraction(6, 100)
    assert longest <= guess
