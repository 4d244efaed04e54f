"""What every workbook of quizzes begins with."""

from collections.abc import Sequence

from flask_babel import gettext

from forum_app.forums.models import Forum
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.i18n import in_language
from forum_app.kernel.spreadsheet.writer import Book, Cell, Sheet


def both(message: str, between: str = "\n", **values: object) -> str:
    """A head or sentence in both languages, Khmer first."""
    with in_language("km"):
        khmer = gettext(message, **values)
    with in_language("en"):
        return f"{khmer}{between}{gettext(message, **values)}"


def two_lines(pair: Bilingual) -> str:
    """Content in both languages, or the one there is."""
    return "\n".join(part for part in (pair.km, pair.en) if part)


def titled(book: Book, name: str, title: str, forum: Forum, *, widths: Sequence[float], heads: Sequence[str]) -> Sheet:
    """A sheet with its title, the forum, and its heads in row 4."""
    sheet = book.sheet(name, widths=widths, freeze="A5", repeat=(4, 4))
    sheet.row([title], style="title", height=30)
    sample = " – គំរូ SAMPLE" if forum.is_sample else ""
    sheet.row([f"{forum.title.km} – {forum.title.en} – {forum.code}{sample}"], style="subtitle")
    sheet.blank()
    sheet.row([Cell(both(head), "head") for head in heads], height=44)
    return sheet
