"""A chat export about a stolen bicycle: times in UTC, one message gone, a price that is agreed at the end."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

from forum_app.exercises.rules.chance import Chance
from forum_app.exercises.rules.exhibit import Exhibit, Words, filled, questions_of, table_block
from forum_app.kernel.bilingual import Bilingual

HOURS_AHEAD = 7
"""Phnom Penh is seven hours ahead of UTC, the whole year."""
FIRST_DAY = datetime(2024, 5, 6, tzinfo=UTC)  # the export says UTC in its head
PRICES = (180_000, 220_000, 260_000, 300_000, 340_000)
ACCOUNTS = ("user-{}", "seller-{}")


def make(words: Words, chance: Chance) -> Exhibit:
    """The export as CSV, the same as a printed table, and the questions."""
    known = _known(words, chance)
    first = chance.between(210, 890)
    gone = chance.between(2, len(words["messages"]) - 2)
    time = FIRST_DAY + timedelta(days=chance.below(90), hours=chance.between(1, 8), minutes=chance.below(60))
    rows: list[list[Any]] = []
    times: dict[str, datetime] = {}
    for place, message in enumerate(words["messages"]):
        time += timedelta(minutes=chance.between(2, 11))
        number = first + place + (place >= gone)
        text = filled(message["text"], **known)
        rows.append([number, time.strftime("%Y-%m-%d %H:%M"), known[f"account{message['by']}"], text])
        times[str(message.get("mark") or place)] = time
    local = (times["offer"] + timedelta(hours=HOURS_AHEAD)).strftime("%H:%M")
    right = {"offer": local, "price": known["price"], "gone": first + gone, "buyer": known["account1"]}
    return Exhibit(
        name="chat",
        title=Bilingual.of(words["title"]),
        task=Bilingual.of(words["task"]),
        files={"chat-export.csv": _csv(words, rows)},
        questions=questions_of("chat", words, right, chance),
        blocks=[table_block(words["columns"], [[*row[:3], row[3].as_dict()] for row in rows])],
        planted=[
            filled(words["planted"]["gone"], number=first + gone),
            filled(words["planted"]["zone"], utc=times["offer"].strftime("%H:%M"), local=local),
        ],
    )


def _known(words: Words, chance: Chance) -> dict[str, Any]:
    price = chance.choice(PRICES)
    accounts = [pattern.format(chance.between(1000, 9999)) for pattern in ACCOUNTS]
    return {
        "colour": chance.choice(words["colours"]),
        "place": chance.choice(words["places"]),
        "asked": price + 40_000,
        "price": price,
        "account1": accounts[0],
        "account2": accounts[1],
    }


def _csv(words: Words, rows: list[list[Any]]) -> bytes:
    """With a mark at the front, so that Excel reads the Khmer."""
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow([*(pair["en"] for pair in words["columns"][:3]), "km", "en"])
    writer.writerows([*row[:3], row[3].km, row[3].en] for row in rows)
    return target.getvalue().encode("utf-8-sig")
