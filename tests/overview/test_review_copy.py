"""A review copy goes out as a Word document and comes back with corrections."""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from flask import Flask

from forum_app.course import exports, rules
from forum_app.course.imports import ModuleContent, content_folder, read_modules
from forum_app.overview import services
from forum_app.overview.imports import review
from forum_app.overview.rules import ReviewIncomplete, ReviewOutdated, ReviewUnreadable

PART = "word/document.xml"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    shutil.copytree(content_folder() / "cp", tmp_path / "cp")
    return tmp_path


def module_of(course: Path) -> ModuleContent:
    (content,) = read_modules(course)
    return content


def edited(document: bytes, old: str, new: str) -> bytes:
    """The document after somebody typed in it."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert old in parts[PART]
    parts[PART] = parts[PART].replace(old, new, 1)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return made.getvalue()


@pytest.mark.parametrize("content", read_modules(), ids=lambda content: content.code)
def test_an_untouched_copy_of_every_lesson_changes_nothing(content: ModuleContent) -> None:
    document = exports.review_copy(content)
    assert document == exports.review_copy(content)
    assert services.bring_back(document, write=False) == []
    numbers = list(range(1, len(rules.pieces(content.texts["km"])) + 1))
    assert list(review.read_review_copy(document).paragraphs["km"]) == numbers


def test_corrections_come_back_by_number_and_leave_all_other_lines_alone(course: Path) -> None:
    before = module_of(course)
    document = exports.review_copy(before)
    point = "Do not take the full account at the scene."
    khmer = rules.pieces(before.texts["km"])[1].text
    document = edited(document, f">{point}<", ">Do not take a full account at the scene.<")
    # Typed with a hidden space and the marks out of order, as some keyboards do.
    document = edited(document, f">{khmer}<", ">ស\u17d2រ\u17d2តី\u200b និងកុមារ។<")
    found = services.bring_back(document, write=False, folder=course)
    assert [(one.lang, one.number, one.after) for one in found[:1]] == [("km", 2, "ស្ត្រី និងកុមារ។")]
    assert [one.after for one in found[1:]] == ["Do not take a full account at the scene."]
    assert module_of(course).texts == before.texts  # a dry run
    assert services.bring_back(document, write=True, folder=course) == found
    after = module_of(course)
    assert after.texts["en"] == before.texts["en"].replace(point, found[1].after)
    assert after.texts["km"] == before.texts["km"].replace(khmer, found[0].after)


def test_tracked_deletions_are_left_out_and_insertions_kept(course: Path) -> None:
    document = exports.review_copy(module_of(course))
    text = "Age alone excludes nobody."
    tracked = (
        "Age </w:t></w:r><w:del><w:r><w:delText>alone </w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>by itself</w:t></w:r></w:ins><w:r><w:br/><w:t>excludes nobody."
    )
    (one,) = services.bring_back(edited(document, text, tracked), write=False, folder=course)
    assert one.after == "Age by itself excludes nobody."


def through_office(document: bytes, folder: Path) -> bytes:
    """The document as LibreOffice writes it after it was opened and saved: runs cut up, styles of its own."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    (folder / "copy.docx").write_bytes(document)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    for kind, name in (("odt", "copy.docx"), ("docx:MS Word 2007 XML", "copy.odt")):
        command = [office, profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(folder / name)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (folder / "copy.docx").read_bytes()


@pytest.mark.timeout(240)
def test_a_copy_that_was_saved_by_libreoffice_comes_back(
    course: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    before = module_of(course)
    folder = tmp_path_factory.mktemp("office")
    document = exports.review_copy(before)
    khmer = rules.pieces(before.texts["km"])[1].text
    document = edited(document, f">{khmer}<", ">ស្ត្រី និងកុមារ។<")
    document = edited(document, ">Age alone excludes nobody.<", ">Age excludes nobody.<")
    found = services.bring_back(through_office(document, folder), write=False, folder=course)
    assert [one.after for one in found] == ["ស្ត្រី និងកុមារ។", "Age excludes nobody."]


def test_a_copy_of_an_older_text_is_refused(course: Path) -> None:
    document = exports.review_copy(module_of(course))
    path = course / "cp" / "en.md"
    path.write_text(path.read_text("utf-8") + "\n- New.\n", "utf-8")
    with pytest.raises(ReviewOutdated):
        services.bring_back(document, write=True, folder=course)


@pytest.mark.parametrize(("old", "new"), [(">7<", ">900<"), (">Age alone excludes nobody.<", "><")])
def test_a_missing_an_empty_or_an_extra_paragraph_is_refused(course: Path, old: str, new: str) -> None:
    before = module_of(course)
    document = edited(exports.review_copy(before), old, new)
    with pytest.raises(ReviewIncomplete):
        services.bring_back(document, write=True, folder=course)
    assert module_of(course).texts == before.texts


def test_texts_of_unequal_length_still_come_back(course: Path) -> None:
    path = course / "cp" / "en.md"
    path.write_text(path.read_text("utf-8") + "\n- New.\n", "utf-8")
    assert services.bring_back(exports.review_copy(module_of(course)), write=False, folder=course) == []


def test_what_is_no_review_copy_is_refused(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = exports.review_copy(module_of(course))
    version = f"version {rules.version_of(module_of(course).texts)}"
    doctype = '<!DOCTYPE x [<!ENTITY a "b">]><w:document'
    for broken in (
        b"no zip",
        document[:-40],
        edited(document, version, "version unknown"),
        edited(document, "CP – ", "ZZ – "),
        edited(document, "<w:document", doctype),
        edited(document, "<w:body>", "<w:other>"),
    ):
        with pytest.raises(ReviewUnreadable):
            services.bring_back(broken, write=True, folder=course)
    monkeypatch.setattr(review, "MOST_BYTES", 100)
    with pytest.raises(ReviewUnreadable):
        review.read_review_copy(document)


def test_the_commands_write_copies_and_show_corrections(app: Flask, tmp_path: Path) -> None:
    runner = app.test_cli_runner()
    out = tmp_path / "out"
    assert runner.invoke(args=["content", "review-copy", "--out", str(out)]).exit_code == 2
    assert runner.invoke(args=["content", "review-copy", "cp", "--out", str(out)]).exit_code == 0
    file = out / "CP-review.docx"
    assert runner.invoke(args=["content", "bring-back", str(file)]).output.startswith("0 corrections would be written")
    file.write_bytes(edited(file.read_bytes(), ">Age alone excludes nobody.<", ">Age excludes nobody.<"))
    shown = runner.invoke(args=["content", "bring-back", str(file)]).output
    assert "  - Age alone excludes nobody.\n  + Age excludes nobody.\n1 corrections would be written" in shown
    file.write_bytes(b"no zip")
    refused = runner.invoke(args=["content", "bring-back", str(file)])
    assert (refused.exit_code, "This is no review copy of a lesson." in refused.output) == (1, True)
    assert runner.invoke(args=["content", "review-copy", "--all", "--out", str(out)]).exit_code == 0
    assert len(list(out.glob("*.docx"))) == 13
