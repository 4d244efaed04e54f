"""What a file of questions would do to the bank, item by item."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from forum_app.kernel.refusal import N_
from forum_app.questions import queries
from forum_app.questions.imports.found import Item
from forum_app.questions.imports.reading import read_pasted, read_questions
from forum_app.questions.models import Question
from forum_app.questions.rules.draft import QuestionData, tidied
from forum_app.questions.rules.likeness import fingerprint, says_the_same
from forum_app.questions.rules.refusals import CodeTaken, FollowsTheCourse

VERDICT_NAMES: dict[str, str] = {
    "error": N_("Has an error"),
    "new": N_("Is added as a draft"),
    "change": N_("Changes a question"),
    "known": N_("Is in the bank already"),
}


@dataclass(slots=True)
class Judged:
    """An item and what happens to it; `question` is the one it changes or repeats."""

    item: Item
    verdict: str
    data: QuestionData | None = None
    question: Question | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """All items of a file in its order."""

    judged: Sequence[Judged] = field(default_factory=list)

    def of(self, *verdicts: str) -> list[Judged]:
        """Those with one of these verdicts."""
        return [one for one in self.judged if one.verdict in verdicts]

    @property
    def to_look_at_first(self) -> list[Judged]:
        """Errors, then what lost something on the way, then the rest; inside each the order of the file."""
        return sorted(self.judged, key=lambda one: (one.verdict != "error", not one.item.notes))

    @property
    def counts(self) -> dict[str, int]:
        return {verdict: len(self.of(verdict)) for verdict in VERDICT_NAMES}


def review(content: bytes, name: str, *, module: str = "") -> Review:
    """Read a file again and hold it against the bank. Items that name no module go into `module`.

    The same number of queries whatever the size. Raises the refusals of `read_questions`.
    """
    items = read_questions(content, name) if name else read_pasted(content.decode())
    bank = _Bank(queries.list_newest())
    judged = [_judged(item, bank, module) for item in items]
    _add_faults(judged)
    return Review(judged)


class _Bank:
    """The newest version of every question, by its code and by its words."""

    def __init__(self, questions: Iterable[Question]) -> None:
        self._data = {question.code: (question, queries.data_of(question)) for question in questions}
        self._codes = {fingerprint(data): code for code, (_, data) in self._data.items()}

    def find(self, data: QuestionData) -> tuple[Question, QuestionData] | None:
        """The question that has this code, else the one that asks the same."""
        return self._data.get(data.code) or self._data.get(self._codes.get(fingerprint(data), ""))


def _judged(item: Item, bank: _Bank, module: str) -> Judged:
    if item.data is None or item.faults:
        return Judged(item, "error", item.data)
    data = tidied(item.data if item.data.module else replace(item.data, module=module))
    found = bank.find(data)
    if found is None:
        return Judged(item, "new", data)
    question, old = found
    if says_the_same(data, old):
        return Judged(item, "known", data, question)
    if question.origin == "course":
        item.faults.append(FollowsTheCourse())
        return Judged(item, "error", data, question)
    return Judged(item, "change", replace(data, code=question.code), question)


def _add_faults(judged: Iterable[Judged]) -> None:
    """What the bank has against them: no such module, a code that is another's."""
    asked = [one for one in judged if one.verdict in {"new", "change"}]
    for one, faults in zip(asked, queries.examine([_of(one) for one in asked]), strict=True):
        found = [fault for fault in faults if not (one.verdict == "change" and isinstance(fault, CodeTaken))]
        if found:
            one.item.faults += found
            one.verdict = "error"


def _of(judged: Judged) -> QuestionData:
    assert judged.data is not None
    return judged.data
