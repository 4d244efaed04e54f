"""The verbs of registration: register, decide, import, make cards."""

from forum_app.registration.rules import RegistrationData
from forum_app.registration.services.cards import CardFor, issue_cards, issue_enrolment
from forum_app.registration.services.deciding import (
    approve,
    approve_many,
    cancel,
    confirm_walk_in,
    decline,
    put_on_waiting_list,
)
from forum_app.registration.services.importing import (
    confirm_import,
    discard_import,
    replace_import,
    start_import,
    undo_import,
)
from forum_app.registration.services.registering import admit_walk_in, assign_group, change, register

__all__ = [
    "CardFor",
    "RegistrationData",
    "admit_walk_in",
    "approve",
    "approve_many",
    "assign_group",
    "cancel",
    "change",
    "confirm_import",
    "confirm_walk_in",
    "decline",
    "discard_import",
    "issue_cards",
    "issue_enrolment",
    "put_on_waiting_list",
    "register",
    "replace_import",
    "start_import",
    "undo_import",
]
