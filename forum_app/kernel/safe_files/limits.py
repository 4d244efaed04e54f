"""What a file may be at most, what it may say about its maker, and the refusals of the inspection.

A file is refused for a reason its sender can mend. What could not be inspected at all (`CouldNotCheck`) is no
refusal of the file: whoever asked decides whether to keep it apart.
"""

from forum_app.kernel.refusal import N_, Refusal

MEGABYTE = 1024 * 1024
MOST_BYTES = 100 * MEGABYTE
MOST_SIDE = 20_000
"""Pixels. A phone's photo has 4,000 to 12,000; a picture of 50,000 x 50,000 needs 10 GB to be shown."""
MOST_PIXELS = 120_000_000
MOST_MEMBERS = 20_000
MOST_INFLATED = 400 * MEGABYTE
MOST_PART = 100 * MEGABYTE
"""One XML part of an Office file; it is held in memory."""
MOST_RATIO = 200
RATIO_FLOOR = 10 * MEGABYTE
"""Below it the ratio says nothing: slides of one colour compress a thousandfold honestly."""
MOST_PAGES = 2_000
MOST_OBJECTS = 2_000_000

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
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Old Office files, and new ones behind a password, are a container of this kind."""
OFFICE_PARTS: dict[str, str] = {"pptx": "ppt/presentation.xml", "docx": "word/document.xml", "xlsx": "xl/workbook.xml"}

REMOVED_NAMES: dict[str, str] = {
    "author": N_("author"),
    "place": N_("place (GPS)"),
    "camera": N_("camera and time of the picture"),
    "company": N_("company and manager"),
    "commenters": N_("names in comments and tracked changes"),
    "history": N_("editing history"),
    "description": N_("hidden description"),
    "trailing": N_("data after the end of the file"),
}
"""What is taken out of a file, as it is told to whoever uploaded it."""


class KindNotAllowed(Refusal):
    text = N_("A file of the kind “%(kind)s” is not accepted. Use PDF, PPTX, DOCX, XLSX, PNG or JPG.")
    status = 422


class NotWhatItSays(Refusal):
    text = N_("The file %(name)s is not really a %(kind)s file. Save it again in its program and upload that.")
    status = 422


class Damaged(Refusal):
    text = N_("The file %(name)s is damaged or was cut off. Open it in its program, save it again and upload that.")
    status = 422


class IsProtected(Refusal):
    text = N_("The file %(name)s is protected by a password or in an old format. Save it without the password.")
    status = 422


class HasMacros(Refusal):
    text = N_("The file %(name)s contains macros. Save it without macros and upload that.")
    status = 422


class HasObjects(Refusal):
    text = N_("The file %(name)s has another program's object inside. Put a picture of it there instead.")
    status = 422


class LoadsFromOutside(Refusal):
    text = N_("The file %(name)s loads parts from elsewhere when it is opened. Break these links and upload it again.")
    status = 422


class PdfHasScript(Refusal):
    text = N_("The PDF %(name)s contains JavaScript. Print it to a new PDF and upload that.")
    status = 422


class PdfStartsThings(Refusal):
    text = N_("The PDF %(name)s starts programs or sends data by itself. Print it to a new PDF and upload that.")
    status = 422


class PdfHasFiles(Refusal):
    text = N_("The PDF %(name)s has other files attached inside. Remove them and upload it again.")
    status = 422


class PdfHasMedia(Refusal):
    text = N_("The PDF %(name)s contains films, sound or 3D parts. Print it to a new PDF and upload that.")
    status = 422


class TooManyPages(Refusal):
    text = N_("The PDF %(name)s has more than %(most)s pages. Divide it into smaller ones.")
    status = 422


class PictureTooLarge(Refusal):
    text = N_("The picture %(name)s measures %(width)s × %(height)s pixels, too many for a phone. Make it smaller.")
    status = 422


class GrowsTooLarge(Refusal):
    text = N_("The file %(name)s becomes too large when it is opened. Save it again in its program and upload that.")
    status = 422


class FileTooLarge(Refusal):
    text = N_("The file %(name)s is larger than %(most)s MB.")
    status = 422


class FileEmpty(Refusal):
    text = N_("The file %(name)s is empty.")
    status = 422


class CannotBeStamped(Refusal):
    text = N_("This file could not be stamped with your badge code, so it is not handed out. Tell the organiser.")
    status = 409


class CouldNotCheck(Refusal):
    """The inspection itself broke down (`reason`: crashed or slow). Nothing is known about the file."""

    text = N_("The file %(name)s could not be checked.")
    status = 422


REFUSALS: dict[str, type[Refusal]] = {
    kind.__name__: kind
    for kind in (
        NotWhatItSays,
        Damaged,
        IsProtected,
        HasMacros,
        HasObjects,
        LoadsFromOutside,
        PdfHasScript,
        PdfStartsThings,
        PdfHasFiles,
        PdfHasMedia,
        TooManyPages,
        PictureTooLarge,
        GrowsTooLarge,
        CannotBeStamped,
    )
}
"""By name, so that the inspecting process can hand one back to the process that asked."""


def extension_of(name: str) -> str:
    """The ending of a file name, in small letters."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def require_kind(name: str) -> str:
    """The extension. Raises KindNotAllowed."""
    extension = extension_of(name)
    if extension not in CONTENT_TYPES:
        raise KindNotAllowed(kind=extension[:12] or "?")
    return extension


def require_magic(name: str, start: bytes) -> None:
    """Raises IsProtected, NotWhatItSays unless the first bytes are those of the extension."""
    extension = extension_of(name)
    if extension in OFFICE_PARTS and start.startswith(OLD_OFFICE):
        raise IsProtected(name=name)
    if not start.startswith(MAGIC[extension]):
        raise NotWhatItSays(name=name, kind=extension.upper())


def require_picture(name: str, width: int, height: int) -> None:
    """Raises Damaged, PictureTooLarge."""
    if width < 1 or height < 1:
        raise Damaged(name=name)
    if max(width, height) > MOST_SIDE or width * height > MOST_PIXELS:
        raise PictureTooLarge(name=name, width=width, height=height)
