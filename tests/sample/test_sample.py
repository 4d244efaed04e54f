"""The sample: the same twice, further stage by stage, true to the reference forum, and gone when it is removed."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import func, select

from forum_app.accounts.models import Account, Person
from forum_app.application import create_app
from forum_app.attendance import queries as attendance
from forum_app.certificates.models import Certificate
from forum_app.forums.models import Forum
from forum_app.forums.queries import find_forum, list_days
from forum_app.kernel import audit, clock, secrets
from forum_app.kernel.database import db
from forum_app.kernel.settings import Settings
from forum_app.quizzes import queries as quizzes
from forum_app.sample import loading, removing, rules
from tests.factories.accounts import make_account
from tests.factories.forums import make_forum, make_staff
from tests.pages import HouseClient

MAIN = "IJPF-2024"
pytestmark = pytest.mark.timeout(600)  # the whole sample is lived through, on whatever machine


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An installation of its own with the sample as it stands on day 2."""
    before = secrets.current() if _has_keys() else None
    folder = tmp_path_factory.mktemp("demo")
    app = create_app(Settings(data_folder=folder, mode="demo", jobs="inline", log_level="ERROR"))
    app.config["WTF_CSRF_ENABLED"] = False
    app.test_client_class = HouseClient
    with app.app_context():
        db.create_all()
        loading.load(folder)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    clock.use_offset_file(None)
    if before is not None:
        secrets.use(before)


def _has_keys() -> bool:
    try:
        secrets.current()
    except RuntimeError:
        return False
    return True


@pytest.fixture
def folder(demo: Flask) -> Iterator[Path]:
    """The data folder, inside an application context with the sample's clock."""
    data_folder: Path = demo.config["FORUM"].data_folder
    clock.use_offset_file(data_folder)
    with demo.app_context():
        yield data_folder
        db.session.remove()


def test_loading_twice_changes_nothing_and_gives_the_same_ids(folder: Path) -> None:
    counted = db.session.scalar(select(func.count()).select_from(Person))
    first, second = loading.load(folder), loading.load(folder)
    assert first == second
    assert db.session.scalar(select(func.count()).select_from(Person)) == counted


def test_day_two_stands_at_twenty_past_ten_with_fifty_one_of_sixty_four_here(folder: Path) -> None:
    forum = find_forum(MAIN)
    assert forum is not None
    assert f"{clock.local(clock.now()):%Y-%m-%d %H}" == "2024-09-26 10"
    counts = attendance.day_counts(forum, day=list_days(forum)[1], half="morning")
    assert (counts.total, counts.here, counts.missing) == (64, 51, 13)
    open_now = [quiz.code for quiz in quizzes.list_quizzes(forum) if quiz.opened_at and not quiz.closed_at]
    assert open_now == ["D2S03"]
    assert db.session.scalar(select(func.count()).where(Certificate.forum_id == forum.id)) == 0
    assert audit.first_broken_sequence() is None


def test_every_door_of_the_first_page_leads_into_the_sample(demo: Flask, folder: Path) -> None:
    pages = {"organiser": "dashboard", "officer": "me", "trainer": "teach", "desk": "desk"}
    for role, page in pages.items():
        client = demo.test_client()
        assert client.post("/enter", data={"role": role}).status_code == 303
        home = client.get("/", follow_redirects=True)
        assert home.status_code == 200
        assert home.request.path == f"/forums/{MAIN}/{page}"
        assert "គំរូ" in home.get_data(as_text=True)


def test_the_second_organiser_sees_nothing_of_the_first_forum(demo: Flask, folder: Path) -> None:
    report = loading.report(folder)
    second = next(one for one in report["accounts"] if one["login"] == "organiser-sr")
    client = demo.test_client()
    signed_in = client.post("/sign-in", data={"login": second["login"], "password": second["password"]})
    assert signed_in.status_code == 303
    for page in ("dashboard", "people", "programme", "attendance", "certificates", "quizzes", "settings"):
        assert client.get(f"/forums/{MAIN}/{page}").status_code == 403
    assert client.get("/forums/SEMINAR-2023/dashboard").status_code == 200


def test_the_clock_moves_on_by_an_hour_and_to_the_next_morning(demo: Flask, folder: Path) -> None:
    client = demo.test_client()
    offset = clock.offset()
    client.post("/clock", data={"by": "hour"})
    assert (clock.offset() - offset).total_seconds() == 3600
    client.post("/clock", data={"by": "day"})
    assert f"{clock.local(clock.now()):%Y-%m-%d %H:%M}" == "2024-09-27 07:30"


def test_the_finished_stage_gives_workbook_certificates_and_verification(
    demo: Flask, folder: Path, tmp_path: Path
) -> None:
    ids = {one["code"]: one["id"] for one in loading.report(folder)["forums"]}
    report = loading.load(folder, stage="finished")
    assert {one["code"]: one["id"] for one in report["forums"]} == ids
    forum = find_forum(MAIN)
    assert forum is not None
    runner = demo.test_cli_runner()
    book, paper = tmp_path / "attendance.xlsx", tmp_path / "certificates.pdf"
    assert runner.invoke(args=["attendance", "export", "--forum", MAIN, "--out", str(book)]).exit_code == 0
    assert runner.invoke(args=["certificates", "print", "--forum", MAIN, "--out", str(paper)]).exit_code == 0
    matrix = openpyxl.load_workbook(book).worksheets[1]
    badges = [cell.value for row in matrix.iter_rows() for cell in row if re.fullmatch(r"\d{3}", str(cell.value))]
    assert len(set(badges)) == 64
    made = list(db.session.scalars(select(Certificate).where(Certificate.forum_id == forum.id)))
    printable = [one for one in made if one.state in ("prepared", "given")]
    assert len(PdfReader(paper).pages) == len(printable)
    _verify(demo, made)


def _verify(demo: Flask, made: list[Any]) -> None:
    client = demo.test_client()
    words = {"prepared": "Prepared", "held": "Prepared", "given": "Valid", "void": "Void"}
    for state, word in words.items():
        serial = next((one.serial for one in made if one.state == state), None)
        if serial is not None:
            assert word.lower() in client.get(f"/verify/{serial}?lang=en").get_data(as_text=True).lower(), state
    wrong = made[0].serial[:-1] + ("0" if made[0].serial[-1] != "0" else "1")
    assert client.get(f"/verify/{wrong}?lang=en").status_code == 404


def test_the_sample_cannot_go_back(folder: Path) -> None:
    with pytest.raises(rules.StageIsOver):
        loading.load(folder, stage="before")


def test_removing_the_sample_leaves_ones_own_forum_and_the_real_time(demo: Flask, folder: Path) -> None:
    own = make_forum("OWN-1")
    organiser = make_staff(own, account=make_account(login="real-person", is_staff=True))
    removing.remove_sample(folder, actor=organiser)
    db.session.expire_all()
    assert [forum.code for forum in db.session.scalars(select(Forum))] == ["OWN-1"]
    assert db.session.scalar(select(func.count()).where(Account.is_sample.is_(True))) == 0
    assert not clock.is_demo_folder(folder)
    assert clock.offset().total_seconds() == 0
    assert audit.first_broken_sequence() is None


def test_the_sample_never_goes_into_a_real_installation(tmp_path: Path) -> None:
    before = secrets.current() if _has_keys() else None
    try:
        app = create_app(Settings(data_folder=tmp_path, mode="serve", origin="https://forum.example", jobs="inline"))
        result = app.test_cli_runner().invoke(args=["demo", "load"])
    finally:
        if before is not None:
            secrets.use(before)
    assert result.exit_code == 1
    assert "real installation" in result.output
