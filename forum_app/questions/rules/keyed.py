"""Between a question as it is written and as it is stored, where options have random keys."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forum_app.kernel.bilingual import Bilingual
from forum_app.questions.rules.draft import NO_OPTIONS, QuestionData
from forum_app.questions.rules.kinds import Kind

Items = list[dict[str, str]]
Draw = Callable[[], str]
"""Makes one random key."""


@dataclass(frozen=True, slots=True)
class Keyed:
    """The three columns that hold what can be answered and what is right."""

    options: Items
    targets: Items
    solution: dict[str, Any]


def keyed(data: QuestionData, draw: Draw, before: "Keyed | None" = None) -> Keyed:
    """The columns of a sound question. What stood there `before` keeps its key, so that answers stay readable.

    Steps to order and the right side of pairs are stored by their random keys: their order tells nothing.
    """
    options = _with_keys([] if data.kind in NO_OPTIONS else data.options, draw, before.options if before else ())
    targets = _with_keys(list(dict.fromkeys(data.targets)), draw, before.targets if before else ())
    solution = _solution(data, options, targets)
    if data.kind == Kind.ORDERING:
        options = sorted(options, key=lambda option: option["key"])
    return Keyed(options, sorted(targets, key=lambda target: target["key"]), solution)


def _with_keys(texts: Sequence[Bilingual], draw: Draw, before: Sequence[Mapping[str, str]]) -> Items:
    """The same words keep their key; a corrected one takes the key of its place when nothing came or went."""
    known = {Bilingual.of(item): item["key"] for item in before}
    keys: list[str | None] = [known.get(text) for text in texts]
    free = [item["key"] if item["key"] not in keys else None for item in before] if len(before) == len(texts) else []
    keys = [key or old for key, old in zip(keys, free, strict=True)] if free else keys
    taken = {key for key in keys if key}
    return [{"key": key or _fresh(draw, taken), **text.as_dict()} for key, text in zip(keys, texts, strict=True)]


def _fresh(draw: Draw, taken: set[str]) -> str:
    key = draw()
    while key in taken:
        key = draw()
    taken.add(key)
    return key


def _solution(data: QuestionData, options: Items, targets: Items) -> dict[str, Any]:
    if data.kind == Kind.NUMERIC:
        return {"value": data.value, "tolerance": data.tolerance}
    if data.kind == Kind.TEXT:
        return {"accepted": list(data.accepted)}
    keys = [option["key"] for option in options]
    if data.kind == Kind.ORDERING:
        return {"order": keys}
    if data.kind == Kind.MATCHING:
        by_text = {Bilingual.of(target): target["key"] for target in targets}
        return {"pairs": {key: by_text[text] for key, text in zip(keys, data.targets, strict=False)}}
    return {"right": [keys[place] for place in data.right]}


@dataclass(frozen=True, slots=True)
class Plain:
    """What `keyed` was made of."""

    options: tuple[Bilingual, ...]
    targets: tuple[Bilingual, ...]
    right: tuple[int, ...]


def plain(stored: Keyed) -> Plain:
    """The way back: steps in their right order, pairs side by side, right answers by their place."""
    solution = stored.solution
    options = {item["key"]: Bilingual.of(item) for item in stored.options}
    targets = {item["key"]: Bilingual.of(item) for item in stored.targets}
    order = solution.get("order", list(options))
    paired = [solution["pairs"][key] for key in order] if "pairs" in solution else []
    right = sorted(order.index(key) for key in solution.get("right", ()))
    return Plain(
        options=tuple(options[key] for key in order),
        targets=tuple(targets[key] for key in [*paired, *(key for key in targets if key not in paired)]),
        right=tuple(right),
    )
