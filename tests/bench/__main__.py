"""`run.py bench [NAME...]`: one JSON line a measurement, with the bare reference of the same run and the ratio."""

import io
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any
from unittest import mock
from uuid import uuid4

from openpyxl import load_workbook

from forum_app.accounts.services import matches
from forum_app.attendance.exports import workbook
from forum_app.certificates import documents, services
from forum_app.kernel import clock
from tests.bench import quiz, reference
from tests.bench.quiz_first import quiz_first
from tests.bench.world import QUESTIONS, World, build, request, token
from tests.factories.accounts import PASSWORD
from tests.factories.programme import at
from tests.faults.hall import OPTION, PLAYER, QUESTION

Work = Callable[[int], Any]
ROOT = Path(__file__).resolve().parents[2]


def main(names: list[str]) -> int:
    """Measure what is named, or everything."""
    unknown = set(names) - set(MEASUREMENTS)
    if unknown:
        print(json.dumps({"error": f"unknown: {', '.join(sorted(unknown))}", "known": list(MEASUREMENTS)}))
        return 2
    with tempfile.TemporaryDirectory() as folder, build(Path(folder) / "ours") as world:
        bare = reference.make_app(Path(folder))
        for name in names or MEASUREMENTS:
            with mock.patch.object(clock, "now", return_value=at(world.forum, 1, "08:05")):
                result = MEASUREMENTS[name](world, bare, Path(folder))
            print(json.dumps({"name": name, **result}, ensure_ascii=False), flush=True)
    return 0


def compare(ours: Work, theirs: Work, *, n: int, **more: Any) -> dict[str, Any]:
    """CPU milliseconds of one piece of work (the median of n after one that warms up) and of the reference's."""
    mine, bare = median_ms(ours, n), median_ms(theirs, n)
    figures = {"ours_ms_cpu": round(mine, 2), "reference_ms_cpu": round(bare, 2), "ratio": round(mine / bare, 1)}
    return {**figures, "n": n, **more}


def median_ms(work: Work, n: int) -> float:
    """The median CPU time of all threads of this process."""
    work(0)
    times = []
    for number in range(1, n + 1):
        started = time.process_time()
        work(number)
        times.append((time.process_time() - started) * 1000)
    return statistics.median(times)


def startup(_world: World, _bare: Any, folder: Path) -> dict[str, Any]:
    """A process that makes the application, and one that makes the reference."""
    ours = "from forum_app.application import create_app; create_app()"
    theirs = "from flask import Flask; Flask('reference')"

    def run(program: str, number: int) -> float:
        before = os.times()
        environment = {**os.environ, "FORUM_MODE": "test", "FORUM_DATA": str(folder / f"start-{number}")}
        subprocess.run([sys.executable, "-c", program], check=True, env=environment, cwd=ROOT)
        after = os.times()
        return (after.children_user + after.children_system - before.children_user - before.children_system) * 1000

    n = 5
    mine, bare = (statistics.median(run(program, number) for number in range(n)) for program in (ours, theirs))
    return {"ours_ms_cpu": round(mine), "reference_ms_cpu": round(bare), "ratio": round(mine / bare, 1), "n": n}


def sign_in(world: World, bare: Any, _folder: Path) -> dict[str, Any]:
    """Name and password; ours hashes, so the same without the hash is given too."""
    plain = bare.test_client()
    stored = world.organiser.password_hash
    assert stored is not None

    def ours(_number: int) -> None:
        client = world.app.test_client()
        form = {"login": "organiser", "password": PASSWORD, "csrf_token": token(client, "/sign-in")}
        request(client, "POST", "/sign-in", 303, data=form)

    def theirs(_number: int) -> None:
        request(plain, "POST", "/sign-in", 303, data={"login": "organiser", "password": "password"})

    hashing = median_ms(lambda _number: matches(stored, PASSWORD), 10)
    result = compare(ours, theirs, n=20, hash_ms_cpu=round(hashing, 1), note="ours includes the page with the form")
    rest = result["ours_ms_cpu"] - hashing
    return {**result, "ratio_without_hash": round(rest / result["reference_ms_cpu"], 1)}


def programme_page(world: World, bare: Any, _folder: Path) -> dict[str, Any]:
    """The timetable of 43 sessions as the organiser sees it."""
    client, plain = world.browser(world.organiser), bare.test_client()
    address = f"/forums/{world.forum.code}/programme"
    size = len(request(client, "GET", address, 200).data)
    return compare(
        lambda _number: request(client, "GET", address, 200),
        lambda _number: request(plain, "GET", "/programme", 200),
        n=40,
        bytes=size,
    )


def check_in(world: World, bare: Any, _folder: Path) -> dict[str, Any]:
    """A badge number at the desk, another person each time."""
    client, plain = world.browser(world.organiser), bare.test_client()
    address = f"/forums/{world.forum.code}/desk"
    csrf = token(client, address)

    def ours(number: int) -> None:
        form = {"who": str(number + 1), "csrf_token": csrf, "op_id": str(uuid4())}
        found = request(client, "POST", address, 303, data=form)
        assert "/verdict/" in found.headers["Location"], "the desk checked nobody in"

    return compare(ours, lambda number: request(plain, "POST", "/check-in", 303, data={"badge": str(number)}), n=50)


def answer_submit(world: World, bare: Any, _folder: Path) -> dict[str, Any]:
    """Answers from a phone: one a call, and five that came quickly in one call against five calls of the reference."""
    plain = bare.test_client()
    account, _registration = world.officers[0]
    client = world.browser(account)
    start = f"/forums/{world.forum.code}/me/quizzes/{world.quiz.id}"
    csrf = token(client, start)
    request(client, "POST", start, 303, data={"csrf_token": csrf, "op_id": str(uuid4())})
    page = request(client, "GET", f"{start}/1", 200).get_data(as_text=True)
    questions, sequence = phone_of_page(page), count(1)

    def ours(number: int, *, at_once: int) -> None:
        places = [(number + place) % QUESTIONS for place in range(at_once)]
        answers = [{**questions.taps[place], "sequence": next(sequence)} for place in places]
        body = {"attempt": questions.attempt, "sent_at": 0, "answers": answers}
        found = request(client, "POST", f"{start}/answers", 200, json=body, headers={"X-CSRFToken": csrf})
        assert [one["state"] for one in found.json["answers"]] == ["kept"] * at_once, found.json

    def theirs(number: int, *, at_once: int) -> None:
        for place in range(at_once):
            form = {"attempt": "1", "question": str((number + place) % QUESTIONS), "choice": "a"}
            request(plain, "POST", "/answer", 200, data=form)

    five = compare(partial(ours, at_once=5), partial(theirs, at_once=5), n=50)
    return {**compare(partial(ours, at_once=1), partial(theirs, at_once=1), n=50), "five_in_one_call": five}


@dataclass
class PageOfQuiz:
    """What a phone reads out of the page of a quiz."""

    attempt: str
    taps: list[dict[str, Any]]


def phone_of_page(page: str) -> PageOfQuiz:
    """Its attempt, and one tap for each question."""
    sheet = page.split("<template", 2)[1]
    parts = [QUESTION.search('data-place="' + part) for part in sheet.split('<div data-place="')[1:]]
    ids = [found[1] for found in parts if found]
    options = [OPTION.findall(part)[0] for part in sheet.split('<div data-place="')[1:] if OPTION.search(part)]
    common = {"language": "km", "device": "phone", "answered_at": 0, "ms": 900}
    taps = [{**common, "question": key, "chosen": [option]} for key, option in zip(ids, options, strict=True)]
    return PageOfQuiz(PLAYER.findall(page)[0][0], taps)


def certificates_64(world: World, _bare: Any, folder: Path) -> dict[str, Any]:
    """A pile of 64 certificates in one PDF, from their snapshots."""
    services.prepare_expected(world.forum, actor=world.organiser, at=clock.now())
    found = services.list_to_print(world.forum, "participation", prepared_only=False)
    return compare(
        lambda _number: documents.certificates_pdf(found),
        lambda _number: reference.certificates(folder),
        n=3,
        pages=len(found),
    )


def attendance_workbook(world: World, _bare: Any, _folder: Path) -> dict[str, Any]:
    """The workbook of the whole forum; the reference writes as many rows and columns without styles."""
    made = load_workbook(io.BytesIO(workbook(world.forum, at=clock.now())))
    shape = [(sheet.max_row, sheet.max_column) for sheet in made.worksheets]
    return compare(
        lambda _number: workbook(world.forum, at=clock.now()),
        lambda _number: reference.workbook(shape),
        n=5,
        cells=sum(rows * columns for rows, columns in shape),
    )


MEASUREMENTS: dict[str, Callable[[World, Any, Path], dict[str, Any]]] = {
    "startup": startup,
    "sign_in": sign_in,
    "programme_page": programme_page,
    "check_in": check_in,
    "answer_submit": answer_submit,
    "quiz": quiz.quiz,
    "quiz_600": quiz.quiz_600,
    "quiz_first": quiz_first,
    "certificates_64": certificates_64,
    "attendance_workbook": attendance_workbook,
}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
