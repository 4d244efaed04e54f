"""A programme from an organiser's workbook, to checked rows."""

from datetime import datetime, time
from typing import Any

from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.khmer.digits import latin_digits
from forum_app.kernel.khmer.text import canonical
from forum_app.kernel.refusal import N_, Refusal
from forum_app.kernel.spreadsheet.limits import Row
from forum_app.programme.imports.templates import SessionRow
from forum_app.programme.rules import COUNTED_KINDS, KIND_NAMES

COLUMNS: dict[str, tuple[str, ...]] = {
    "day": ("day", "ថ្ងៃ", "ថ្ងៃទី"),
    "start": ("start", "begins", "from", "ម៉ោងចាប់ផ្តើម", "ចាប់ផ្តើម"),
    "end": ("end", "ends", "to", "ម៉ោងបញ្ចប់", "បញ្ចប់"),
    "kind": ("kind", "type", "ប្រភេទ"),
    "title_km": ("title (khmer)", "title_km", "ចំណងជើង", "ចំណងជើង (ខ្មែរ)"),
    "title_en": ("title (english)", "title_en", "title", "ចំណងជើង (អង់គ្លេស)"),
    "speakers_km": ("speakers (khmer)", "speakers_km", "វាគ្មិន", "វាគ្មិន (ខ្មែរ)"),
    "speakers_en": ("speakers (english)", "speakers_en", "speakers", "វាគ្មិន (អង់គ្លេស)"),
    "room": ("room", "បន្ទប់"),
    "module": ("module", "ម៉ូឌុល"),
    "language": ("language", "ភាសា"),
    "counts": ("counts", "រាប់ម៉ោង"),
}
NEEDED = ("day", "start", "end")
YES = frozenset({"yes", "y", "1", "true", "បាទ", "ចាស", "រាប់"})
LANGUAGES = {"km": "km", "khmer": "km", "ខ្មែរ": "km", "en": "en", "english": "en", "អង់គ្លេស": "en", "both": "both"}


class ColumnsMissing(Refusal):
    text = N_("These columns are missing in the first row: %(columns)s. Download the sample file to see them.")
    status = 422


class RowNotUnderstood(Refusal):
    text = N_("Row %(row)s: %(cell)s is not a time, a day number or a kind that the programme knows.")
    status = 422


class RowHasNoTitle(Refusal):
    text = N_("Row %(row)s has no title in either language.")
    status = 422


def rows_of_sheet(rows: list[Row]) -> list[SessionRow]:
    """Sessions from the rows of a workbook whose first row names the columns, in Khmer or English.

    Raises ColumnsMissing, RowNotUnderstood, RowHasNoTitle; nothing is saved here.
    """
    places = _places(rows[0])
    missing = [name for name in NEEDED if name not in places]
    missing += [] if {"title_km", "title_en"} & set(places) else ["title_km / title_en"]
    if missing:
        raise ColumnsMissing(columns=", ".join(missing))
    return [_session_of(row, places) for row in rows[1:] if any(str(cell or "").strip() for cell in row.cells)]


def _places(header: Row) -> dict[str, int]:
    found = {}
    for index, cell in enumerate(header.cells):
        # Our own sample writes both languages in one cell, on two lines.
        words = {" ".join(part.split()).casefold() for part in str(cell or "").splitlines()}
        for name, synonyms in COLUMNS.items():
            if name not in found and words & set(synonyms):
                found[name] = index
    return found


def _session_of(row: Row, places: dict[str, int]) -> SessionRow:
    def text(name: str) -> str:
        index = places.get(name)
        value = row.cells[index] if index is not None and index < len(row.cells) else None
        return canonical(str(value)).strip() if value is not None else ""

    def clock_of(name: str) -> time:
        value = row.cells[places[name]] if places[name] < len(row.cells) else None
        return _time(value, row.number)

    title = Bilingual(km=text("title_km"), en=text("title_en"))
    if not title:
        raise RowHasNoTitle(row=row.number)
    kind = _kind(text("kind"), row.number)
    counts = text("counts").casefold() in YES if text("counts") else kind in COUNTED_KINDS
    return SessionRow(
        day=_day(text("day"), row.number),
        start=clock_of("start"),
        end=clock_of("end"),
        kind=kind,
        title=title,
        speakers=Bilingual(km=text("speakers_km"), en=text("speakers_en")),
        room=text("room"),
        module=text("module").upper(),
        spoken_language=LANGUAGES.get(text("language").casefold(), "km"),
        counts=counts,
    )


def _day(text: str, number: int) -> int:
    digits = latin_digits(text).removesuffix(".0")
    if not digits.isdecimal():
        raise RowNotUnderstood(row=number, cell=f"«{text}»")
    return int(digits)


def _time(value: Any, number: int) -> time:
    """A time cell: a real time, the fraction of a day Excel keeps, or text such as `9:00` in either digits."""
    if isinstance(value, datetime):
        return value.time().replace(second=0, microsecond=0)
    if isinstance(value, time):
        return value
    if isinstance(value, (int, float)) and 0 <= value < 1:
        minutes = round(value * 24 * 60)
        return time(minutes // 60 % 24, minutes % 60)
    text = latin_digits(str(value or "")).strip().replace("h", ":").replace(".", ":")
    hours, _, rest = text.partition(":")
    minutes_text = rest[:2] or "0"
    if hours.isdecimal() and minutes_text.isdecimal() and int(hours) < 24 and int(minutes_text) < 60:
        return time(int(hours), int(minutes_text))
    raise RowNotUnderstood(row=number, cell=f"«{value}»")


KIND_WORDS: dict[str, str] = {
    "ចុះវត្តមាន": "registration",
    "ពិធី": "ceremony",
    "បទបង្ហាញ": "presentation",
    "ការបង្ហាញ": "demonstration",
    "សិក្ខាសាលា": "workshop",
    "ការសម្តែងតួ": "role_play",
    "ពិភាក្សាក្រុមវាគ្មិន": "panel",
    "ពិភាក្សា": "discussion",
    "តេស្ត": "quiz",
    "វាយតម្លៃជំនាញ": "assessment",
    "សម្រាក": "break",
    "អាហារថ្ងៃត្រង់": "break",
    "lunch": "break",
    "សង្ខេប": "wrap_up",
    "មតិកែលម្អ": "feedback",
}


def _kind(text: str, number: int) -> str:
    word = text.casefold().replace("-", "_").replace(" ", "_")
    if not word:
        return "presentation"
    if word in KIND_NAMES:
        return word
    known = KIND_WORDS.get(text.casefold())
    if known is None:
        raise RowNotUnderstood(row=number, cell=f"«{text}»")
    return known
