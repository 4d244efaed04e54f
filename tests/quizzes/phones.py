"""A phone as quiz-store.js makes it, for tests of the messages between it and the server."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from werkzeug.test import TestResponse

from forum_app.kernel import clock
from forum_app.quizzes.models import Attempt, Quiz
from tests.pages import HouseClient
from tests.quizzes.browsing import mine


def milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


@dataclass
class Phone:
    """One device of one attempt: it counts its taps and sends them as often as it likes."""

    client: HouseClient
    quiz: Quiz
    attempt_id: UUID
    device: str = "phone-1"
    sequence: int = 0
    clock_off: timedelta = timedelta()

    def __post_init__(self) -> None:
        self.base = mine(self.quiz)

    def tap(self, question: UUID, chosen: Sequence[str], **values: Any) -> dict[str, Any]:
        """A tap as it lies in the queue."""
        self.sequence += 1
        return {
            "question": str(question),
            "chosen": list(chosen),
            "language": "km",
            "device": self.device,
            "sequence": self.sequence,
            "answered_at": milliseconds(clock.wall() + self.clock_off),
            "ms": 1200,
            **values,
        }

    def send(self, *taps: dict[str, Any], **values: Any) -> TestResponse:
        """Post taps in one call."""
        sent_at = milliseconds(clock.wall() + self.clock_off)
        body = {"attempt": str(self.attempt_id), "sent_at": sent_at, "answers": list(taps), **values}
        return self.post(json.dumps(body))

    def post(self, body: str | bytes, tail: str = "/answers") -> TestResponse:
        return self.client.post(self.base + tail, data=body, content_type="application/json")

    def told(self, *taps: dict[str, Any]) -> list[dict[str, Any]]:
        """What the server says of each tap."""
        answer = self.send(*taps)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        told: list[dict[str, Any]] = answer.get_json()["answers"]
        return told

    def hand_in(self) -> TestResponse:
        return self.post(json.dumps({"attempt": str(self.attempt_id)}), "/hand-in")


def phone_of(client: HouseClient, quiz: Quiz, attempt: Attempt, device: str = "phone-1") -> Phone:
    return Phone(client, quiz, attempt.id, device)
