"""What every sheet of the workbook needs to know: the people, the half days, the sessions, and where they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext

from forum_app.attendance import rules
from forum_app.attendance.queries import Row
from forum_app.forums.models import Forum
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.i18n import in_language
from forum_app.kernel.khmer.dates import format_date
from forum_app.kernel.refusal import N_
from forum_app.kernel.spreadsheet.writer import Book, Cell, Sheet, column
from forum_app.programme.models import ForumSession

NAMES = {
    "summary": "1 សង្ខេប Summary",
    "matrix": "2 វត្តមាន Matrix",
    "minutes": "3 នាទី Minutes",
    "units": "4 អង្គភាព By unit",
    "allowance": "5 ប្រាក់ឧបត្ថម្ភ Allowance",
    "corrections": "6 ការកែតម្រូវ Corrections",
    "about": "7 អំពីឯកសារ About",
}
"""Names of the sheets: both languages at once, since a sheet has one name; at most 31 characters."""
FIRST_ROW = 6
"""Where the people begin on every sheet that lists them, so that sheets can point at each other."""
HALF = 9
"""First column of the half days on the matrix: after number, badge, two names, sex, rank, post and unit."""
SEX_LETTERS = {"female": "F", "male": "M"}
SEX_HEAD = N_("Sex (F, M)")


@dataclass(frozen=True, slots=True)
class Layout:
    """The frame of one workbook."""

    forum: Forum
    rows: list[Row]
    slots: tuple[rules.Slot, ...]
    sessions: list[ForumSession]
    at: datetime
    grace: timedelta

    @property
    def last_row(self) -> int:
        return FIRST_ROW + len(self.rows) - 1

    @property
    def attended(self) -> int:
        """The column of the matrix that counts attended half days."""
        return HALF + len(self.slots)

    def half_column(self, index: int) -> str:
        return column(HALF + index)

    def area(self, letter: str) -> str:
        """A column of the people on the matrix, as other sheets write it."""
        return f"'{NAMES['matrix']}'!${letter}${FIRST_ROW}:${letter}${max(self.last_row, FIRST_ROW)}"


def both(message: str, between: str = "\n", **values: object) -> str:
    """A head or sentence in both languages, Khmer first."""
    with in_language("km"):
        khmer = gettext(message, **values)
    with in_language("en"):
        return f"{khmer}{between}{gettext(message, **values)}"


DASH = " – "
"""Between the two languages where they share a line."""


def heads(*messages: str) -> list[Cell]:
    """Head cells of these messages."""
    return [Cell(both(message), "head") for message in messages]


def two_lines(pair: Bilingual) -> str:
    """Content in both languages, or the one there is."""
    return "\n".join(part for part in (pair.km, pair.en) if part)


def half_head(slot: rules.Slot, between: str = "\n") -> str:
    """A half day in both languages: the day, then which half."""
    names = {"morning": N_("Morning"), "afternoon": N_("Afternoon")}
    lines = []
    for lang in ("km", "en"):
        with in_language(lang):
            lines.append(f"{format_date(slot.day_on, lang, style='day_month')} {gettext(names[slot.half])}")
    return between.join(lines)


def titled(layout: Layout, book: Book, key: str, title: str, widths: Sequence[float], *, freeze: str | None) -> Sheet:
    """A sheet with its title and the forum above; the heads follow in rows 4 and 5."""
    sheet = book.sheet(NAMES[key], widths=widths, freeze=freeze, repeat=(4, 5))
    sheet.row([both(title, DASH)], style="title", height=30)
    forum = layout.forum
    sample = " – គំរូ SAMPLE" if forum.is_sample else ""
    sheet.row([f"{forum.title.km} – {forum.title.en} – {forum.code}{sample}"], style="subtitle")
    sheet.blank()
    return sheet
