"""Three result sheets of a fictional triage tool: no match, a match nobody has confirmed, a scan that stopped."""

from typing import Any

from forum_app.exercises.rules.chance import Chance
from forum_app.exercises.rules.exhibit import Block, Exhibit, Words, filled, questions_of, table_block
from forum_app.kernel.bilingual import Bilingual

LETTERS = "ABC"
KINDS = ("nothing", "unconfirmed", "stopped")


def make(words: Words, chance: Chance) -> Exhibit:
    """The sheets as text files and as printed forms, in another order and with other figures each time."""
    order = chance.shuffled(KINDS)
    sheets = {letter: (kind, _figures(kind, chance)) for letter, kind in zip(LETTERS, order, strict=True)}
    letter_of = {kind: letter for letter, (kind, _) in sheets.items()}
    stopped = sheets[letter_of["stopped"]][1]
    right = {
        "unread": stopped["total"] - stopped["read"],
        "percent": round(100 * stopped["read"] / stopped["total"]),
        "person": letter_of["unconfirmed"],
        "again": letter_of["stopped"],
    }
    return Exhibit(
        name="triage",
        title=Bilingual.of(words["title"]),
        task=Bilingual.of(words["task"]),
        files={f"result-{letter}.txt": _text(words, letter, *sheet) for letter, sheet in sheets.items()},
        questions=questions_of("triage", words, right, chance),
        blocks=[_printed(words, sheets)],
        planted=[filled(words["planted"][kind], letter=letter_of[kind]) for kind in KINDS],
    )


def _figures(kind: str, chance: Chance) -> dict[str, Any]:
    """How many files there are, were read and matched. Only the stopped scan leaves files unread."""
    total = chance.between(180, 640) * 100
    read = total * chance.between(28, 62) // 100 if kind == "stopped" else total
    return {
        "total": total,
        "read": read,
        "matches": chance.between(1, 3) if kind == "unconfirmed" else 0,
        "minutes": chance.between(8, 55),
        "device": f"TRAIN-{chance.between(10, 99)}",
    }


def _rows(words: Words, kind: str, figures: dict[str, Any]) -> list[tuple[Any, Any]]:
    end = words["ends"][kind]
    return [
        (words["rows"]["device"], figures["device"]),
        (words["rows"]["total"], f"{figures['total']:,}"),
        (words["rows"]["read"], f"{figures['read']:,}"),
        (words["rows"]["matches"], str(figures["matches"])),
        (words["rows"]["minutes"], str(figures["minutes"])),
        (words["rows"]["end"], end),
    ]


def _text(words: Words, letter: str, kind: str, figures: dict[str, Any]) -> bytes:
    heading = filled(words["sheet"], letter=letter)
    lines = [f"{heading.km} / {heading.en}", ""]
    for label, value in _rows(words, kind, figures):
        lines += [f"{label[lang]}: {value[lang] if isinstance(value, dict) else value}" for lang in ("km", "en")]
    return ("\n".join(lines) + "\n").encode()


def _printed(words: Words, sheets: dict[str, tuple[str, dict[str, Any]]]) -> Block:
    """The three sheets side by side: one column each."""
    columns = [words["row"], *(filled(words["sheet"], letter=letter).as_dict() for letter in sheets)]
    told = [_rows(words, *sheet) for sheet in sheets.values()]
    return table_block(columns, [[row[0][0], *(value for _, value in row)] for row in zip(*told, strict=True)])
