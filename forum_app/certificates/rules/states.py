"""Kinds, states and steps of a certificate, and the texts that an organiser may edit."""

import re
from collections.abc import Mapping

from forum_app.certificates.rules.refusals import AlreadyVoid, NotPossibleInThisState
from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.refusal import N_

KINDS = ("participation", "completion")
KIND_NAMES: dict[str, str] = {
    "participation": N_("Certificate of participation"),
    "completion": N_("Certificate of completion"),
}
STATES = ("prepared", "held", "given", "void")
STATE_NAMES: dict[str, str] = {
    "earned": N_("Earned"),
    "not_yet": N_("Not yet"),
    "prepared": N_("Prepared"),
    "held": N_("Held back"),
    "given": N_("Given"),
    "void": N_("Void"),
}
EVENT_NAMES: dict[str, str] = {
    "prepared": N_("Prepared"),
    "renewed": N_("Printed matter renewed from the settings"),
    "held": N_("Held back"),
    "released": N_("Released"),
    "given": N_("Given"),
    "void": N_("Declared void"),
    "corrected": N_("Corrected and printed again"),
}
_STEPS: dict[str, dict[str, str]] = {
    "prepared": {
        "held": "held",
        "given": "given",
        "void": "void",
        "corrected": "prepared",
        "renewed": "prepared",
    },
    "held": {"released": "prepared", "void": "void", "corrected": "held", "renewed": "held"},
    "given": {"void": "void", "corrected": "given"},
    "void": {},
}
"""state -> event -> next state. A correction does not take a given certificate back: the new print replaces the old."""
PRINTABLE = ("prepared", "given")
LUNAR_MODES: dict[str, str] = {
    "auto": N_("Printed by the calendar"),
    "override": N_("Printed as written below"),
    "dotted": N_("Dotted, for the pen"),
}
PLACEHOLDERS = ("{forum}", "{organiser}", "{dates}", "{venue}", "{place}")
DEFAULT_TEXTS: dict[str, Bilingual] = {
    "participation": Bilingual(
        km="បានចូលរួម «{forum}» ដែលរៀបចំដោយ{organiser} {dates} នៅ{venue} {place}។",
        en="took part in “{forum}”, organised by {organiser}, {dates}, {venue}, {place}.",
    ),
    "completion": Bilingual(
        km="បានបញ្ចប់ «{forum}» ដែលរៀបចំដោយ{organiser} {dates} នៅ{venue} {place} ដោយបំពេញលក្ខខណ្ឌទាំងអស់របស់វគ្គបណ្តុះបណ្តាល។",
        en="completed “{forum}”, organised by {organiser}, {dates}, {venue}, {place}, and met all its requirements.",
    ),
}
"""Body of the paper until the organiser writes another. Content in two languages, not words of the pages."""
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")


def may_become(state: str, event: str) -> bool:
    """True when a certificate in this state may go through this event."""
    return event in _STEPS[state]


def require_step(state: str, event: str, *, number: str) -> str:
    """The state after the event. Raises AlreadyVoid or NotPossibleInThisState."""
    if state == "void":
        raise AlreadyVoid(number=number)
    if not may_become(state, event):
        raise NotPossibleInThisState(number=number)
    return _STEPS[state][event]


def verdict(state: str | None) -> str:
    """What the public is told: valid, prepared, void or unknown. That one is held back is nobody's matter."""
    return {"given": "valid", "prepared": "prepared", "held": "prepared", "void": "void"}.get(state or "", "unknown")


def fill_text(text: str, values: Mapping[str, str]) -> str:
    """The text with its known placeholders filled. Others stay: a brace in a name is no placeholder.

    Empty values leave no double spaces and no comma before a comma.
    """
    filled = _PLACEHOLDER.sub(lambda found: values.get(found.group(), found.group()), text)
    filled = re.sub(r"(, )+(?=[.,។])", "", re.sub(r" {2,}", " ", filled))
    return re.sub(r"(, ){2,}", ", ", filled).strip()


def unknown_placeholders(text: str) -> list[str]:
    """Placeholders that nothing fills, in the order of the text."""
    return [found for found in _PLACEHOLDER.findall(text) if found not in PLACEHOLDERS]
