"""The list of people as a workbook, and the sample list that organisers fill in."""

import io
from collections.abc import Iterable

from flask_babel import gettext
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from forum_app.accounts.rules import SEX_NAMES
from forum_app.forums.models import Forum
from forum_app.kernel.i18n import current_language, in_language
from forum_app.kernel.refusal import N_
from forum_app.kernel.spreadsheet.writer import Book
from forum_app.registration.imports.columns import COLUMN_NAMES
from forum_app.registration.models import Registration
from forum_app.registration.rules import STATUS_NAMES

SAMPLE_COLUMNS = tuple(column for column in COLUMN_NAMES if column not in ("name", "name_latin"))
SAMPLE_PEOPLE = (
    {
        "badge_number": 1,
        "family_name_km": "ប្រាក់",
        "given_name_km": "សុភា",
        "family_name_latin": "PRAK",
        "given_name_latin": "Sophea",
        "sex": "ស្រី",
        "rank": "អនុសេនីយ៍ឯក",
        "unit": "ស្នងការដ្ឋាននគរបាលខេត្តកណ្តាល",
        "province": "ខេត្តកណ្តាល",
        "phone": "០១២ ៣៤៥ ៦៧៨",
        "birth_year": 1990,
        "language": "ខ្មែរ",
    },
    {
        "badge_number": 2,
        "family_name_km": "ឈឹម",
        "given_name_km": "វិសាល",
        "family_name_latin": "CHHIM",
        "given_name_latin": "Visal",
        "sex": "ប្រុស",
        "rank": "វរសេនីយ៍ត្រី",
        "post": "អធិការរង",
        "unit": "ស្នងការដ្ឋាននគរបាលរាជធានីភ្នំពេញ",
        "province": "រាជធានីភ្នំពេញ",
        "phone": "098 765 432",
    },
    {
        "family_name_latin": "Example",
        "given_name_latin": "Maria",
        "sex": "F",
        "post": "Prosecutor",
        "unit": "Ministry and court staff",
        "email": "maria@example.org",
        "language": "English",
    },
)
"""Invented, and obviously so."""


LIST_COLUMNS = (
    "badge_number",
    "family_name_km",
    "given_name_km",
    "family_name_latin",
    "given_name_latin",
    "sex",
    "rank",
    "post",
    "unit",
    "province",
    "phone",
    "group",
    "status",
    "note",
)
WIDTHS = (7, 14, 14, 14, 16, 8, 18, 22, 34, 18, 16, 12, 16, 24)
NAMES = {**COLUMN_NAMES, "status": N_("Status")}


def headings(columns: Iterable[str]) -> list[str]:
    """Each column in both languages, in one cell."""
    names = {}
    for lang in ("km", "en"):
        with in_language(lang):
            names[lang] = [gettext(NAMES[column]) for column in columns]
    return [f"{km}\n{en}" for km, en in zip(names["km"], names["en"], strict=True)]


def people_list(forum: Forum, registrations: Iterable[Registration]) -> bytes:
    """An XLSX of these people in this order; what can be read back by the import."""
    lang = current_language()
    book = Book(title=forum.title.in_language(lang), creator=forum.organiser.in_language(lang))
    sheet = book.sheet(gettext("Participants"), widths=WIDTHS, freeze="F4", repeat=(3, 3))
    sheet.row([forum.title.in_language(lang)], style="title")
    sheet.row([gettext("Sample: all names are invented.") if forum.is_sample else None], style="subtitle")
    sheet.row(headings(LIST_COLUMNS), style="head", height=44)
    for registration in registrations:
        sheet.row(_row(registration, lang))
    return book.as_bytes()


def _row(registration: Registration, lang: str) -> list[str | int | None]:
    person = registration.person
    post = registration.post.name if registration.post else registration.position
    group = registration.group
    return [
        registration.badge_number,
        person.family_name_km,
        person.given_name_km,
        person.family_name_latin,
        person.given_name_latin,
        gettext(SEX_NAMES[person.sex]) if person.sex else "",
        registration.rank.name.in_language(lang) if registration.rank else "",
        post.in_language(lang),
        registration.unit.name.in_language(lang) if registration.unit else "",
        registration.province.name.in_language(lang) if registration.province else "",
        person.phone or "",
        str(group.number) if group else "",
        gettext(STATUS_NAMES[registration.status]),
        registration.note,
    ]


def sample_list() -> bytes:
    """An XLSX with every column that is read and three example rows, to be overwritten."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None, "a new workbook has a sheet"
    sheet.title = "People"
    sheet.append(headings(SAMPLE_COLUMNS))
    for person in SAMPLE_PEOPLE:
        sheet.append([person.get(column) for column in SAMPLE_COLUMNS])
    for number, cell in enumerate(sheet[1], start=1):
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(number)].width = 20
    sheet.row_dimensions[1].height = 44
    sheet.freeze_panes = "A2"
    phone = get_column_letter(SAMPLE_COLUMNS.index("phone") + 1)
    for row in range(2, 202):
        # Text, so that Excel keeps the zero at the front of a number typed here.
        sheet[f"{phone}{row}"].number_format = "@"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
