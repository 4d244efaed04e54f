"""An exhibit that was made for one officer, with its questions and what the trainer knows about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from forum_app.exercises.rules.chance import Chance
from forum_app.kernel.bilingual import Bilingual

Words = Mapping[str, Any]
Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Question:
    """Something an officer finds out about the own exhibits."""

    item: str
    """Exhibit and key: `folder.altered`. Answers are kept under it."""
    kind: str
    """`text`, `number`, `hash`, `time` or `choice`."""
    ask: Bilingual
    right: str
    tolerance: float = 0
    options: tuple[Bilingual, ...] = ()
    """For `choice`, in the officer's own order; the answer is the place, from 0."""

    @property
    def right_text(self) -> Bilingual:
        """The right answer for the trainer's key; a hash in groups of eight, so that it breaks and can be compared."""
        if self.kind == "choice":
            return self.options[int(self.right)]
        size = 8 if self.kind == "hash" else len(self.right) or 1
        shown = " ".join(self.right[start : start + size] for start in range(0, len(self.right), size))
        return Bilingual(shown, shown)


@dataclass(frozen=True, slots=True)
class Exhibit:
    """Files, printed blocks and questions of one generator."""

    name: str
    title: Bilingual
    task: Bilingual
    files: dict[str, bytes]
    questions: tuple[Question, ...]
    blocks: list[Block] = field(default_factory=list)
    """What the officer's sheet prints of it."""
    planted: list[Bilingual] = field(default_factory=list)
    """What was planted, for the trainer's key."""


def questions_of(name: str, words: Words, right: Mapping[str, Any], chance: Chance) -> tuple[Question, ...]:
    """The questions as the content words them; `right` holds what only this officer's exhibit decides."""
    return tuple(_question(name, row, right, chance) for row in words["questions"])


def _question(name: str, row: Words, right: Mapping[str, Any], chance: Chance) -> Question:
    item, ask = f"{name}.{row['key']}", Bilingual.of(row["ask"])
    if row["kind"] != "choice":
        tolerance = float(row.get("tolerance") or 0)
        return Question(item, row["kind"], ask, str(right[row["key"]]), tolerance)
    places = chance.shuffled(range(len(row["options"])))
    options = tuple(Bilingual.of(row["options"][place]) for place in places)
    return Question(item, "choice", ask, str(places.index(row["right"])), options=options)


def filled(pair: Any, **values: Any) -> Bilingual:
    """A pair of the content with its `{placeholders}` filled on both sides; a pair among the values gives its side."""
    sides = {}
    for lang in ("km", "en"):
        known = {key: value[lang] if isinstance(value, Mapping) else value for key, value in values.items()}
        sides[lang] = str(pair[lang]).format(**known)
    return Bilingual(**sides)


def table_block(columns: Sequence[Any], rows: Sequence[Sequence[Any]]) -> Block:
    """A printed table; cells are texts or pairs."""
    return {"table": {"columns": [{"label": label} for label in columns], "rows": [list(row) for row in rows]}}
