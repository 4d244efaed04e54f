"""Aiken and its handwritten cousins: a question, lettered answers, and a line that names the right one.

Which is the best prompt to a child?
A. Tell me what happened.
B. He was angry, wasn't he?
ANSWER: A
"""

import re
from collections.abc import Sequence

from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.khmer.text import is_khmer
from forum_app.questions.imports import found
from forum_app.questions.imports.columns import place_of
from forum_app.questions.imports.found import Item
from forum_app.questions.imports.words import tidy
from forum_app.questions.rules import Kind
from forum_app.questions.rules.draft import QuestionData

_OPTION = re.compile(r"\s*\(?([A-La-lក-ឋ])\s*[.)៖។:]\s*(.+)")
_ANSWER = re.compile(r"\s*(?:ANSWER|Answer|Correct|ចម្លើយ(?:ត្រឹមត្រូវ)?)\s*[:៖=]\s*(.+)")
_NUMBER = re.compile(r"\s*(?:\d{1,3}|[០-៩]{1,3})\s*[.)។៖]\s*")


def is_aiken(text: str) -> bool:
    """True when a line names the right answer of a question written out in lines."""
    return any(_ANSWER.fullmatch(line) for line in text.splitlines())


def read_aiken(text: str) -> list[Item]:
    """Items of a text; each ends with the line that names its right answer."""
    items: list[Item] = []
    lines: list[str] = []
    for line in text.splitlines():
        answer = _ANSWER.fullmatch(line)
        if answer:
            items.append(_item(len(items) + 1, lines, answer[1]))
            lines = []
        elif line.strip():
            lines.append(line)
    if lines:
        rest = Item(len(items) + 1, name=tidy(lines[0])[:60])
        rest.faults.append(found.KeyUnreadable(typed=""))
        items.append(rest)
    return items


def _item(number: int, lines: Sequence[str], right: str) -> Item:
    item = Item(number)
    stem: list[str] = []
    options: list[str] = []
    for line in lines:
        option = _OPTION.fullmatch(line)
        if option:
            options.append(tidy(option[2]))
        elif options:
            options[-1] += f" {tidy(line)}"
        else:
            stem.append(tidy(line))
    places = [place_of(part.casefold()) for part in re.findall(r"[A-La-lក-ឋ]", right)]
    known = sorted({place for place in places if 0 <= place < len(options)})
    if not known:
        item.faults.append(found.KeyUnreadable(typed=tidy(right)))
    item.data = QuestionData(
        kind=Kind.MULTIPLE if len(known) > 1 else Kind.SINGLE,
        stem=_side(_NUMBER.sub("", "\n".join(stem), count=1)),
        options=[_side(option) for option in options],
        right=known,
    )
    return item


def _side(text: str) -> Bilingual:
    return Bilingual(km=text) if is_khmer(text) else Bilingual(en=text)
