"""The feedback workbook: one row a question and subject, then the comments; cells under five people stay empty."""

from datetime import datetime
from typing import Any

from flask_babel import gettext

from forum_app.evaluation import rules
from forum_app.evaluation.queries import SurveyResults
from forum_app.forums.models import Forum
from forum_app.kernel import clock
from forum_app.kernel.i18n import in_language
from forum_app.kernel.refusal import N_
from forum_app.kernel.spreadsheet.writer import Book, Cell, Sheet

SHEETS = {"figures": "1 តួលេខ Figures", "comments": "2 មតិយោបល់ Comments", "about": "3 អំពីឯកសារ About"}
TITLE, COMMENTS, ABOUT = N_("Feedback"), N_("Comments, in no order"), N_("About this workbook")
HEADS = (N_("About"), N_("Title"), N_("Question"), N_("Forms"), N_("Answers"))
COMMENT_HEADS = (N_("About"), N_("Question"), N_("Language"), N_("Comment"))
MEAN = N_("Mean of 5")
HIDDEN = N_("Figures and comments appear once five people have answered; below that the cells are empty.")
NOBODY = N_("No name is kept with an answer: nobody can find out who said what.")


def both(message: str, between: str = "\n") -> str:
    """A head or sentence in both languages, Khmer first."""
    with in_language("km"):
        khmer = gettext(message)
    with in_language("en"):
        return f"{khmer}{between}{gettext(message)}"


def workbook(forum: Forum, found: list[SurveyResults], *, at: datetime) -> bytes:
    """The bytes of the XLSX."""
    book = Book(title=both(TITLE, " – "), creator=forum.organiser.in_language("km"))
    _figures(book, forum, found)
    _comments(book, forum, found)
    _about(book, forum, at)
    return book.as_bytes()


def _titled(book: Book, key: str, title: str, forum: Forum, widths: tuple[float, ...]) -> Sheet:
    sheet = book.sheet(SHEETS[key], widths=widths, freeze="A5", repeat=(4, 4))
    sheet.row([both(title, " – ")], style="title", height=30)
    sample = " – គំរូ SAMPLE" if forum.is_sample else ""
    sheet.row([f"{forum.title.km} – {forum.title.en} – {forum.code}{sample}"], style="subtitle")
    sheet.blank()
    return sheet


def _figures(book: Book, forum: Forum, found: list[SurveyResults]) -> None:
    sheet = _titled(book, "figures", TITLE, forum, (12, 44, 44, 9, 9, 10, 10, 10, 10, 10, 10))
    faces = [Cell(both(name), "head") for name in rules.FACE_NAMES.values()]
    sheet.row([*(Cell(both(head), "head") for head in HEADS), *faces, Cell(both(MEAN), "head")], height=44)
    for one in found:
        for result in one.faces:
            sheet.row(
                [*_subject_cells(one), Cell(_lines(result.question.text), "wrap"), *_counts(one, result)], height=36
            )


def _subject_cells(one: SurveyResults) -> list[Any]:
    return [Cell(one.subject.about, "code"), Cell(_lines(one.subject.title), "wrap")]


def _counts(one: SurveyResults, result: Any) -> list[Any]:
    counted = result.counted
    shown = [Cell(counted.counts[face], "count") for face in rules.FACE_NAMES] if counted.is_shown else [None] * 5
    mean = Cell(counted.mean, "half") if counted.is_shown else None
    return [Cell(one.forms, "count"), Cell(counted.answers, "count"), *shown, mean]


def _lines(pair: Any) -> str:
    return "\n".join(part for part in (pair.km, pair.en) if part)


def _comments(book: Book, forum: Forum, found: list[SurveyResults]) -> None:
    sheet = _titled(book, "comments", COMMENTS, forum, (12, 40, 10, 90))
    sheet.row([Cell(both(head), "head") for head in COMMENT_HEADS], height=36)
    for one in found:
        for result in one.texts:
            for comment in result.comments:
                cells = [Cell(one.subject.about, "code"), Cell(_lines(result.question.text), "wrap")]
                sheet.row([*cells, Cell(comment.language, "code"), Cell(comment.text, "wrap")], height=36)


def _about(book: Book, forum: Forum, at: datetime) -> None:
    sheet = _titled(book, "about", ABOUT, forum, (110,))
    for sentence in (HIDDEN, NOBODY):
        sheet.row([Cell(both(sentence), "wrap")], height=44)
    sheet.row([f"{clock.local(at):%d/%m/%Y %H:%M}"])
