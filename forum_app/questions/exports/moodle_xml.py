"""Questions as Moodle XML."""

from collections.abc import Callable, Iterable
from xml.etree.ElementTree import Element, SubElement, tostring

from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.spreadsheet.writer import clean
from forum_app.questions.imports.foreign import tags_of
from forum_app.questions.imports.words import as_html
from forum_app.questions.rules import Kind
from forum_app.questions.rules.draft import QuestionData

TYPES: dict[str, str] = {
    Kind.SINGLE: "multichoice",
    Kind.SCENARIO: "multichoice",
    Kind.MULTIPLE: "multichoice",
    Kind.TRUE_FALSE: "truefalse",
    Kind.MATCHING: "matching",
    Kind.ORDERING: "ordering",
    Kind.NUMERIC: "numerical",
    Kind.TEXT: "shortanswer",
}
LONGEST_NAME = 255


def questions_xml(questions: Iterable[QuestionData]) -> bytes:
    """A bank that Moodle imports; both languages as spans of the multi-language filter."""
    quiz = Element("quiz")
    for data in questions:
        _question(quiz, data)
    written: bytes = tostring(quiz, encoding="utf-8", xml_declaration=True)
    return written


def _question(quiz: Element, data: QuestionData) -> None:
    question = SubElement(quiz, "question", {"type": TYPES[data.kind]})
    stem = data.stem.en or data.stem.km
    _text(SubElement(question, "name"), f"{data.code} {stem}".strip()[:LONGEST_NAME])
    _field(question, "questiontext", data.stem)
    _field(question, "generalfeedback", data.feedback)
    SubElement(question, "defaultgrade").text = "1"
    SubElement(question, "idnumber").text = data.code
    _answers(question, data)
    tags = SubElement(question, "tags")
    for name, value in tags_of(data).items():
        _text(SubElement(tags, "tag"), f"{name}:{value}")


def _text(element: Element, text: str) -> None:
    SubElement(element, "text").text = clean(text)


def _field(parent: Element, name: str, text: Bilingual, **attributes: str) -> Element:
    element = SubElement(parent, name, {**attributes, "format": "html"})
    _text(element, as_html(text))
    return element


def _answers(question: Element, data: QuestionData) -> None:
    writers: dict[str, Callable[[Element, QuestionData], None]] = {
        Kind.TRUE_FALSE: _truth,
        Kind.NUMERIC: _number,
        Kind.TEXT: _accepted,
        Kind.MATCHING: _pairs,
        Kind.ORDERING: _order,
    }
    writers.get(data.kind, _choices)(question, data)


def _truth(question: Element, data: QuestionData) -> None:
    for word, place in (("true", 0), ("false", 1)):
        _plain(question, word, 100 if place in data.right else 0)


def _number(question: Element, data: QuestionData) -> None:
    SubElement(_plain(question, data.value, 100), "tolerance").text = data.tolerance or "0"
    if data.unit:
        unit = SubElement(SubElement(question, "units"), "unit")
        SubElement(unit, "multiplier").text = "1"
        SubElement(unit, "unit_name").text = as_html(data.unit)


def _accepted(question: Element, data: QuestionData) -> None:
    SubElement(question, "usecase").text = "0"
    for text in data.accepted:
        _plain(question, text, 100)


def _order(question: Element, data: QuestionData) -> None:
    """The plugin counts the places in `fraction`."""
    for place, option in enumerate(data.options, 1):
        _field(question, "answer", option, fraction=f"{place}.0000000")


def _plain(question: Element, text: str, fraction: int) -> Element:
    answer = SubElement(question, "answer", {"fraction": str(fraction), "format": "plain_text"})
    _text(answer, text)
    return answer


def _pairs(question: Element, data: QuestionData) -> None:
    SubElement(question, "shuffleanswers").text = "true"
    for place, target in enumerate(data.targets):
        left = data.options[place] if place < len(data.options) else Bilingual()
        pair = _field(question, "subquestion", left)
        _text(SubElement(pair, "answer"), as_html(target))


def _choices(question: Element, data: QuestionData) -> None:
    is_single = data.kind != Kind.MULTIPLE
    SubElement(question, "single").text = "true" if is_single else "false"
    SubElement(question, "shuffleanswers").text = "true"
    share = f"{100 / max(1, len(data.right)):.5f}".rstrip("0").rstrip(".")
    for place, option in enumerate(data.options):
        wrong = "0" if is_single else f"-{share}"
        _field(question, "answer", option, fraction=share if place in data.right else wrong)
