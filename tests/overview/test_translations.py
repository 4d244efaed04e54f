"""Texts go out to a translator as a workbook, come back, are taken over, and can be taken back."""

import io
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select

from forum_app.course import imports, queries
from forum_app.course import services as course_services
from forum_app.course.models import GlossaryTerm, Module, TextBatch, TextCorrection, TextUnit
from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.database import db
from forum_app.overview import services
from forum_app.questions.models import Question
from tests.factories.forums import make_forum, make_staff
from tests.factories.registration import make_officer
from tests.factories.workbooks import make_workbook
from tests.pages import HouseClient

HOME = "/forums/TEST-1/translations"


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One module, the glossary and the feedback as they ship, in a folder of their own."""
    shipped = imports.content_folder()
    for name in ("wb", "forums", "reference"):
        shutil.copytree(shipped / name, tmp_path / name)
    shutil.copy(shipped / "glossary.csv", tmp_path)
    monkeypatch.setattr("forum_app.course.imports.files.content_folder", lambda: tmp_path)
    monkeypatch.setattr("forum_app.course.imports.content_folder", lambda: tmp_path)
    return tmp_path


@pytest.fixture
def forum(context: None, course: Path) -> Forum:
    services.load_content(at=clock.now(), folder=course)
    return make_forum()


def cells(content: bytes) -> Any:
    book = load_workbook(io.BytesIO(content))
    return book, book.worksheets[0]


def place_of(sheet: Any, key: str) -> int:
    return next(row for row in range(3, sheet.max_row + 1) if sheet.cell(row, 1).value == key)


def edited(content: bytes, changes: dict[str, dict[int, str]]) -> bytes:
    """The workbook after somebody typed in it: by key, column and words (3 source, 4 translation, 5 status, 6 note)."""
    book, sheet = cells(content)
    for key, words in changes.items():
        row = place_of(sheet, key)
        for column, text in words.items():
            sheet.cell(row, column).value = text
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def send(client: HouseClient, content: bytes, name: str = "texts.xlsx") -> Any:
    return client.post(HOME, data={"file": (io.BytesIO(content), name)}, content_type="multipart/form-data")


def follow(client: HouseClient, answer: Any) -> Any:
    return client.get(answer.headers["Location"])


def unit(key: str) -> TextUnit:
    db.session.expire_all()
    return db.session.scalars(select(TextUnit).where(TextUnit.key == key)).one()


def test_every_text_of_the_course_is_watched_and_nothing_is_to_do(forum: Forum) -> None:
    (wb, *rest) = queries.count_units()
    assert (wb.area, wb.todo, wb.corrected) == ("WB", 0, 0)
    assert [one.area for one in rest] == ["feedback", "glossary"]
    assert wb.total == len(imports.units_of_module(imports.read_modules()[0])) > 100
    assert unit("WB/text/1").mark == "## "


@pytest.mark.usefixtures("context")
def test_texts_that_share_one_side_are_not_taken_for_each_other(course: Path) -> None:
    path = course / "wb" / "module.yaml"
    text = path.read_text("utf-8")
    objectives = [one for one in imports.read_course(course).units() if "/objectives/" in one.key]
    path.write_text(text.replace(objectives[1].en, objectives[0].en), "utf-8")
    services.load_content(at=clock.now(), folder=course)
    assert sum(one.todo for one in queries.count_units()) == 0
    path.write_text(text, "utf-8")
    services.load_content(at=clock.now(), folder=course)
    assert [one.key for one in queries.list_units(status="todo")] == [objectives[1].key]


@pytest.mark.usefixtures("context")
def test_nothing_of_the_course_that_ships_is_to_do() -> None:
    services.load_content(at=clock.now())
    counts = queries.count_units()
    assert (len(counts), sum(one.todo for one in counts)) == (15, 0)


def test_a_file_that_changes_on_one_side_makes_the_other_one_older(forum: Forum, course: Path) -> None:
    path = course / "wb" / "en.md"
    before = path.read_text("utf-8")
    words = unit("WB/text/2").en
    path.write_text(before.replace(words, f"{words} More."), "utf-8")
    services.load_content(at=clock.now(), folder=course)
    assert (unit("WB/text/2").status, unit("WB/text/2").outdated, unit("WB/text/3").outdated) == ("outdated", "km", "")
    assert db.session.scalars(select(Module.outdated)).one() == "km"
    path.write_text(before, "utf-8")
    services.load_content(at=clock.now(), folder=course)
    assert (unit("WB/text/2").outdated, db.session.scalars(select(Module.outdated)).one()) == ("", "")


def test_a_workbook_goes_out_comes_back_and_can_be_taken_back(client: HouseClient, forum: Forum, course: Path) -> None:
    client.sign_in(make_staff(forum, "trainer")).speak("en")
    content = client.get(f"{HOME}/km/all.xlsx").data
    question = db.session.scalars(select(Question).where(Question.code == "WB-Q1")).one()
    term = db.session.scalars(select(GlossaryTerm).order_by(GlossaryTerm.term_en)).first()
    assert term is not None
    paragraph, stem, word = "WB/text/2", "WB/questions/WB-Q1/stem", f"glossary/{term.area}/{term.term.en}"
    was = {key: unit(key).km for key in (paragraph, stem, word)}
    changes = {
        paragraph: {4: f"{was[paragraph]} បន្ថែម។", 6: "ខ្លីជាង"},
        stem: {4: f"{was[stem]} ឬ?"},
        word: {4: "ពាក្យថ្មី"},
        "WB/text/3": {4: "ស្រ\u200bី"},
    }
    page = follow(client, send(client, edited(content, changes)))
    assert "Nothing is changed yet." in page.text and "ខ្លីជាង" in page.text
    assert page.text.count("will be changed") == 3 and page.text.count("A hidden character stands after") == 1
    batch = db.session.scalars(select(TextBatch)).one()
    assert unit(paragraph).km == was[paragraph]
    client.post(f"{HOME}/{batch.id}/take_over")
    assert unit(paragraph).km == f"{was[paragraph]} បន្ថែម។"
    assert (unit(paragraph).file_km, unit(paragraph).outdated) == (was[paragraph], "")
    assert "បន្ថែម។" in db.session.scalars(select(Module.text_km)).one()
    db.session.expire_all()
    assert db.session.get_one(GlossaryTerm, term.id).term.km == "ពាក្យថ្មី"
    assert db.session.get_one(Question, question.id).stem.km.endswith("ឬ?")
    services.load_content(at=clock.now(), folder=course)
    assert unit(paragraph).km == f"{was[paragraph]} បន្ថែម។"
    assert "Corrected here" in client.get(HOME).text
    client.post(f"{HOME}/{batch.id}/take_back")
    assert {key: unit(key).km for key in was} == was
    assert db.session.get_one(TextBatch, batch.id).state == "undone"
    assert "Taken back on" in client.get(f"{HOME}/{batch.id}").text


def test_the_corrections_of_a_server_come_back_to_the_files(
    client: HouseClient, forum: Forum, course: Path, app: Flask
) -> None:
    client.sign_in(make_staff(forum)).speak("en")
    term = next(one for one in queries.list_units(area="glossary"))
    new = {"WB/text/2": "កថាខណ្ឌថ្មី។", "WB/module/title": "ចំណងជើង៖ ថ្មី, {ពិសេស}", term.key: "ពាក្យ, ថ្មី"}
    content = edited(client.get(f"{HOME}/km/all.xlsx").data, {key: {4: words} for key, words in new.items()})
    send(client, content)
    batch = db.session.scalars(select(TextBatch)).one()
    client.post(f"{HOME}/{batch.id}/take_over")
    files = sorted(path for path in course.rglob("*") if path.is_file())
    before = {path: path.read_bytes() for path in files}
    corrections = course / "corrections.xlsx"
    corrections.write_bytes(client.get(f"{HOME}/km/corrected.xlsx").data)
    runner = app.test_cli_runner()
    shown = runner.invoke(args=["content", "translations-in", str(corrections)])
    assert shown.output.endswith("3 texts would be written; say --write to do it.\n"), shown.output
    assert {path: path.read_bytes() for path in files} == before
    assert runner.invoke(args=["content", "keep-corrections"]).output == shown.output
    runner.invoke(args=["content", "translations-in", str(corrections), "--write"])
    assert {path.name for path in files if path.read_bytes() != before[path]} == {
        "km.md",
        "module.yaml",
        "glossary.csv",
    }
    said = {one.key: one.km for one in imports.read_course(course).units()}
    assert {key: said[key] for key in new} == new
    services.load_content(at=clock.now(), folder=course)
    assert queries.list_units(status="corrected") == []
    assert runner.invoke(args=["content", "keep-corrections"]).output.startswith("0 texts")


def test_a_file_that_was_edited_meanwhile_wins(client: HouseClient, forum: Forum, course: Path) -> None:
    client.sign_in(make_staff(forum))
    content = edited(client.get(f"{HOME}/km/all.xlsx").data, {"WB/text/2": {4: "កថាខណ្ឌថ្មី។"}})
    send(client, content)
    client.post(f"{HOME}/{db.session.scalars(select(TextBatch.id)).one()}/take_over")
    path = course / "wb" / "km.md"
    old = unit("WB/text/2").file_km
    path.write_text(path.read_text("utf-8").replace(old, "ពាក្យទីបី។"), "utf-8")
    services.load_content(at=clock.now(), folder=course)
    assert unit("WB/text/2").km == "ពាក្យទីបី។"


def test_a_corrected_paragraph_is_known_when_others_were_put_before_it(
    client: HouseClient, forum: Forum, course: Path
) -> None:
    client.sign_in(make_staff(forum))
    content = edited(client.get(f"{HOME}/km/all.xlsx").data, {"WB/text/3": {4: "កថាខណ្ឌថ្មី។"}})
    send(client, content)
    client.post(f"{HOME}/{db.session.scalars(select(TextBatch.id)).one()}/take_over")
    for lang in ("km", "en"):
        path = course / "wb" / f"{lang}.md"
        head, rest = path.read_text("utf-8").split("\n\n", 1)
        path.write_text(f"{head}\n\nNew {lang}.\n\n{rest}", "utf-8")
    services.load_content(at=clock.now(), folder=course)
    assert (unit("WB/text/2").km, unit("WB/text/4").km) == ("New km.", "កថាខណ្ឌថ្មី។")


def test_done_confirms_a_text_whose_other_side_has_changed(client: HouseClient, forum: Forum, course: Path) -> None:
    path = course / "wb" / "en.md"
    words = unit("WB/text/2").en
    path.write_text(path.read_text("utf-8").replace(words, f"{words} More."), "utf-8")
    services.load_content(at=clock.now(), folder=course)
    client.sign_in(make_staff(forum)).speak("en")
    assert "Khmer is older" in client.get(f"{HOME}?area=WB").text
    content = client.get(f"{HOME}/km/todo.xlsx?area=WB").data
    assert cells(content)[1].max_row == 3
    follow(client, send(client, edited(content, {"WB/text/2": {5: "រួចរាល់"}})))
    batch = db.session.scalars(select(TextBatch)).one()
    client.post(f"{HOME}/{batch.id}/take_over")
    assert unit("WB/text/2").outdated == ""
    client.post(f"{HOME}/{batch.id}/take_back")
    assert unit("WB/text/2").outdated == "km"


def test_later_corrections_are_undone_first(client: HouseClient, forum: Forum) -> None:
    client.sign_in(make_staff(forum)).speak("en")
    for words in ("មួយ។", "ពីរ។"):
        send(client, edited(client.get(f"{HOME}/km/all.xlsx").data, {"WB/text/2": {4: words}}))
        client.post(f"{HOME}/{queries.list_batches(1)[0].id}/take_over")
    second, first = queries.list_batches()
    refused = client.post(f"{HOME}/{first.id}/take_back")
    assert (refused.status_code, "Undo that one first" in refused.text) == (409, True)
    client.post(f"{HOME}/{second.id}/take_back")
    assert unit("WB/text/2").km == "មួយ។"
    assert client.post(f"{HOME}/{second.id}/take_over").status_code == 409
    assert client.post(f"{HOME}/{second.id}/discard").status_code == 409
    client.post(f"{HOME}/{first.id}/take_back")
    assert unit("WB/text/2").km == unit("WB/text/2").file_km


def test_a_file_can_be_forgotten(client: HouseClient, forum: Forum) -> None:
    client.sign_in(make_staff(forum)).speak("en")
    send(client, edited(client.get(f"{HOME}/km/all.xlsx").data, {"WB/text/2": {4: "ពីរ។"}}))
    batch = queries.list_batches(1)[0]
    assert "Nothing was changed" in follow(client, client.post(f"{HOME}/{batch.id}/discard")).text
    assert "Discarded" in client.get(f"{HOME}/{batch.id}").text
    assert db.session.scalars(select(TextCorrection)).all() == []


def test_a_file_that_changes_nothing_cannot_be_taken_over(client: HouseClient, forum: Forum) -> None:
    client.sign_in(make_staff(forum)).speak("en")
    page = follow(client, send(client, client.get(f"{HOME}/en/all.xlsx?area=WB").data))
    assert "No row of this file can be taken over." in page.text
    refused = client.post(f"{HOME}/{queries.list_batches(1)[0].id}/take_over")
    assert (refused.status_code, "No row of this file can be taken over." in refused.text) == (409, True)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([["ឈ្មោះ", "ភេទ"], ["សុខ", "ប្រុស"]], "the column “key” is missing"),
        (
            [["[key]", "[source:en]", "[target:en]", "[status]", "[note]", "[stamp]"], ["a", "b"]],
            "the column “target” is missing",
        ),
        ([["[key]", "[source:en]", "[target:km]", "[status]", "[note]", "[stamp]"]], "No row of this file"),
    ],
)
def test_another_file_is_refused_in_the_language_of_the_reader(
    client: HouseClient, forum: Forum, rows: list[list[str]], words: str
) -> None:
    client.sign_in(make_staff(forum)).speak("en")
    answer = send(client, make_workbook(*rows))
    assert (answer.status_code, words in answer.text) == (422, True)
    assert send(client, b"no workbook").status_code == 422


def test_texts_of_the_forum_in_one_language_are_listed(client: HouseClient, forum: Forum) -> None:
    client.sign_in(make_staff(forum)).speak("en")
    assert "in one language only" not in client.get(HOME).text
    forum = db.session.get_one(Forum, forum.id)
    forum.title = type(forum.title)(km=forum.title.km, en="")
    db.session.commit()
    assert "in one language only" in client.get(HOME).text


def test_translating_is_no_page_for_officers(client: HouseClient, forum: Forum) -> None:
    client.sign_in(make_officer(forum))
    assert client.get(HOME).status_code == client.get(f"{HOME}/km/all.xlsx").status_code == 403
    assert client.sign_in(make_staff(forum, "desk", None)).get(HOME).status_code == 403


def test_the_list_costs_the_same_for_one_and_three_texts(
    client: HouseClient, forum: Forum, course: Path, count_queries: Callable[[], Any]
) -> None:
    client.sign_in(make_staff(forum))
    path = course / "wb" / "en.md"
    counts = []
    for place in ("WB/text/2", "WB/text/3", "WB/text/4"):
        words = unit(place).en
        path.write_text(path.read_text("utf-8").replace(words, f"{words} More."), "utf-8")
        services.load_content(at=clock.now(), folder=course)
        client.get(HOME)
        with count_queries() as seen:
            assert client.get(HOME).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[2]


def test_the_command_writes_a_workbook_of_the_files(app: Flask, course: Path, forum: Forum) -> None:
    out = course / "out.xlsx"
    runner = app.test_cli_runner()
    said = runner.invoke(args=["content", "translations-out", "--to", "en", "--module", "wb", str(out)]).output
    assert said.startswith(str(cells(out.read_bytes())[1].max_row - 2))
    again = runner.invoke(args=["content", "translations-in", str(out)])
    assert again.output == "0 texts would be written; say --write to do it.\n"
    out.write_bytes(edited(out.read_bytes(), {"WB/text/2": {4: ""}}))
    assert "WB/text/2: The translation is empty" in runner.invoke(args=["content", "translations-in", str(out)]).output
    out.write_bytes(b"x")
    assert runner.invoke(args=["content", "translations-in", str(out)]).exit_code == 1


def test_a_case_file_over_several_lines_comes_back_as_it_was_written(course: Path) -> None:
    shutil.copytree(Path(__file__).parents[2] / "course_content" / "dn", course / "dn")
    key = "DN/cases/DN-K1/text"
    before = {one.key: one for one in imports.read_course(course).units()}
    words = {(key, "en"): "One.\n\nTwo: “three”, {four}."}
    (written,) = course_services.write_words(course, words, write=True)
    after = {one.key: one for one in imports.read_course(course).units()}
    assert (written.file, after[key].en) == ("dn/cases.yaml", words[key, "en"])
    assert [name for name in before if before[name] != after[name]] == [key]
