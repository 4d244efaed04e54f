"""Workbooks and the hostile files that pretend to be some."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

from openpyxl import Workbook


def make_workbook(*rows: list[Any]) -> bytes:
    """An XLSX with these rows."""
    return make_workbook_by(lambda sheet: [sheet.append(row) for row in rows])


def make_workbook_by(fill: Callable[[Any], object]) -> bytes:
    """An XLSX whose only sheet was filled by the function."""
    workbook = Workbook()
    fill(workbook.active)
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def repack(content: bytes, **changed: bytes) -> bytes:
    """The same archive with entries replaced or added; `xl__a_xml` stands for `xl/a.xml`."""
    renamed = {name.replace("__", "/").replace("_", "."): data for name, data in changed.items()}
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, renamed.pop(entry.filename, None) or old.read(entry))
        for name, data in renamed.items():
            new.writestr(name, data)
    return target.getvalue()
