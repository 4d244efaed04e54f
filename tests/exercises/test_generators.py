"""Every generator: the same seed the same bytes, another officer something else, and a key that is true."""

import csv
import hashlib
import io
import re
from typing import Any

import pytest

from forum_app.exercises.rules import answers, making
from forum_app.exercises.rules.exhibit import Exhibit
from tests.factories.exercises import set_content

SEEDS = [bytes([number]) * 32 for number in range(30)]


def made(name: str, seed: bytes) -> Exhibit:
    return making.exhibits_of(set_content(name), seed)[0]


def right(exhibit: Exhibit) -> dict[str, str]:
    return {question.item.partition(".")[2]: question.right for question in exhibit.questions}


@pytest.mark.parametrize("name", sorted(making.GENERATORS))
def test_the_same_seed_makes_the_same_exhibit_and_another_seed_another(name: str) -> None:
    assert made(name, SEEDS[0]) == made(name, SEEDS[0])
    assert len({tuple(made(name, seed).files.items()) for seed in SEEDS}) == len(SEEDS)


def test_an_exhibit_stays_as_it_is_when_the_exercise_gets_another_one() -> None:
    alone = making.exhibits_of(set_content("photo"), SEEDS[3])
    both = making.exhibits_of(set_content("folder", "photo"), SEEDS[3])
    assert alone[0] == both[1]


@pytest.mark.parametrize("name", sorted(making.GENERATORS))
def test_whoever_knows_everything_is_right_everywhere(name: str) -> None:
    for seed in SEEDS:
        questions = made(name, seed).questions
        assert answers.count_right(questions, {one.item: one.right for one in questions}) == len(questions)
        assert len({one.item for one in questions}) == len(questions)


@pytest.mark.parametrize("name", sorted(making.GENERATORS))
def test_the_right_option_is_not_always_at_one_place(name: str) -> None:
    places = {one.right for seed in SEEDS for one in made(name, seed).questions if one.kind == "choice"}
    assert places == {"0", "1", "2"}


@pytest.mark.parametrize("seed", SEEDS)
def test_exactly_one_listed_file_of_the_folder_was_altered(seed: bytes) -> None:
    exhibit = made("folder", seed)
    listed = dict(reversed(line.split("  ")) for line in exhibit.files["SHA256SUMS.txt"].decode().splitlines())
    now = {name: hashlib.sha256(body).hexdigest() for name, body in exhibit.files.items() if name != "SHA256SUMS.txt"}
    known = right(exhibit)
    assert [name for name in listed if now[name] != listed[name]] == [known["altered"]]
    assert known["hash"] == now[known["altered"]]
    assert int(known["match"]) == len(listed) - 1
    assert int(known["unlisted"]) == len(set(now) - set(listed)) == len(exhibit.planted) - 1


@pytest.mark.parametrize("seed", SEEDS[:8])
def test_the_photo_says_what_its_key_says(seed: bytes) -> None:
    exhibit = made("photo", seed)
    ((name, content),) = exhibit.files.items()
    known = right(exhibit)
    assert re.fullmatch(r"IMG_\d{4}\.JPG", name)
    assert known["model"].encode() + b"\0" in content
    times = [found.decode() for found in re.findall(rb"2024:\d\d:\d\d \d\d:\d\d:\d\d", content)]
    saved, taken = times
    assert taken[11:16] == known["taken"]
    minutes = [int(time[11:13]) * 60 + int(time[14:16]) for time in (saved, taken)]
    assert minutes[0] - minutes[1] == int(known["minutes"])
    assert 12.7 <= float(known["north"]) <= 12.95


@pytest.mark.parametrize("seed", SEEDS)
def test_the_chat_lacks_one_message_and_is_told_in_universal_time(seed: bytes) -> None:
    exhibit = made("chat", seed)
    rows = list(csv.reader(io.StringIO(exhibit.files["chat-export.csv"].decode("utf-8-sig"))))[1:]
    numbers = [int(row[0]) for row in rows]
    known = right(exhibit)
    assert sorted(set(range(numbers[0], numbers[-1] + 1)) - set(numbers)) == [int(known["gone"])]
    offer = next(row for row in rows if row[4].startswith("I ask"))
    hour, minute = map(int, offer[1][11:].split(":"))
    assert known["offer"] == f"{hour + 7:02d}:{minute:02d}"
    assert any(row[4] == f"I give {known['price']} riel" for row in rows)
    assert [row[1] for row in rows] == sorted(row[1] for row in rows)
    assert known["buyer"] == rows[0][2]


def faults(rows: list[list[str]]) -> dict[str, int]:
    """What is wrong with a custody record, found by reading it."""
    found = dict.fromkeys(("gap", "time", "seal", "receiver", "purpose"), 0)
    for before, row in zip([None, *rows], rows, strict=False):
        number = int(row[0])
        found["receiver"] = found["receiver"] or (number if not row[3] else 0)
        found["purpose"] = found["purpose"] or (number if not row[4] else 0)
        if before is not None:
            found["gap"] = found["gap"] or (number if before[3] and row[2] != before[3] else 0)
            found["time"] = found["time"] or (number if row[1] < before[1] else 0)
            found["seal"] = found["seal"] or (number if row[5] != before[5] else 0)
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_the_custody_record_has_three_faults_and_no_other(seed: bytes) -> None:
    exhibit = made("custody", seed)
    rows = list(csv.reader(io.StringIO(exhibit.files["custody-record.csv"].decode("utf-8-sig"))))[1:]
    known: dict[str, Any] = {kind: int(value) for kind, value in right(exhibit).items() if kind != "meaning"}
    assert faults(rows) == known
    assert sum(line > 0 for line in known.values()) == len(exhibit.planted) == 3


@pytest.mark.parametrize("seed", SEEDS[:10])
def test_the_three_results_are_of_three_kinds_and_only_one_leaves_files_unread(seed: bytes) -> None:
    exhibit = made("triage", seed)
    known = right(exhibit)
    unread = {}
    for letter in "ABC":
        text = exhibit.files[f"result-{letter}.txt"].decode().replace(",", "")
        total, read = (int(re.search(rf"{name}: (\d+)", text)[1]) for name in ("Files on the device", "Files examined"))  # type: ignore[index]
        unread[letter] = total - read
        if letter == known["again"]:
            assert known["percent"] == str(round(100 * read / total))
        if letter == known["person"]:
            assert re.search(r"hash list: [1-3]\n", text)
    assert {letter for letter, count in unread.items() if count} == {known["again"]}
    assert unread[known["again"]] == int(known["unread"])
    assert known["person"] != known["again"]
