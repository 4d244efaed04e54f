"""Any file of questions to checked items, whatever its format."""

from collections.abc import Iterable

from forum_app.kernel.refusal import N_, Refusal
from forum_app.kernel.spreadsheet import limits, reader
from forum_app.kernel.spreadsheet.delimited import decode
from forum_app.kernel.spreadsheet.limits import Row
from forum_app.questions.imports import found
from forum_app.questions.imports.aiken import is_aiken, read_aiken
from forum_app.questions.imports.found import Item
from forum_app.questions.imports.gift import is_gift, read_gift
from forum_app.questions.imports.moodle_xml import is_moodle_xml, read_moodle_xml
from forum_app.questions.imports.sheet import is_head, read_rows
from forum_app.questions.imports.word import is_word, read_tables
from forum_app.questions.rules.draft import faults
from forum_app.questions.rules.likeness import fingerprint

ZIP = b"PK"


class RepeatedCode(Refusal):
    text = N_("The code %(code)s is already that of question %(number)s in this file.")
    status = 422


class RepeatedQuestion(Refusal):
    text = N_("The same question is already number %(number)s in this file.")
    status = 422


def read_questions(content: bytes, name: str = "") -> list[Item]:
    """Items of an uploaded file, each with its faults and with what could not be carried.

    Raises FormatUnknown, FileTooLarge, FileDamaged, FileHostile, TooManyQuestions, NoQuestions, the refusals of
    kernel/spreadsheet/limits and QuestionColumnMissing. Nothing is saved here.
    """
    if len(content) > found.MOST_BYTES:
        raise found.FileTooLarge(megabytes=found.MOST_BYTES // 1024**2)
    if not content.strip():
        raise found.NoQuestions
    if content[:2] == ZIP:
        items = _of_archive(content, name)
    elif is_binary(content):
        raise found.FormatUnknown
    else:
        items = _of_text(decode(content), content)
    return _checked(items)


def read_pasted(text: str) -> list[Item]:
    """Items of what was pasted: rows of a table, lines with an answer key, GIFT or Moodle XML. Raises as above."""
    return _checked(_of_text(text, text.encode()))


def is_binary(content: bytes) -> bool:
    """True when it is no text in any encoding that we read."""
    return b"\x00" in content[:1024] and content[:2] not in (b"\xff\xfe", b"\xfe\xff")


def _of_archive(content: bytes, name: str) -> list[Item]:
    if is_word(content):
        return [item for rows in read_tables(content) for item in read_rows(rows)]
    return read_rows(reader.read_file(content, name))


def _of_text(text: str, content: bytes) -> list[Item]:
    if is_moodle_xml(text):
        return read_moodle_xml(content)
    if (rows := _table(text)) is not None:
        return read_rows(rows)
    for is_it, read in ((is_gift, read_gift), (is_aiken, read_aiken)):
        if is_it(text):
            return read(text)
    raise found.FormatUnknown


def _table(text: str) -> list[Row] | None:
    """The rows of a text whose first line names the columns of questions; None when it is no table."""
    head = text.lstrip().partition("\n")[0]
    try:
        is_table = "".join(head.split()) and is_head(reader.read_text(head)[0])
    except limits.Unreadable:  # a line with a quotation mark that never ends
        is_table = False
    return reader.read_text(text) if is_table else None


def _checked(items: list[Item]) -> list[Item]:
    """The items with the faults that a question alone, or beside the others of its file, has."""
    if not items:
        raise found.NoQuestions
    if len(items) > found.MOST_QUESTIONS:
        raise found.TooManyQuestions(most=found.MOST_QUESTIONS)
    for item in items:
        if item.data is not None:
            item.faults += [fault for fault in faults(item.data) if not _told(item, fault)]
    _find_repeats(items)
    return items


def _told(item: Item, fault: Refusal) -> bool:
    """True when the reader has already said, in words nearer to the file, that the key is missing."""
    return getattr(fault, "field", "") == "right" and any(isinstance(one, found.KeyUnreadable) for one in item.faults)


def _find_repeats(items: Iterable[Item]) -> None:
    codes: dict[str, int] = {}
    stems: dict[str, int] = {}
    for item in items:
        if item.data is None:
            continue
        code, stem = item.data.code, fingerprint(item.data)
        if code and code in codes:
            item.faults.append(RepeatedCode(code=code, number=codes[code]))
        elif stem in stems:
            item.faults.append(RepeatedQuestion(number=stems[stem]))
        codes.setdefault(code, item.number)
        stems.setdefault(stem, item.number)
