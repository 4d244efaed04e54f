"""A question of any kind with what is right, as somebody reads it who prepares a quiz."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forum_app.kernel.bilingual import Bilingual
from forum_app.questions.rules import Kind

BOTH_WAYS = "{left} – {right}"


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One line of the answers: an option, a pair, a step, a number or a text."""

    text: Bilingual
    is_right: bool
    """False for an option that misleads."""


def answer_lines(
    kind: str,
    options: Sequence[Mapping[str, str]],
    targets: Sequence[Mapping[str, str]],
    solution: Mapping[str, Any],
    unit: Bilingual,
) -> list[AnswerLine]:
    """What can be answered, in an order that shows what is right."""
    if kind == Kind.NUMERIC:
        return [AnswerLine(_number(solution, unit), is_right=True)]
    if kind == Kind.TEXT:
        return [AnswerLine(Bilingual(text, text), is_right=True) for text in solution["accepted"]]
    words = {option["key"]: Bilingual.of(option) for option in options}
    if kind == Kind.ORDERING:
        return [AnswerLine(words[key], is_right=True) for key in solution["order"]]
    if kind == Kind.MATCHING:
        return _pairs(words, {target["key"]: Bilingual.of(target) for target in targets}, solution["pairs"])
    return [AnswerLine(text, is_right=key in solution["right"]) for key, text in words.items()]


def _number(solution: Mapping[str, Any], unit: Bilingual) -> Bilingual:
    off = solution.get("tolerance") or "0"
    value = solution["value"] if off in ("", "0") else f"{solution['value']} ± {off}"
    return Bilingual(f"{value} {unit.km}".strip(), f"{value} {unit.en}".strip())


def _pairs(left: Mapping[str, Bilingual], right: Mapping[str, Bilingual], pairs: Mapping[str, str]) -> list[AnswerLine]:
    matched = [
        AnswerLine(
            Bilingual(
                BOTH_WAYS.format(left=text.km, right=right[pairs[key]].km),
                BOTH_WAYS.format(left=text.en, right=right[pairs[key]].en),
            ),
            is_right=True,
        )
        for key, text in left.items()
    ]
    misleading = [AnswerLine(text, is_right=False) for key, text in right.items() if key not in pairs.values()]
    return matched + misleading
