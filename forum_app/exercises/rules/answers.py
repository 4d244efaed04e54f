"""What a typed answer is worth. People type Khmer digits, spaces, capitals and half a hash; none of that is wrong."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping

from forum_app.exercises.rules.exhibit import Question
from forum_app.exercises.rules.refusals import AnswerTooLong, NoSuchItem
from forum_app.kernel.khmer.digits import latin_digits

LONGEST = 200
SHORTEST_HASH = 8
"""So many digits of a hash are enough to show that it was read; more must be right as well."""


def plain(typed: str) -> str:
    """For comparing: Latin digits, one spelling, no capitals, no spaces and no marks around the words."""
    text = unicodedata.normalize("NFKC", latin_digits(typed)).casefold()
    return "".join(text.split()).strip(".,;:។«»\"'")


def is_right(question: Question, typed: str) -> bool:
    """True when what was typed means the right answer."""
    return bool(typed.strip()) and _CHECKS[question.kind](question, plain(typed))


def _same(question: Question, typed: str) -> bool:
    return typed == plain(question.right)


def _file(question: Question, typed: str) -> bool:
    """A file is named with or without its folder and its ending."""
    right = plain(question.right)
    return typed.rpartition("/")[2] in (right, right.rpartition(".")[0])


def _hash(question: Question, typed: str) -> bool:
    return len(typed) >= SHORTEST_HASH and question.right.startswith(typed)


def _number(question: Question, typed: str) -> bool:
    """Thousands may be grouped by commas, points or spaces (1,200 and 1.200 are 1200); a unit may stand behind."""
    found = re.fullmatch(r"(-?[\d.,]+)[^\d]*", typed)
    value = _value(found[1]) if found else None
    return value is not None and abs(value - float(question.right)) <= question.tolerance + 1e-9


def _value(text: str) -> float | None:
    if re.fullmatch(r"-?\d{1,3}([.,])\d{3}(?:\1\d{3})*", text):
        text = re.sub("[.,]", "", text)
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def _time(question: Question, typed: str) -> bool:
    """`14:05`, `14.05`, `14h05` and `1405` are one time."""
    found = re.fullmatch(r"(\d{1,2})[:.h]?(\d{2})", typed)
    return found is not None and f"{int(found[1]):02d}:{found[2]}" == question.right


_CHECKS: dict[str, Callable[[Question, str], bool]] = {
    "text": _same,
    "file": _file,
    "choice": _same,
    "hash": _hash,
    "number": _number,
    "time": _time,
}
KINDS = frozenset(_CHECKS)


def count_right(questions: Iterable[Question], answers: Mapping[str, str]) -> int:
    """How many are answered rightly; what is not answered is not right."""
    return sum(is_right(question, answers.get(question.item, "")) for question in questions)


def require_answer(questions: Iterable[Question], item: str, typed: str) -> str:
    """The tidied answer. Raises NoSuchItem, AnswerTooLong."""
    question = next((one for one in questions if one.item == item), None)
    typed = typed.strip()
    if question is None or (question.kind == "choice" and typed and not _is_place(question, typed)):
        raise NoSuchItem
    if len(typed) > LONGEST:
        raise AnswerTooLong(most=LONGEST)
    return typed


def _is_place(question: Question, typed: str) -> bool:
    return typed.isascii() and typed.isdecimal() and int(typed) < len(question.options)
