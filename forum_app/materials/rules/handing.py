"""Kinds of material, what they are called, and what is refused."""

from dataclasses import dataclass
from pathlib import Path

from forum_app.kernel.refusal import N_, Refusal
from forum_app.kernel.safe_files import limits

KIND_NAMES: dict[str, str] = {"lesson": N_("Lesson"), "file": N_("File"), "link": N_("Link")}
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
MEGABYTE = limits.MEGABYTE
MOST_FILE_MB = limits.MOST_BYTES // MEGABYTE
QUOTA_MB = 5_000
REASON_NAMES: dict[str, str] = {
    "crashed": N_("The check broke down on it."),
    "slow": N_("The check took too long."),
}
"""Why a file is held: what it does to the check is all that is known about it."""


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


class FolderElsewhere(Refusal):
    text = N_("This folder belongs to another forum.")
    status = 422


class FolderNotEmpty(Refusal):
    text = N_("There are materials in this folder. Move them first.")
    status = 409


class LessonAlreadyThere(Refusal):
    text = N_("This lesson is already among the materials of the forum.")
    status = 422


class NotAFile(Refusal):
    text = N_("Only a file has versions.")
    status = 409


class QuotaReached(Refusal):
    text = N_("This forum may keep %(quota)s MB and has %(left)s MB left. Ask the organiser, or upload a smaller file.")
    status = 422


class AlreadySettled(Refusal):
    text = N_("This held file was already released or removed.")
    status = 409


class StillUnchecked(Refusal):
    text = N_("The check broke down again, so the file stays held. Remove it and ask for another copy.")
    status = 409


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was looked into and may be kept, or (`held`) one that could not be looked into."""

    name: str
    content_type: str
    path: Path
    removed: tuple[str, ...] = ()
    held: str = ""

    @property
    def size_bytes(self) -> int:
        return self.path.stat().st_size


def require_size(name: str, size: int, *, most_mb: int = MOST_FILE_MB) -> None:
    """Raises FileEmpty, FileTooLarge."""
    if size == 0:
        raise limits.FileEmpty(name=name)
    if size > most_mb * MEGABYTE:
        raise limits.FileTooLarge(name=name, most=most_mb)


def require_room(size: int, *, used: int, quota_mb: int) -> None:
    """Raises QuotaReached when a forum would keep more than it may. `size` and `used` are bytes."""
    left = quota_mb * MEGABYTE - used
    if size > left:
        raise QuotaReached(quota=quota_mb, left=max(0, left // MEGABYTE))


def require_link(url: str) -> str:
    """The tidied address. Raises NotALink."""
    found = url.strip()
    if not found.startswith("https://") or len(found) < len("https://x.y") or any(part.isspace() for part in found):
        raise NotALink
    return found


def size_in_words(size: int) -> str:
    """`340 kB` or `2.4 MB`: what a download costs, seen before the tap."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB"
    return f"{size / 1_000_000:.1f} MB"
