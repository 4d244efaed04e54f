"""The seven sheets in their order."""

from datetime import datetime, timedelta

from forum_app.attendance import queries
from forum_app.attendance.exports import people, records, sums
from forum_app.attendance.exports.layout import Layout
from forum_app.forums.models import Forum
from forum_app.kernel.spreadsheet.writer import Book
from forum_app.programme.queries import list_counted_sessions


def workbook(forum: Forum, *, at: datetime) -> bytes:
    """The attendance workbook of a forum as XLSX: everybody approved, every session that counts."""
    settings = queries.settings_of(forum)
    layout = Layout(
        forum=forum,
        rows=queries.list_rows(forum, at=at, order=settings.sheet_order),
        slots=queries.slots_of(forum),
        sessions=list_counted_sessions(forum),
        at=at,
        grace=timedelta(minutes=settings.grace_minutes),
    )
    book = Book(title=f"{forum.code} – វត្តមាន – Attendance", creator=forum.organiser.in_language("en"))
    for write in (sums.summary, people.matrix, people.minutes, sums.by_unit):
        write(layout, book)
    for write in (records.allowance, records.corrections, records.about):
        write(layout, book)
    return book.as_bytes()
