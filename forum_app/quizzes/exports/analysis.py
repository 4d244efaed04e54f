"""The workbook of one quiz: figures of its questions, of its options and, for trainers, every answer."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from forum_app.kernel.refusal import N_
from forum_app.kernel.spreadsheet.writer import Book, Cell
from forum_app.questions.models import Question
from forum_app.quizzes.exports.layout import both, titled, two_lines
from forum_app.quizzes.exports.long import LONG_HEADS, long_cells
from forum_app.quizzes.models import Quiz
from forum_app.quizzes.queries.analysis import LongRow
from forum_app.quizzes.rules import SMALLEST_GROUP
from forum_app.quizzes.rules.analysis import Analysis, Item

SHEETS = {"items": "1 សំណួរ Questions", "options": "2 ជម្រើស Options", "answers": "3 ចម្លើយ Answers"}
ITEM_HEADS = (
    N_("Question"), N_("Wording"), N_("People"), N_("Right answers"), N_("Share"), N_("95 % from"), N_("95 % to"),
    N_("Fit with the rest"), N_("Seconds"), N_("Khmer: right"), N_("Khmer: people"), N_("English: right"),
    N_("English: people"), N_("Have the wording read"),
)  # fmt: skip
OPTION_HEADS = (
    N_("Question"),
    N_("Option"),
    N_("Right answer"),
    N_("People"),
    N_("Their share in the other questions"),
)
HIDDEN = N_("Fewer than %(count)s people have finished: there are no figures yet.")


def analysis_workbook(
    quiz: Quiz, analysis: Analysis, questions: Mapping[UUID, Question], answers: Sequence[LongRow] = ()
) -> bytes:
    """The bytes of the XLSX; the third sheet is there when `answers` are."""
    book = Book(title=quiz.title.km or quiz.title.en, creator=quiz.forum.organiser.in_language("km"))
    _items(book, quiz, analysis, questions)
    _options(book, quiz, analysis, questions)
    if answers:
        widths = (9, 14, 9, 12, 10, 60, 9, 9, 10)
        sheet = titled(book, SHEETS["answers"], _title(quiz), quiz.forum, widths=widths, heads=())
        sheet.row([Cell(head, "head") for head in LONG_HEADS])
        for row in answers:
            sheet.row(long_cells(row))
    return book.as_bytes()


def _title(quiz: Quiz) -> str:
    return f"{quiz.code} – {quiz.title.km} – {quiz.title.en}"


def _items(book: Book, quiz: Quiz, analysis: Analysis, questions: Mapping[UUID, Question]) -> None:
    widths = (12, 60, 9, 9, 9, 9, 9, 10, 10, 10, 10, 10, 10, 14)
    sheet = titled(book, SHEETS["items"], _title(quiz), quiz.forum, widths=widths, heads=ITEM_HEADS)
    if not analysis.is_shown:
        sheet.row([both(HIDDEN, count=SMALLEST_GROUP)])
        return
    for item in analysis.items:
        question = questions[item.question_id]
        sheet.row([question.code, Cell(two_lines(question.stem), "wrap"), *_item_cells(item)], height=44)


def _item_cells(item: Item) -> list[Any]:
    if not item.is_shown:
        return [Cell(item.people, "count")]
    known = item.languages
    languages = [*known.km, *known.en] if known.gap is not None else [None] * 4
    return [
        Cell(item.people, "count"),
        Cell(item.right, "count"),
        *(Cell(value, "percent") for value in (item.mean, item.share.low, item.share.high)),
        round(item.fit.value, 2) if item.fit else None,
        Cell(item.seconds, "half") if item.seconds is not None else None,
        *(Cell(count, "count") if count is not None else None for count in languages),
        known.worse if known.is_alarm else None,
    ]


def _options(book: Book, quiz: Quiz, analysis: Analysis, questions: Mapping[UUID, Question]) -> None:
    sheet = titled(book, SHEETS["options"], _title(quiz), quiz.forum, widths=(12, 80, 9, 9, 14), heads=OPTION_HEADS)
    for item in analysis.items if analysis.is_shown else ():
        question = questions[item.question_id]
        for option in item.options if item.is_shown else ():
            right = "✓" if option.key in question.right_keys else None
            rest = Cell(option.rest, "percent") if option.rest is not None else None
            text = Cell(two_lines(question.option_text(option.key)), "wrap")
            sheet.row([question.code, text, right, Cell(option.people, "count"), rest], height=36)
