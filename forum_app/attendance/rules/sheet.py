"""The sign-in sheet: its columns are a setting of the forum, never code that an office has to live with."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column: what it holds, its head in both languages, whether it is printed."""

    key: str
    km: str
    en: str
    on: bool = True

    def as_dict(self) -> dict[str, Any]:
        """As the settings row keeps it."""
        return {"key": self.key, "km": self.km, "en": self.en, "on": self.on}


# Heads as Cambodian offices print them; wording and order belong to the forum and are edited there.
DEFAULT_COLUMNS = (
    SheetColumn("number", "ល.រ", "No."),
    SheetColumn("badge", "ស្លាក", "Badge", on=False),
    SheetColumn("name", "គោត្តនាម និងនាម", "Family and given name"),
    SheetColumn("latin", "អក្សរឡាតាំង", "Latin script", on=False),
    SheetColumn("sex", "ភេទ", "Sex"),
    SheetColumn("rank", "ឋានន្តរស័ក្តិ", "Rank"),
    SheetColumn("post", "មុខតំណែង", "Post"),
    SheetColumn("unit", "អង្គភាព", "Unit"),
    SheetColumn("phone", "លេខទូរសព្ទ", "Phone", on=False),
    SheetColumn("morning", "ហត្ថលេខា ព្រឹក", "Signature, morning"),
    SheetColumn("afternoon", "ហត្ថលេខា រសៀល", "Signature, afternoon"),
    SheetColumn("note", "ផ្សេងៗ", "Remarks", on=False),
)
COLUMN_KEYS = tuple(column.key for column in DEFAULT_COLUMNS)


def sheet_columns(stored: Sequence[dict[str, Any]] | None) -> tuple[SheetColumn, ...]:
    """The forum's columns in its order; a column added to the product later joins at the end, switched off."""
    if stored is None:
        return DEFAULT_COLUMNS
    by_key = {column.key: column for column in DEFAULT_COLUMNS}
    kept = [SheetColumn(row["key"], row["km"], row["en"], on=bool(row["on"])) for row in stored if row["key"] in by_key]
    known = {column.key for column in kept}
    later = [SheetColumn(c.key, c.km, c.en, on=False) for c in DEFAULT_COLUMNS if c.key not in known]
    return (*kept, *later)
