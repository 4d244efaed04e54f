"""How far a material may travel, and what follows from it."""

from datetime import date, datetime
from enum import StrEnum

from forum_app.kernel.refusal import N_, Refusal

LANGUAGES = ("km", "en")


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
RESTRICTED = frozenset({Label.AMBER, Label.RED})
STAMPED_KIND = "pdf"


class NotOpenNow(Refusal):
    text = N_("This material was shown during the forum only. It cannot be opened any more.")
    status = 403


class MustBePdf(Refusal):
    text = N_(
        "A restricted file is stamped for each reader, so %(name)s must be a PDF. Save it as PDF and upload that."
    )
    status = 422


def may_be_opened(label: str, *, last_day: date, today: date) -> bool:
    """TLP:RED is for the room: officers open it until the end of the forum's last day, and not afterwards."""
    return label != Label.RED or today <= last_day


def is_restricted(label: str, *, law_only: bool) -> bool:
    """Restricted files go out stamped, and every opening is written down."""
    return law_only or label in RESTRICTED


def may_be_kept_offline(label: str, *, law_only: bool) -> bool:
    """What is restricted stays on the server: a phone that is lent or lost shows no stamp."""
    return not is_restricted(label, law_only=law_only)


def is_for(*, is_guest: bool, holds_rank: bool, law_only: bool) -> bool:
    """A participant of the forum is of the judicial police; a guest of honour is if they hold a rank."""
    return not law_only or holds_rank or not is_guest


def require_stampable(name: str, label: str, *, law_only: bool) -> None:
    """Raises MustBePdf."""
    if is_restricted(label, law_only=law_only) and not name.lower().endswith(f".{STAMPED_KIND}"):
        raise MustBePdf(name=name)


def stamp_line(badge_code: str, at: datetime, label: str, *, law_only: bool) -> str:
    """What stands on every page: ASCII, since the stamp brings no font. `at` is local time."""
    ending = " LAW ENFORCEMENT ONLY" if law_only else ""
    return f"{badge_code} {at:%Y-%m-%d %H:%M} TLP:{label.upper()}{ending}"
