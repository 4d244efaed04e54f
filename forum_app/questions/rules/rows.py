"""A question as a row of questions.yaml, read as `QuestionData`."""

from collections.abc import Mapping, Sequence
from typing import Any

from forum_app.kernel.bilingual import Bilingual
from forum_app.questions.rules.draft import QuestionData

Row = Mapping[str, Any]


def data_of_row(row: Row, module: str) -> QuestionData:
    """What a row says. `correct` is one place or several, counted from 0."""
    correct = row.get("correct")
    return QuestionData(
        kind=str(row["kind"]),
        stem=Bilingual.of(row["stem"]),
        options=_pairs(row.get("options")),
        targets=_pairs(row.get("targets")),
        right=tuple(correct) if isinstance(correct, list) else () if correct is None else (correct,),
        value=_number(row.get("value")),
        tolerance=_number(row.get("tolerance")),
        unit=Bilingual.of(row.get("unit")),
        accepted=tuple(str(text) for text in row.get("accepted") or ()),
        feedback=Bilingual.of(row.get("feedback")),
        source=Bilingual.of(row.get("source")),
        module=module,
        objective=str(row.get("objective") or ""),
        law_reference=str(row.get("law_reference") or ""),
        difficulty=row.get("difficulty", 2),
        use=str(row.get("use", "quiz")),
        code=str(row["code"]),
        exhibit=str(row.get("exhibit") or ""),
    )


def _pairs(rows: Sequence[Row] | None) -> tuple[Bilingual, ...]:
    return tuple(Bilingual.of(row) for row in rows or ())


def _number(value: Any) -> str:
    return "" if value is None else str(value)
