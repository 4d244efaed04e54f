"""Answers in long form, one row each, as statistics programs read it. With badge numbers, so for trainers alone."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from forum_app.kernel.bilingual import Bilingual
from forum_app.questions.models import Question
from forum_app.quizzes.queries.analysis import LongRow

LONG_HEADS = ("person", "item", "version", "kind", "language", "answer", "correct", "points", "ms")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def long_cells(row: LongRow) -> list[Any]:
    """One answer under `LONG_HEADS`; an open question has no language, no answer and no points."""
    given = row.given
    return [
        row.registration.badge,
        row.question.code,
        row.question.version,
        row.question.kind,
        given.language,
        answer_text(row.question, given.chosen, given.language or "km"),
        int(given.is_right),
        given.points,
        given.ms,
    ]


def answers_csv(rows: Iterable[LongRow]) -> bytes:
    """UTF-8 with a mark, so that Excel shows Khmer; what could be read as a formula begins with an apostrophe."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(LONG_HEADS)
    writer.writerows([_plain(cell) for cell in long_cells(row)] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _plain(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def answer_text(question: Question, chosen: Iterable[str], lang: str) -> str:
    """What was chosen, in words; a number or a text as it was typed."""
    words = {item["key"]: Bilingual.of(item).in_language(lang) for item in [*question.options, *question.targets]}
    return "; ".join(" = ".join(words.get(key, key) for key in one.split(":")) if words else one for one in chosen)
