"""What a question of a kind without one right place must have, and the case files that questions ask about."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from forum_app.kernel.bilingual import Bilingual
from forum_app.overview.imports.marked import Marked, Problem
from forum_app.questions.rules import CHOICE_KINDS
from forum_app.questions.rules.cases import faults_of_case
from forum_app.questions.rules.draft import faults, tidied
from forum_app.questions.rules.rows import data_of_row

Row = Mapping[str, Any]
NEEDED = ("code", "kind", "stem")


def has_one_place(question: Row) -> bool:
    """True when exactly one of its options is right, so that its place and its length can tell."""
    return question.get("kind", "single") in CHOICE_KINDS


def shape(question: Row) -> Iterator[str]:
    """What keeps a question of another kind from being loaded, in the words its writer would read."""
    if any(not question.get(name) for name in NEEDED):
        return
    for fault in faults(tidied(data_of_row(question, ""))):
        yield fault.text % fault.values


def check_cases(cases: Marked, questions: Sequence[Row]) -> list[Problem]:
    """Each case file is complete, has a code of its own and is asked about."""
    rows: Sequence[Row] = cases.data or []
    asked = {question.get("exhibit") for question in questions}
    found: list[Problem] = []
    seen: set[str] = set()
    for number, row in enumerate(rows):
        code = str(row.get("code") or "")
        wrong = [fault.text % fault.values for fault in faults_of_case(_pair(row, "title"), _pair(row, "text"))]
        if not code or code in seen:
            wrong.append("it has no code of its own")
        if code not in asked:
            wrong.append("no question asks about it")
        seen.add(code)
        found += [cases.problem(f"case file {code}: {sentence}", number) for sentence in wrong]
    return found


def unknown_cases(questions: Marked, cases: Marked | None) -> list[Problem]:
    """Questions about a case file that cases.yaml does not hold."""
    known = {row.get("code") for row in (cases.data if cases else None) or ()}
    return [
        questions.problem(f"{row.get('code')}: the case file {row['exhibit']} is not in cases.yaml", number, "exhibit")
        for number, row in enumerate(questions.data or ())
        if row.get("exhibit") and row["exhibit"] not in known
    ]


def _pair(row: Row, name: str) -> Bilingual:
    return Bilingual.of(row.get(name))
