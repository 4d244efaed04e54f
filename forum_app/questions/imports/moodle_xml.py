"""Moodle XML: what Moodle writes when a question bank is exported.

Source: docs.moodle.org "Moodle XML format"; the ordering question as its plugin (part of Moodle since 4.5) writes it.
"""

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element, ParseError  # only the names; defusedxml parses

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from forum_app.kernel.bilingual import Bilingual
from forum_app.questions.imports import found
from forum_app.questions.imports.foreign import FULL, TRUE_FALSE, Choice, choice_data, number_data, with_tags
from forum_app.questions.imports.found import Item
from forum_app.questions.imports.words import read_html, read_plain, tidy
from forum_app.questions.rules import Kind
from forum_app.questions.rules.draft import QuestionData

HEADINGS = frozenset({"category"})


def is_moodle_xml(text: str) -> bool:
    """True when a text is a bank exported by Moodle."""
    return "<quiz" in text[:4096]


def read_moodle_xml(content: bytes) -> list[Item]:
    """Items of an exported bank. Raises FileHostile, FileDamaged."""
    try:
        root = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        raise found.FileHostile(what="DOCTYPE / ENTITY") from error
    except ParseError as error:
        raise found.FileDamaged(where=f"{error.position[0]}:{error.position[1]}") from error
    questions = [one for one in root.iter("question") if one.get("type") not in HEADINGS]
    return [_item(number, one) for number, one in enumerate(questions, 1)]


def _item(number: int, element: Element) -> Item:
    item = Item(number, name=tidy(element.findtext("name/text") or ""))
    kind = element.get("type") or "?"
    if element.find(".//file") is not None:
        item.note(found.PICTURE)
    reader = _READERS.get(kind)
    if reader is None:
        item.faults.append(found.KindNotCarried(kind=kind))
        return item
    stem = _field(element.find("questiontext"), item)
    tags = {"code": tidy(element.findtext("idnumber") or ""), **_tags(element)}
    data = reader(element, stem, item)
    item.data = with_tags(data, tags, feedback=_field(element.find("generalfeedback"), item))
    return item


def _field(element: Element | None, item: Item) -> Bilingual:
    """Both languages of a field that holds a `text`; fields without a format are plain."""
    if element is None:
        return Bilingual()
    text = element.findtext("text") or ""
    is_html = element.get("format", "html") in {"html", "moodle_auto_format"} or "<span" in text
    return read_html(text, item) if is_html else read_plain(text, item)


def _tags(element: Element) -> dict[str, str]:
    tags = {}
    for tag in element.iterfind("tags/tag/text"):
        name, colon, value = (tag.text or "").partition(":")
        if colon:
            tags[name.strip()] = tidy(value)
    return tags


def _worth(answer: Element) -> float:
    try:
        return float(answer.get("fraction", "0"))
    except ValueError:
        return 0.0


def _answers(element: Element, item: Item) -> Iterator[Choice]:
    for answer in element.iterfind("answer"):
        yield Choice(_field(answer, item), _worth(answer), _field(answer.find("feedback"), item))


def _multichoice(element: Element, stem: Bilingual, item: Item) -> QuestionData:
    return choice_data(stem, list(_answers(element, item)), item, is_text=False)


def _short_answer(element: Element, stem: Bilingual, item: Item) -> QuestionData:
    if (element.findtext("usecase") or "0").strip() == "1":
        item.note(found.CASE_SENSITIVE)
    return choice_data(stem, list(_answers(element, item)), item, is_text=True)


def _true_false(element: Element, stem: Bilingual, item: Item) -> QuestionData:
    """Moodle writes the two answers as the English words, whatever the language."""
    is_true = any(
        (answer.findtext("text") or "").strip().lower() == "true" and _worth(answer) >= FULL
        for answer in element.iterfind("answer")
    )
    told = [choice for choice in _answers(element, item) if choice.feedback]
    if told:
        item.note(found.ANSWER_FEEDBACK)
    feedback = Bilingual(
        "\n".join(one.feedback.km for one in told if one.feedback.km),
        "\n".join(one.feedback.en for one in told if one.feedback.en),
    )
    right = [0 if is_true else 1]
    return QuestionData(kind=Kind.TRUE_FALSE, stem=stem, options=TRUE_FALSE, right=right, feedback=feedback)


def _matching(element: Element, stem: Bilingual, item: Item) -> QuestionData:
    lefts, rights, misleading = [], [], []
    for pair in element.iterfind("subquestion"):
        left, right = _field(pair, item), _field(pair.find("answer"), item)
        if left:
            lefts.append(left)
            rights.append(right)
        else:
            misleading.append(right)
    return QuestionData(kind=Kind.MATCHING, stem=stem, options=lefts, targets=rights + misleading)


def _ordering(element: Element, stem: Bilingual, item: Item) -> QuestionData:
    """The plugin counts the places in `fraction`."""
    answers = sorted(element.iterfind("answer"), key=_worth)
    return QuestionData(kind=Kind.ORDERING, stem=stem, options=[_field(answer, item) for answer in answers])


def _numerical(element: Element, stem: Bilingual, item: Item) -> QuestionData:
    numbers = (
        ((answer.findtext("text") or "").strip(), (answer.findtext("tolerance") or "").strip(), _worth(answer))
        for answer in element.iterfind("answer")
    )
    data = number_data(stem, numbers, item)
    unit = element.findtext("units/unit/unit_name") or ""
    return QuestionData(
        kind=data.kind, stem=stem, value=data.value, tolerance=data.tolerance, unit=read_html(unit, item)
    )


_READERS: dict[str, Callable[[Element, Bilingual, Item], QuestionData]] = {
    "multichoice": _multichoice,
    "truefalse": _true_false,
    "shortanswer": _short_answer,
    "matching": _matching,
    "match": _matching,
    "ordering": _ordering,
    "numerical": _numerical,
}
