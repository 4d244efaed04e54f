"""What is ticked on paper, typed in seconds: `b a - cd` says the answers of a whole sheet.

One group of letters a question, in the order of the sheet; letters are Latin or Khmer, as printed. A sheet whose
questions all take one letter may be typed without blanks (`bad`). `-` is a question left open. A number is typed as
it is, a text in quotes.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from forum_app.kernel.khmer.numerals import letter
from forum_app.kernel.refusal import N_, Refusal
from forum_app.questions.rules import CHOICE_KINDS, Kind
from forum_app.questions.rules.keys import LONGEST_TEXT, read_number

OPEN = "-"
OPEN_SIGNS = frozenset({"-", "–", "_"})
MOST_LETTERS = 26
LONGEST_LINE = 4_000
_GROUP = re.compile(r'"[^"]*"?|«[^»]*»?|“[^”]*”?|\S+')
_SEPARATORS = ",;+/"
_PLACES = {sign: place for place in range(MOST_LETTERS) for sign in (letter(place, "en").lower(), letter(place, "km"))}


class PaperRefusal(Refusal):
    """Something typed from a sheet that cannot be."""

    text = N_("This cannot be read.")
    status = 422


class AnswersMissing(PaperRefusal):
    text = N_("The sheet has %(asked)s questions, but %(typed)s answers were typed. Type - for a question left open.")


class AnswersTooMany(PaperRefusal):
    text = N_("The sheet has only %(asked)s questions, but %(typed)s answers were typed.")


class LetterImpossible(PaperRefusal):
    text = N_("Question %(question)s has no answer “%(typed)s”. Its letters go from a to %(last)s.")


class OneLetterOnly(PaperRefusal):
    text = N_("Question %(question)s takes one letter, but “%(typed)s” was typed. If two are ticked, type -.")


class LetterTwice(PaperRefusal):
    text = N_("Question %(question)s: a letter stands twice in “%(typed)s”.")


class PairsWanted(PaperRefusal):
    text = N_("Question %(question)s takes %(count)s letters, one for each item; - where the item was left open.")


class StepsWanted(PaperRefusal):
    text = N_("Question %(question)s takes every letter from a to %(last)s once, in the order that was written.")


class NumberWanted(PaperRefusal):
    text = N_("Question %(question)s takes a number like 12.5, not “%(typed)s”.")


class TextTooLong(PaperRefusal):
    text = N_("Question %(question)s: the text is longer than %(most)s characters.")


class TextEmpty(PaperRefusal):
    text = N_("Question %(question)s: there is nothing between the quotes. Type - for a question left open.")


class NoSheet(PaperRefusal):
    text = N_("No sheet was printed for “%(typed)s”. Type the badge number or the code at the top of the sheet.")


class PaperNotOpen(PaperRefusal):
    text = N_("Open the quiz first: from then on answers count, on paper too.")
    status = 409


class PaperAfterRelease(PaperRefusal):
    text = N_("The results are released. What stands on paper can no longer be typed or corrected.")
    status = 409


class AnsweredOnPhone(PaperRefusal):
    text = N_("This person has answered on a phone. Those answers stay; the sheet is not typed.")
    status = 409


class NobodyToPrint(PaperRefusal):
    text = N_("There is nobody to print a sheet for.")


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """How a question stands on one sheet: its keys in the order of the printed letters."""

    kind: str
    options: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()

    @property
    def is_one_letter(self) -> bool:
        return self.kind in CHOICE_KINDS


def read_line(typed: str, questions: Sequence[PaperQuestion]) -> list[list[str]]:
    """What was chosen in each question; empty for one left open. Raises a PaperRefusal that says where and why."""
    groups = list(_groups(typed[:LONGEST_LINE], questions))
    if len(groups) < len(questions):
        raise AnswersMissing(asked=len(questions), typed=len(groups))
    if len(groups) > len(questions):
        raise AnswersTooMany(asked=len(questions), typed=len(groups))
    return [
        [] if group in OPEN_SIGNS else _read(number, group, question)
        for number, (group, question) in enumerate(zip(groups, questions, strict=True), 1)
    ]


def _groups(typed: str, questions: Sequence[PaperQuestion]) -> Iterator[str]:
    found = _GROUP.findall(typed)
    if len(found) == 1 < len(questions) and all(question.is_one_letter for question in questions):
        found = list(found[0])
    yield from found


def _read(number: int, group: str, question: PaperQuestion) -> list[str]:
    if question.kind == Kind.NUMERIC:
        if read_number(group) is None:
            raise NumberWanted(question=number, typed=group[:20])
        return [group]
    if question.kind == Kind.TEXT:
        return [_text(number, group)]
    if question.kind == Kind.MATCHING:
        return _pairs(number, group, question)
    places = [_place(number, sign, question.options) for sign in _letters(group)]
    if question.is_one_letter and len(places) != 1:
        raise OneLetterOnly(question=number, typed=group[:20])
    if question.kind == Kind.ORDERING and sorted(places) != list(range(len(question.options))):
        raise StepsWanted(question=number, last=_last(question.options))
    if len(set(places)) < len(places):
        raise LetterTwice(question=number, typed=group[:20])
    return [question.options[place] for place in places]


def _letters(group: str) -> list[str]:
    return [sign for sign in group.lower() if sign not in _SEPARATORS]


def _place(number: int, sign: str, keys: Sequence[str]) -> int:
    place = _PLACES.get(sign, len(keys))
    if place >= len(keys):
        raise LetterImpossible(question=number, typed=sign, last=_last(keys))
    return place


def _last(keys: Sequence[str]) -> str:
    return letter(max(0, len(keys) - 1), "en").lower()


def _text(number: int, group: str) -> str:
    text = group.strip('"«»“”').strip()
    if not text:
        raise TextEmpty(question=number)
    if len(text) > LONGEST_TEXT:
        raise TextTooLong(question=number, most=LONGEST_TEXT)
    return text


def _pairs(number: int, group: str, question: PaperQuestion) -> list[str]:
    signs = _letters(group)
    if len(signs) != len(question.options):
        raise PairsWanted(question=number, count=len(question.options))
    return [
        f"{left}:{question.targets[_place(number, sign, question.targets)]}"
        for left, sign in zip(question.options, signs, strict=True)
        if sign not in OPEN_SIGNS
    ]


def write_line(chosen: Sequence[Sequence[str]], questions: Sequence[PaperQuestion]) -> str:
    """The line that says these answers: what `read_line` reads."""
    return " ".join(_written(one, question) for one, question in zip(chosen, questions, strict=True))


def _written(chosen: Sequence[str], question: PaperQuestion) -> str:
    if not chosen:
        return OPEN
    if question.kind == Kind.NUMERIC:
        return chosen[0]
    if question.kind == Kind.TEXT:
        return f'"{chosen[0]}"'
    if question.kind == Kind.MATCHING:
        target_of = dict(pair.split(":", 1) for pair in chosen)
        return "".join(_sign(target_of.get(left), question.targets) for left in question.options)
    found = [_sign(key, question.options) for key in chosen]
    return "".join(found if question.kind == Kind.ORDERING else sorted(found))


def _sign(key: str | None, keys: Sequence[str]) -> str:
    return OPEN if key is None else letter(keys.index(key), "en").lower()
