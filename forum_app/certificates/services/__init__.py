"""The verbs of certificates."""

from forum_app.certificates.services.issuing import (
    correct,
    give,
    give_many,
    hold,
    prepare,
    prepare_eligible,
    prepare_expected,
    release,
    renew,
    void,
)
from forum_app.certificates.services.printing import KEPT, MOST_AT_ONCE, PRINT_JOB, list_to_print, queue_print
from forum_app.certificates.services.settings import SettingsData, add_logo, change_settings, overlay, remove_logo
from forum_app.certificates.services.snapshots import make_snapshot

__all__ = [
    "KEPT",
    "MOST_AT_ONCE",
    "PRINT_JOB",
    "SettingsData",
    "add_logo",
    "change_settings",
    "correct",
    "give",
    "give_many",
    "hold",
    "list_to_print",
    "make_snapshot",
    "overlay",
    "prepare",
    "prepare_eligible",
    "prepare_expected",
    "queue_print",
    "release",
    "remove_logo",
    "renew",
    "void",
]
