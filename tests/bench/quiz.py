"""A hall takes a quiz: 60 officers at once, and 600 handing in within ten seconds, over real connections."""

import json
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

from forum_app.kernel.database import sqlite_module
from tests.faults.hall import TOKEN, Phone, Server, make_hall, percentile, running

OFFICERS, QUESTIONS, MANY, SECONDS = 60, 10, 600, 10.0
PIN = "739264"
FORM = "application/x-www-form-urlencoded"


class Reference(Server):
    """The bare server of the same run."""

    module = "tests.bench.reference_quiz"


def quiz(_world: Any, _bare: Any, folder: Path) -> dict[str, Any]:
    """60 officers at once through sign-in, quiz and result; the bare reference does all but the sign-in."""
    ours, bare = folder / "hall", folder / "bare"
    ours.mkdir()
    bare.mkdir()
    hall = make_hall(ours, officers=OFFICERS, questions=QUESTIONS)
    with running(Server(ours)) as server:
        signing = _at_once([_signing(server, hall, person) for person in hall["people"]])
        signed_cpu = server.cpu_seconds()
        taking = _at_once([_taking(server, hall, person) for person in hall["people"]])
        cpu = server.cpu_seconds() - signed_cpu
    kept = _count(ours / "forum.sqlite3", "SELECT count(*) FROM answers")
    with running(Reference(bare)) as server:
        floor = _at_once([_bare_taking(server, number) for number in range(OFFICERS)])
        bare_cpu = server.cpu_seconds()
    return {
        "officers": OFFICERS,
        "sign_in": _latency(signing),
        "quiz_and_result": _latency(taking),
        "reference": _latency(floor),
        "server_cpu_ms_per_officer": round(cpu / OFFICERS * 1000, 1),
        "reference_cpu_ms_per_officer": round(bare_cpu / OFFICERS * 1000, 1),
        "ratio": round(cpu / bare_cpu, 1),
        "answers_kept": kept,
        "answers_sent": OFFICERS * QUESTIONS,
    }


def quiz_600(_world: Any, _bare: Any, folder: Path) -> dict[str, Any]:
    """600 officers send their last answers and hand in, spread evenly over ten seconds."""
    where = folder / "many"
    where.mkdir()
    hall = make_hall(where, officers=MANY, questions=QUESTIONS)
    with running(Server(where)) as server:
        phones = [_phone(server, hall, person) for person in hall["people"]]
        with ThreadPoolExecutor(16) as pool:
            list(pool.map(_filled, phones))
        for phone in phones:
            phone.took_ms.clear()
        started = time.perf_counter()
        with ThreadPoolExecutor(MANY) as pool:
            list(pool.map(lambda pair: _submit(pair[0], pair[1], started), enumerate(phones)))
        seconds = time.perf_counter() - started
    database = where / "forum.sqlite3"
    return {
        "officers": MANY,
        "within_seconds": SECONDS,
        "finished_after_seconds": round(seconds, 1),
        **_latency([took for phone in phones for took in phone.took_ms]),
        "handed_in": _count(database, "SELECT count(submitted_at) FROM attempts"),
        "answers_kept": _count(database, "SELECT count(*) FROM answers"),
        "answers_sent": MANY * QUESTIONS,
    }


def _phone(server: Server, hall: dict[str, Any], person: dict[str, Any]) -> Phone:
    return Phone(server, hall["quiz"], {hall["cookie"]: person["sessions"][0]}, f"phone-{person['login']}")


def _filled(phone: Phone) -> None:
    phone.open()
    for question, options in phone.questions.items():
        phone.tap(question, options[0])


def _submit(number: int, phone: Phone, started: float) -> None:
    time.sleep(max(0.0, started + SECONDS * number / MANY - time.perf_counter()))
    phone.send()
    phone.hand_in()


def _signing(server: Server, hall: dict[str, Any], person: dict[str, Any]) -> Callable[[], list[float]]:
    def act() -> list[float]:
        phone = Phone(server, hall["quiz"], {"device": person["device"]}, "phone")
        _, page = phone.call("GET", "/sign-in")
        body = f"csrf_token={TOKEN.findall(page)[0]}&login={person['login']}&password={PIN}"
        status, text = phone.call("POST", "/sign-in", body, FORM)
        assert status == 303, text[:300]
        return phone.took_ms

    return act


def _taking(server: Server, hall: dict[str, Any], person: dict[str, Any]) -> Callable[[], list[float]]:
    """Start, ten answers one by one as they are tapped, hand in, and the page after it."""

    def act() -> list[float]:
        phone = _phone(server, hall, person)
        phone.open()
        for question, options in phone.questions.items():
            phone.tap(question, options[1])
            phone.send()
        phone.hand_in()
        status, _ = phone.call("GET", f"{phone.quiz}/result")
        assert status == 200
        return phone.took_ms

    return act


def _bare_taking(server: Server, number: int) -> Callable[[], list[float]]:
    def act() -> list[float]:
        phone = Phone(server, "", {}, f"phone-{number}")
        phone.call("POST", "/start", f"who={number}", FORM)
        phone.call("GET", "/quiz")
        phone.call("GET", "/quiz")
        for question in range(QUESTIONS):
            answers = [{"device": phone.device, "sequence": question + 1, "question": question, "chosen": ["2"]}]
            status, _ = phone.call("POST", "/answers", json.dumps({"attempt": str(number), "answers": answers}))
            assert status == 200
        phone.call("POST", "/hand-in", json.dumps({"attempt": str(number)}))
        phone.call("GET", f"/result?who={number}")
        return phone.took_ms

    return act


def _at_once(acts: Sequence[Callable[[], list[float]]]) -> list[float]:
    """All in threads of their own; how long each request took."""
    with ThreadPoolExecutor(len(acts)) as pool:
        return [took for found in pool.map(lambda act: act(), acts) for took in found]


def _latency(took_ms: Sequence[float]) -> dict[str, Any]:
    shares = {"p50_ms": 0.5, "p95_ms": 0.95, "p99_ms": 0.99}
    found = {name: percentile(took_ms, share) for name, share in shares.items()}
    return {"requests": len(took_ms), **found, "max_ms": round(max(took_ms), 1), "errors": 0}


def _count(database: Path, query: str) -> int:
    with closing(sqlite_module.connect(str(database))) as connection:
        return int(connection.execute(query).fetchone()[0])
