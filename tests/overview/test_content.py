"""Loading the course content, by service and by command."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum_app import __main__ as entry
from forum_app.accounts.models import Province
from forum_app.assessments.models import Criterion, Level, Rubric
from forum_app.course import rules as course_rules
from forum_app.course.models import Module, Objective
from forum_app.kernel import clock
from forum_app.kernel.database import db
from forum_app.kernel.web import server
from forum_app.overview import services
from forum_app.questions.models import Question

pytestmark = pytest.mark.usefixtures("context")


def count(model: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_loading_fills_every_table_and_a_second_time_changes_nothing() -> None:
    changed = services.load_content(at=clock.now())
    assert (changed["modules"], changed["exercises"], count(Module), count(Rubric)) == (13, 13, 13, 13)
    assert count(Question) == changed["questions"] > 150
    assert count(Level) == 4 * count(Criterion)
    assert count(Province) == 25
    assert services.load_content(at=clock.now()) == dict.fromkeys(changed, 0)


def test_every_question_and_exercise_hangs_on_its_module() -> None:
    services.load_content(at=clock.now())
    assert db.session.scalar(select(func.count()).where(Rubric.module_id.is_(None))) == 0
    assert db.session.scalar(select(func.count()).where(Question.objective_id.is_(None))) == 0


def write_module(folder: Path, *, text: str = "## Key points\n\n- One.\n", objective: str = "XX-O1") -> None:
    (folder / "xx").mkdir(exist_ok=True)
    (folder / "xx" / "module.yaml").write_text(
        "code: XX\ntitle: {km: ក, en: A}\nsources: [{key: S1, km: ក, en: A, where: x}]\n"
        "law_status: [{km: ក, en: A, status: draft, on: 2026-11-22}]\n"
        f"objectives: [{{code: {objective}, km: ក, en: A}}]\n",
        encoding="utf-8",
    )
    for lang in ("km", "en"):
        (folder / "xx" / f"{lang}.md").write_text(text, encoding="utf-8")


def test_a_broken_module_keeps_everything_as_it_was(tmp_path: Path) -> None:
    write_module(tmp_path, text="## Only\n\nText.[^NO]\n")
    with pytest.raises(course_rules.ContentBroken):
        services.load_content(at=clock.now(), folder=tmp_path)
    assert count(Module) == 0
    problems = services.check_content(tmp_path)
    assert [f"xx/{name}.md, line 1: there is no section of key points" in problems for name in ("km", "en")] == [
        True,
        True,
    ]


def test_an_objective_that_is_gone_is_retired_and_an_unquoted_on_is_understood(tmp_path: Path) -> None:
    write_module(tmp_path)
    services.load_content(at=clock.now(), folder=tmp_path)
    module = db.session.scalars(select(Module)).one()
    assert module.law_status == [{"km": "ក", "en": "A", "status": "draft", "on": "2026-11-22"}]
    write_module(tmp_path, objective="XX-O2")
    services.load_content(at=clock.now(), folder=tmp_path)
    found = {one.code: one.retired for one in db.session.scalars(select(Objective))}
    assert found == {"XX-O1": True, "XX-O2": False}


def test_the_content_that_ships_is_sound() -> None:
    assert services.check_content() == []


def test_the_commands_say_what_they_did(app: Flask) -> None:
    runner = app.test_cli_runner()
    assert runner.invoke(args=["content", "check"]).output == "The content is sound.\n"
    loaded = runner.invoke(args=["content", "load"])
    assert (loaded.exit_code, "modules: 13 added or changed" in loaded.output) == (0, True)
    assert "modules: 0 added or changed" in runner.invoke(args=["content", "load"]).output


def test_a_server_that_starts_on_an_empty_database_brings_the_tables_of_ranks_and_provinces(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[int] = []
    monkeypatch.setenv("FORUM_MODE", "test")  # `start` sets both for the process
    monkeypatch.setenv("FORUM_PORT", "8000")
    monkeypatch.setattr(entry, "create_app", lambda: app)
    monkeypatch.setattr(server, "run", lambda _app, **where: served.append(where["port"]))
    entry.start("test", host="127.0.0.1", port=8000)
    assert (served, count(Province)) == ([8000], 25)
    assert count(Question) > 150
