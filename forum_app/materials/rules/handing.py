"""Kinds of material, who may pass it on, and what is refused as a file."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from forum_app.kernel.refusal import N_, Refusal

KIND_NAMES: dict[str, str] = {"lesson": N_("Lesson"), "file": N_("File"), "link": N_("Link")}


class Label(StrEnum):
    """How far a material may travel, as the Traffic Light Protocol of FIRST (version 2.0) says it.

    Source: https://www.first.org/tlp/
    """

    CLEAR = "clear"
    GREEN = "green"
    AMBER = "amber"
    RED = "red"


LABEL_NAMES: dict[str, str] = {
    "clear": N_("TLP:CLEAR – may be passed on freely"),
    "green": N_("TLP:GREEN – within police and justice"),
    "amber": N_("TLP:AMBER – participants and their units only"),
    "red": N_("TLP:RED – participants only, during the forum only"),
}
LABEL_SHORT: dict[str, str] = {
    "clear": N_("TLP:CLEAR"),
    "green": N_("TLP:GREEN"),
    "amber": N_("TLP:AMBER"),
    "red": N_("TLP:RED"),
}
WARNING_NAMES: dict[int, str] = {
    0: N_("No warning"),
    1: N_("The subject may be hard to bear"),
    2: N_("The subject is hard to bear"),
    3: N_("The subject is very hard to bear; take breaks"),
}
WARNING_TEXTS: dict[int, str] = {
    1: N_("This lesson speaks of harm to people, without pictures or details. You may pause at any time."),
    2: N_("This lesson speaks of violence or abuse, without pictures or details. You may pause, or read it later."),
    3: N_("This lesson speaks of grave harm. Read it when you are rested, take breaks, and talk about it afterwards."),
}
MOST_BYTES = 100 * 1024 * 1024
OFFICE = "application/vnd.openxmlformats-officedocument."
CONTENT_TYPES: dict[str, str] = {
    "pdf": "application/pdf",
    "pptx": f"{OFFICE}presentationml.presentation",
    "docx": f"{OFFICE}wordprocessingml.document",
    "xlsx": f"{OFFICE}spreadsheetml.sheet",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
}
"""What may be uploaded. SVG and HTML could carry script; the old Office formats could carry macros."""
MAGIC: dict[str, bytes] = {
    "pdf": b"%PDF-",
    "pptx": b"PK\x03\x04",
    "docx": b"PK\x03\x04",
    "xlsx": b"PK\x03\x04",
    "png": b"\x89PNG\r\n\x1a\n",
    "jpg": b"\xff\xd8\xff",
    "jpeg": b"\xff\xd8\xff",
}
OFFICE_FOLDERS: dict[str, str] = {"pptx": "ppt/", "docx": "word/", "xlsx": "xl/"}


class KindNotAllowed(Refusal):
    text = N_("A file of the kind “%(kind)s” is not accepted. Use PDF, PPTX, DOCX, XLSX, PNG or JPG.")
    status = 422


class NotWhatItSays(Refusal):
    text = N_("The file %(name)s is not really a %(kind)s file. Save it again in its program and upload that.")
    status = 422


class HasMacros(Refusal):
    text = N_("The file %(name)s contains macros. Save it without macros and upload that.")
    status = 422


class FileTooLarge(Refusal):
    text = N_("The file %(name)s is larger than %(most)s MB.")
    status = 422


class FileEmpty(Refusal):
    text = N_("The file %(name)s is empty.")
    status = 422


class NoFile(Refusal):
    text = N_("Choose a file in Khmer, in English, or both.")
    status = 422


class TitleMissing(Refusal):
    text = N_("Write the title in Khmer or in English, at least one.")
    status = 422


class NotALink(Refusal):
    text = N_("A link begins with https:// and has no spaces.")
    status = 422


class SessionElsewhere(Refusal):
    text = N_("This session belongs to another forum.")
    status = 422


class LessonAlreadyThere(Refusal):
    text = N_("This lesson is already among the materials of the forum.")
    status = 422


class NotOpenNow(Refusal):
    text = N_("This material was shown during the forum only. It cannot be opened any more.")
    status = 403


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was looked into and may be kept."""

    name: str
    content_type: str
    content: bytes


def extension_of(name: str) -> str:
    """The ending of a file name, in small letters."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def require_kind(name: str) -> str:
    """The extension. Raises KindNotAllowed."""
    extension = extension_of(name)
    if extension not in CONTENT_TYPES:
        raise KindNotAllowed(kind=extension or "?")
    return extension


def require_size(name: str, size: int) -> None:
    """Raises FileEmpty, FileTooLarge."""
    if size == 0:
        raise FileEmpty(name=name)
    if size > MOST_BYTES:
        raise FileTooLarge(name=name, most=MOST_BYTES // (1024 * 1024))


def require_magic(name: str, extension: str, content: bytes) -> None:
    """Raises NotWhatItSays unless the first bytes are those of the extension."""
    if not content.startswith(MAGIC[extension]):
        raise NotWhatItSays(name=name, kind=extension.upper())


def require_link(url: str) -> str:
    """The tidied address. Raises NotALink."""
    found = url.strip()
    if not found.startswith("https://") or len(found) < len("https://x.y") or any(part.isspace() for part in found):
        raise NotALink
    return found


def may_be_opened(label: str, *, last_day: date, today: date) -> bool:
    """TLP:RED is for the room: officers open it until the end of the forum's last day, and not afterwards."""
    return label != Label.RED or today <= last_day


def size_in_words(size: int) -> str:
    """`340 kB` or `2.4 MB`: what a download costs, seen before the tap."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB"
    return f"{size / 1_000_000:.1f} MB"
