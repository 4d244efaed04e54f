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
from forum_app.certificates.services.settings import SettingsData, add_logo, change_settings, remove_logo
from forum_app.certificates.services.snapshots import make_snapshot

__all__ = [
    "SettingsData",
    "add_logo",
    "change_settings",
    "correct",
    "give",
    "give_many",
    "hold",
    "make_snapshot",
    "prepare",
    "prepare_eligible",
    "prepare_expected",
    "release",
    "remove_logo",
    "renew",
    "void",
]
