"""A PDF (ISO 32000) read object by object and written again without script, attachments or its makers' names.

Only what hangs on the document's root is written: older revisions and loose objects stay behind.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from forum_app.kernel.refusal import Refusal
from forum_app.kernel.safe_files import jpeg, limits

END = b"%%EOF"
TAIL = 2048
ACTIONS: dict[str, type[Refusal]] = {
    "/JavaScript": limits.PdfHasScript,
    "/Launch": limits.PdfStartsThings,
    "/ImportData": limits.PdfStartsThings,
    "/SubmitForm": limits.PdfStartsThings,
    "/GoToR": limits.PdfStartsThings,
    "/GoToE": limits.PdfHasFiles,
    "/RichMediaExecute": limits.PdfHasMedia,
    "/Rendition": limits.PdfHasMedia,
    "/Movie": limits.PdfHasMedia,
    "/Sound": limits.PdfHasMedia,
    "/GoTo3DView": limits.PdfHasMedia,
}
"""Kinds of action (12.6.4) that do more than turn a page or open a web address."""
KEYS: dict[str, type[Refusal]] = {
    "/JS": limits.PdfHasScript,
    "/JavaScript": limits.PdfHasScript,
    "/XFA": limits.PdfHasScript,
    "/EmbeddedFiles": limits.PdfHasFiles,
    "/EF": limits.PdfHasFiles,
    "/RichMediaContent": limits.PdfHasMedia,
}
ANNOTATIONS: dict[str, type[Refusal]] = {
    "/FileAttachment": limits.PdfHasFiles,
    "/RichMedia": limits.PdfHasMedia,
    "/Movie": limits.PdfHasMedia,
    "/Sound": limits.PdfHasMedia,
    "/Screen": limits.PdfHasMedia,
    "/3D": limits.PdfHasMedia,
}
MAKERS: dict[str, str] = {"/Metadata": "author", "/PieceInfo": "history", "/LastModified": "history"}
"""Entries that any object may have and that only tell how it was made."""


def clean(source: Path, target: Path, *, name: str) -> set[str]:
    """Write the document again; says what was removed.

    Raises Damaged, IsProtected, TooManyPages, PdfHasScript, PdfStartsThings, PdfHasFiles, PdfHasMedia.
    """
    _require_end(source, name)
    try:
        reader = PdfReader(source)
        if reader.is_encrypted:
            raise limits.IsProtected(name=name)
        if len(reader.pages) > limits.MOST_PAGES:
            raise limits.TooManyPages(name=name, most=limits.MOST_PAGES)
        if not reader.pages:
            raise limits.Damaged(name=name)
        removed = {"author"} if reader.metadata else set()
        # Taken out before it is copied: the copy follows references, so what nothing points at stays behind.
        for found in _dictionaries(reader.root_object, name):
            _refuse_active(found, name)
            removed |= _forget_maker(found)
        writer = PdfWriter(clone_from=reader)
        writer.metadata = None  # its object was copied all the same
        writer.compress_identical_objects(remove_duplicates=False, remove_unreferenced=True)
        with target.open("wb") as out:
            writer.write(out)
    except PyPdfError as error:
        raise limits.Damaged(name=name) from error
    return removed


def _require_end(source: Path, name: str) -> None:
    """A file that was cut off has no end; the reader would repair it in silence and lose its last pages."""
    with source.open("rb") as opened:
        opened.seek(max(0, source.stat().st_size - TAIL))
        if END not in opened.read():
            raise limits.Damaged(name=name)


def _dictionaries(root: DictionaryObject, name: str) -> Iterator[DictionaryObject]:
    """Every dictionary and stream that can be reached, each once. Raises Damaged when there is no end of them."""
    waiting: list[Any] = [root]
    seen: set[int] = set()
    count = 0
    while waiting:
        found = waiting.pop()
        if isinstance(found, IndirectObject):
            if found.idnum in seen:
                continue
            seen.add(found.idnum)
            found = found.get_object()
        count += 1
        if count > limits.MOST_OBJECTS:
            raise limits.Damaged(name=name)
        if isinstance(found, DictionaryObject):
            yield found
            waiting.extend(found.values())
        elif isinstance(found, ArrayObject):
            waiting.extend(one for one in found if isinstance(one, IndirectObject | DictionaryObject | ArrayObject))


def _value(found: DictionaryObject, key: str) -> str:
    value = found.get(key)
    if isinstance(value, IndirectObject):
        value = value.get_object()
    return value if isinstance(value, str) else ""


def _refuse_active(found: DictionaryObject, name: str) -> None:
    """Raises the refusal of whatever does more than show."""
    kind = ACTIONS.get(_value(found, "/S")) or ANNOTATIONS.get(_value(found, "/Subtype"))
    kind = kind or next((KEYS[key] for key in found if key in KEYS), None)
    if kind is not None:
        raise kind(name=name)


def _forget_maker(found: DictionaryObject) -> set[str]:
    removed = set()
    for key, what in MAKERS.items():
        if key in found:
            del found[key]
            removed.add(what)
    is_note = _value(found, "/Subtype") not in ("/Widget", "/Link") and "/Rect" in found
    if is_note and "/T" in found:  # the writer of a comment; in a form's field it is the field's name
        del found["/T"]
        removed.add("commenters")
    if isinstance(found, StreamObject) and found.get("/Filter") == "/DCTDecode":
        removed |= _clean_photo(found)
    return removed


def _clean_photo(stream: StreamObject) -> set[str]:
    """A photo inside loses its place and camera. One that cannot be walked stays: readers show it all the same."""
    try:
        cleaned, said = jpeg.clean(stream._data, name="")  # noqa: SLF001 - the library has no public way to the raw bytes
    except limits.Damaged:
        return set()
    stream._data = cleaned  # noqa: SLF001 - the same
    return said - {"trailing"}
