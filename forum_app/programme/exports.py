"""The sample workbook of a programme."""

import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

HEADERS = (
    ("day", "ថ្ងៃ"),
    ("start", "ម៉ោងចាប់ផ្តើម"),
    ("end", "ម៉ោងបញ្ចប់"),
    ("kind", "ប្រភេទ"),
    ("title_km", "ចំណងជើង (ខ្មែរ)"),
    ("title_en", "ចំណងជើង (អង់គ្លេស)"),
    ("speakers_km", "វាគ្មិន (ខ្មែរ)"),
    ("speakers_en", "វាគ្មិន (អង់គ្លេស)"),
    ("room", "បន្ទប់"),
    ("module", "ម៉ូឌុល"),
    ("language", "ភាសា"),
    ("counts", "រាប់ម៉ោង"),
)
EXAMPLES = (
    (1, "08:00", "08:30", "registration", "ការចុះវត្តមាន", "Check-in", "", "", "HALL", "", "km", "no"),
    (
        1,
        "08:30",
        "10:00",
        "presentation",
        "កោសល្យវិច្ច័យឌីជីថលសម្រាប់អ្នកឆ្លើយតបដំបូង",
        "Digital forensics for first responders",
        "គ្រូបណ្តុះបណ្តាល",
        "Trainers",
        "HALL",
        "DF",
        "km",
        "yes",
    ),
    (1, "10:00", "10:20", "break", "សម្រាកអាហារសម្រន់", "Break", "", "", "", "", "km", "no"),
)


def sample_workbook() -> bytes:
    """An XLSX with our columns (English and Khmer in one heading) and three example rows."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Programme"
    sheet.append([f"{english}\n{khmer}" for english, khmer in HEADERS])
    for row in EXAMPLES:
        sheet.append(list(row))
    for number, cell in enumerate(sheet[1], start=1):
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(number)].width = 22
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
