"""Looks into uploaded bytes: the name, the first bytes and the inside must tell the same story."""

import io
import zipfile
from pathlib import PurePosixPath

from forum_app.kernel.khmer.text import canonical
from forum_app.materials import rules
from forum_app.materials.rules import Upload

LONGEST_NAME = 120
MOST_MEMBERS = 20_000


def check_upload(name: str, content: bytes) -> Upload:
    """The file, if it may be kept.

    Raises KindNotAllowed, FileEmpty, FileTooLarge, NotWhatItSays, HasMacros.
    """
    name = tidy_name(name)
    extension = rules.require_kind(name)
    rules.require_size(name, len(content))
    rules.require_magic(name, extension, content)
    if extension in rules.OFFICE_FOLDERS:
        _look_inside(name, extension, content)
    return Upload(name=name, content_type=rules.CONTENT_TYPES[extension], content=content)


def tidy_name(name: str) -> str:
    """The bare file name as it will be offered again: no folders, no hidden characters, of sane length."""
    bare = PurePosixPath(name.replace("\\", "/")).name
    clean = "".join(character for character in canonical(bare) if character.isprintable()).strip(" .")
    stem, dot, extension = clean.rpartition(".")
    return f"{stem[:LONGEST_NAME]}{dot}{extension[:8]}"


def _look_inside(name: str, extension: str, content: bytes) -> None:
    """An Office file is an archive with a known folder in it, and without macros."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.namelist()
    except (zipfile.BadZipFile, ValueError) as error:
        raise rules.NotWhatItSays(name=name, kind=extension.upper()) from error
    folder = rules.OFFICE_FOLDERS[extension]
    if len(members) > MOST_MEMBERS or not any(member.startswith(folder) for member in members):
        raise rules.NotWhatItSays(name=name, kind=extension.upper())
    if any(member.lower().endswith("vbaproject.bin") for member in members):
        raise rules.HasMacros(name=name)
