"""66 phones in a hall: 30 % of the replies are lost, the network goes and comes, batteries die, and the server too."""

import random
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from forum_app.kernel.database import sqlite_module
from tests.faults.hall import Phone, Server, make_hall, running, scores_of

OFFICERS, QUESTIONS, DEAD_BATTERIES, LOST = 66, 6, 10, 0.3

pytestmark = [pytest.mark.timeout(300)]


@dataclass
class Story:
    """One officer's way through the quiz, with what has to stand at the end."""

    number: int
    person: dict[str, Any]
    expected: dict[str, str] = field(default_factory=dict)
    sent: dict[str, set[int]] = field(default_factory=dict)
    trouble: str = ""

    def phone(self, server: Server, hall: dict[str, Any], nth: int, luck: random.Random) -> Phone:
        device = f"phone-{self.number}-{nth}"
        cookies = {hall["cookie"]: self.person["sessions"][nth]}
        return Phone(server, hall["quiz"], cookies, device, eaten=lambda: luck.random() < LOST)

    def tap(self, phone: Phone, question: str, luck: random.Random) -> None:
        made = phone.tap(question, luck.choice(phone.questions[question]))
        self.sent.setdefault(phone.device, set()).add(made["sequence"])

    def counts(self, phone: Phone) -> None:
        """What this phone sends now arrives after everything before."""
        for tap in phone.queue:
            self.expected[tap["question"]] = tap["chosen"][0]
        phone.send()


def live(story: Story, server: Server, hall: dict[str, Any], half: Callable[[], object]) -> None:
    """Answers, changes of mind, a cut in which answers pile up; some go on with another phone."""
    luck = random.Random(story.number)
    phone = story.phone(server, hall, 0, luck)
    phone.open()
    questions = list(phone.questions)
    cut = luck.randrange(QUESTIONS)
    for place, question in enumerate(questions):
        if place == QUESTIONS // 2:
            half()
        if story.number < DEAD_BATTERIES and place == QUESTIONS // 2:
            phone = _battery_dies(story, server, hall, phone, questions[place:], luck)
            break
        story.tap(phone, question, luck)
        if luck.random() < 0.4:
            story.tap(phone, question, luck)
        if place not in (cut, cut + 1):  # ten seconds without a network are two questions
            story.counts(phone)
    story.counts(phone)
    phone.hand_in()


def _battery_dies(
    story: Story, server: Server, hall: dict[str, Any], old: Phone, rest: list[str], luck: random.Random
) -> Phone:
    """What the server has not had stays on the dead phone; half of them come alive again before the end."""
    story.counts(old)
    story.tap(old, rest[0], luck)
    new = story.phone(server, hall, 1, luck)
    new.open()
    held = {question: chosen[0] for question, chosen in new.held.items() if chosen}
    assert held == story.expected, "another phone shows what the server holds"
    for question in rest:
        story.tap(new, question, luck)
    story.counts(new)
    if story.number % 2:
        story.counts(old)
    else:
        story.sent[old.device].discard(old.queue[-1]["sequence"])
    return new


@pytest.fixture(scope="module")
def aftermath(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Story], Path]:
    """All stories at once, with one kill -9 of the server when they are half way."""
    folder = tmp_path_factory.mktemp("hall")
    hall = make_hall(folder, officers=OFFICERS, questions=QUESTIONS)
    stories = [Story(number, person) for number, person in enumerate(hall["people"])]
    reached = threading.Semaphore(0)
    with running(Server(folder)) as server:
        threads = [threading.Thread(target=_run, args=(story, server, hall, reached.release)) for story in stories]
        for thread in threads:
            thread.start()
        for _ in range(OFFICERS // 2):
            reached.acquire(timeout=120)
        server.kill()
        server.start()
        for thread in threads:
            thread.join(timeout=240)
    return stories, folder / "forum.sqlite3"


def _run(story: Story, server: Server, hall: dict[str, Any], half: Callable[[], object]) -> None:
    try:
        live(story, server, hall, half)
    except Exception as error:
        story.trouble = repr(error)


def rows(database: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite_module.connect(str(database))) as connection:
        found: list[tuple[Any, ...]] = connection.execute(query).fetchall()
        return found


def test_nobody_met_an_error_and_every_attempt_is_handed_in_once(aftermath: tuple[list[Story], Path]) -> None:
    stories, database = aftermath
    assert [story.trouble for story in stories if story.trouble] == []
    assert rows(database, "SELECT count(*), count(submitted_at), count(DISTINCT registration_id) FROM attempts") == [
        (OFFICERS, OFFICERS, OFFICERS)
    ]


def test_every_tap_is_kept_exactly_once(aftermath: tuple[list[Story], Path]) -> None:
    stories, database = aftermath
    kept: dict[str, list[int]] = {}
    for device, sequence in rows(database, "SELECT device, sequence FROM answer_arrivals"):
        kept.setdefault(device, []).append(sequence)
    sent = {device: sorted(numbers) for story in stories for device, numbers in story.sent.items() if numbers}
    assert {device: sorted(numbers) for device, numbers in kept.items()} == sent


def test_every_answer_is_the_one_that_was_meant(aftermath: tuple[list[Story], Path]) -> None:
    stories, database = aftermath
    query = (
        "SELECT people.badge_code, answers.question_id, json_extract(answers.chosen, '$[0]') FROM answers"
        " JOIN attempts ON attempts.id = answers.attempt_id"
        " JOIN registrations ON registrations.id = attempts.registration_id"
        " JOIN people ON people.id = registrations.person_id WHERE NOT answers.is_late"
    )
    held: dict[str, dict[str, str]] = {}
    for login, question, chosen in rows(database, query):
        held.setdefault(login, {})[str(UUID(question))] = chosen
    assert held == {story.person["login"]: story.expected for story in stories}
    assert {len(answers) for answers in held.values()} == {QUESTIONS}


def test_scores_equal_those_counted_from_the_stories(aftermath: tuple[list[Story], Path]) -> None:
    """Counted once by the product over its own rows, once by hand from what the phones meant and the bare key."""
    stories, database = aftermath
    right = {
        str(UUID(question)): key
        for question, key in rows(database, "SELECT id, json_extract(solution, '$.right[0]') FROM questions")
    }
    by_hand = {
        story.person["login"]: sum(right[question] == chosen for question, chosen in story.expected.items())
        for story in stories
    }
    assert scores_of(database.parent) == by_hand
