"""What the questions of a module must have, so that nobody passes by looking at their shape."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from forum_app.overview.imports import kinds
from forum_app.overview.imports.marked import Marked, Problem
from forum_app.questions.rules.advice import MOST_LONGEST, too_often

LEAST_USABLE = 12
LANGUAGES = {"km": "Khmer", "en": "English"}
Question = Mapping[str, Any]


def check_questions(marked: Marked, module: Marked, facts: Mapping[str, bool]) -> list[Problem]:
    """Each question by itself, then the bank as a whole."""
    questions: list[Question] = marked.data or []
    objectives = {row.get("code") for row in (module.data or {}).get("objectives") or ()}
    found: list[Problem] = []
    sound = []
    for number, question in enumerate(questions):
        faults = [*_shape(question), *_links(question, objectives)]
        found += [marked.problem(f"{question.get('code')}: {fault}", number) for fault in faults]
        found += _repeats(marked, number, question)
        found += _facts(marked, number, question, facts)
        if not list(_shape(question)):
            sound.append(question)
    codes = Counter(str(question.get("code")) for question in questions)
    found += [marked.problem(f"the question {code} is there {many} times") for code, many in codes.items() if many > 1]
    return found + [marked.problem(fault) for fault in _bank(sound)]


def usable(questions: Sequence[Question]) -> list[Question]:
    """The questions that officers meet: those that no lawyer has to read first."""
    return [question for question in questions if not question.get("legal_hold")]


def _shape(question: Question) -> Iterator[str]:
    missing = [name for name in ("code", "kind", "stem", "feedback") if not question.get(name)]
    if missing:
        yield f"the question has no {' and no '.join(missing)}"
    if not kinds.has_one_place(question):
        yield from kinds.shape(question)
        return
    options, correct = question.get("options") or [], question.get("correct")
    if len(options) < 2:
        yield "there are not two options to choose from"
    elif not isinstance(correct, int) or not 0 <= correct < len(options):
        yield "`correct` names no option (the first one is 0)"


def _links(question: Question, objectives: set[Any]) -> Iterator[str]:
    if question.get("objective") not in objectives:
        yield f"the objective {question.get('objective')} is not in module.yaml"


def _repeats(marked: Marked, number: int, question: Question) -> Iterator[Problem]:
    for lang, name in LANGUAGES.items():
        seen: set[str] = set()
        for place, option in enumerate(question.get("options") or ()):
            text = str(option.get(lang) or "").strip().casefold()
            if text and text in seen:
                line = (number, "options", place)
                yield marked.problem(f"{question.get('code')}: this option repeats another one in {name}", *line)
            seen.add(text)


def _facts(marked: Marked, number: int, question: Question, facts: Mapping[str, bool]) -> Iterator[Problem]:
    code = question.get("code")
    if not question.get("facts"):
        yield marked.problem(f"{code}: the question names no fact", number)
    for place, fact in enumerate(question.get("facts") or ()):
        line = (number, "facts", place)
        if fact not in facts:
            yield marked.problem(f"{code}: the fact {fact} is not in facts.yaml", *line)
        elif facts[fact] and not question.get("legal_hold"):
            yield marked.problem(
                f"{code}: a lawyer has still to read the fact {fact}, so set `legal_hold: true`", *line
            )


def _bank(questions: Sequence[Question]) -> Iterator[str]:
    open_ones = usable(questions)
    if len(open_ones) < LEAST_USABLE:
        yield f"only {len(open_ones)} questions can be used, {LEAST_USABLE} are needed"
    open_ones = [question for question in open_ones if kinds.has_one_place(question)]
    for lang, name in LANGUAGES.items():
        many = sum(_right_is_longest(question, lang) for question in open_ones)
        if many > MOST_LONGEST * len(open_ones):
            yield f"in {name} the right option is the longest one in {many} of {len(open_ones)} questions"
    yield from _one_sided(open_ones)


def _right_is_longest(question: Question, lang: str) -> bool:
    lengths = [len(str(option.get(lang) or "")) for option in question["options"]]
    right = lengths.pop(question["correct"])
    return right > max(lengths)


def _one_sided(questions: Sequence[Question]) -> Iterator[str]:
    true_false = [question["correct"] for question in questions if question["kind"] == "true_false"]
    others = [question["correct"] for question in questions if question["kind"] != "true_false"]
    for right, many, total in too_often(true_false):
        yield f"«{'true' if right == 0 else 'false'}» is right in {many} of {total} true-or-false questions"
    for right, many, total in too_often(others):
        yield f"option {right + 1} is right in {many} of {total} questions"
