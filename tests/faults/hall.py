"""Phones of a hall over real connections: what quiz-store.js and queue.js do, without a browser."""

import http.client
import json
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
QUESTION = re.compile(r'data-place="\d+" data-question="([^"]+)" data-kind="\w+" data-chosen="([^"]*)"')
OPTION = re.compile(r'name="choice" value="([^"]+)"')
PLAYER = re.compile(r'data-attempt="([^"]+)" data-owner="([^"]+)"')
TRIES = 200


class Server:
    """The process that serves the hall; it may be killed and started again."""

    module = "tests.faults.quiz_server"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        words = ["serve"] if self.module == Server.module else []
        command = [sys.executable, "-m", self.module, *words, str(self.folder), str(self.port)]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert self.process.stdout is not None
        assert self.process.stdout.readline().strip() == "ready"

    def kill(self) -> None:
        """As a power cut does it: nothing is finished."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            assert self.process.stdout is not None
            self.process.stdout.close()

    def cpu_seconds(self) -> float:
        """What the process has used so far."""
        assert self.process is not None
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / 100


def make_hall(folder: Path, *, officers: int, questions: int) -> dict[str, Any]:
    """The database of a hall, made in a process of its own."""
    return _asked("make", str(folder), str(officers), str(questions))


def scores_of(folder: Path) -> dict[str, int]:
    """What the product says; a process of its own, since an application holds its keys for the whole process."""
    return _asked("scores", str(folder))


def _asked(*words: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.faults.quiz_server", *words]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


@contextmanager
def running(server: Server) -> Iterator[Server]:
    server.start()
    try:
        yield server
    finally:
        server.kill()


@dataclass
class Phone:
    """One device of one officer."""

    server: Server
    quiz: str
    cookies: dict[str, str]
    device: str
    eaten: Any = None
    """Says of each call whether its reply gets lost."""
    attempt: str = ""
    token: str = ""
    sequence: int = 0
    queue: list[dict[str, Any]] = field(default_factory=list)
    questions: dict[str, list[str]] = field(default_factory=dict)
    held: dict[str, list[str]] = field(default_factory=dict)
    took_ms: list[float] = field(default_factory=list)

    def call(self, method: str, path: str, body: str | None = None, kind: str = "application/json") -> tuple[int, str]:
        """One request on a connection of its own; tried again for as long as the server is away."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers |= {"Content-Type": kind, "X-CSRFToken": self.token}
        for _ in range(TRIES):
            connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
            try:
                started = time.perf_counter()
                connection.request(method, path, body, headers)
                answer = connection.getresponse()
                text = answer.read().decode()
                self.took_ms.append((time.perf_counter() - started) * 1000)
                self._keep_cookies(answer)
                return answer.status, answer.headers.get("Location") or text
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)
            finally:
                connection.close()
        raise TimeoutError(f"the server did not come back for {path}")

    def _keep_cookies(self, answer: http.client.HTTPResponse) -> None:
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, rest = cookie.partition("=")
            self.cookies[name] = rest.partition(";")[0]

    def open(self) -> None:
        """One tap to question 1; the whole quiz comes with it."""
        status, page = self.call("GET", self.quiz)
        self.token = TOKEN.findall(page)[0]
        status, page = self.call("POST", self.quiz, f"csrf_token={self.token}", "application/x-www-form-urlencoded")
        assert status == 303, (status, page[:200])
        _, page = self.call("GET", page)
        self.attempt = PLAYER.findall(page)[0][0]
        sheet = page.split("<template", 2)[1]
        for part in sheet.split('<div data-place="')[1:]:
            found = QUESTION.search('data-place="' + part)
            if found:
                self.questions[found[1]] = OPTION.findall(part)
                self.held[found[1]] = json.loads(found[2].replace("&#34;", '"').replace("&quot;", '"'))
        _, told = self.call("GET", "/queue/ticket")
        self.token = json.loads(told)["token"]

    def tap(self, question: str, option: str) -> dict[str, Any]:
        """Kept on the phone at once."""
        self.sequence += 1
        now = int(time.time() * 1000)
        made = {"question": question, "chosen": [option], "language": "km", "device": self.device, "ms": 900}
        self.queue.append({**made, "sequence": self.sequence, "answered_at": now})
        return self.queue[-1]

    def send(self) -> None:
        """Everything that waits, in one call; when the reply is lost it all goes once more."""
        while self.queue:
            batch = list(self.queue)
            body = {"attempt": self.attempt, "sent_at": int(time.time() * 1000), "answers": batch}
            status, text = self.call("POST", f"{self.quiz}/answers", json.dumps(body))
            if self.eaten is not None and self.eaten():
                continue
            assert status == 200, (status, text[:300])
            assert [one["state"] for one in json.loads(text)["answers"]] == ["kept"] * len(batch), text
            del self.queue[: len(batch)]

    def hand_in(self) -> None:
        """Until the server has said so."""
        while True:
            status, text = self.call("POST", f"{self.quiz}/hand-in", json.dumps({"attempt": self.attempt}))
            assert (status, json.loads(text)) == (200, {"state": "kept"})
            if self.eaten is None or not self.eaten():
                return


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share of them lies."""
    ordered = sorted(values)
    with suppress(IndexError):
        return round(ordered[int(len(ordered) * share)], 1)
    return round(ordered[-1], 1)
