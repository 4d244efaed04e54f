"""The verbs of people, sign-in, devices, cards and reference tables. `from forum_app.accounts import services`."""

from forum_app.accounts.services.cards import (
    IssuedCard,
    Opened,
    asks_for_known_secret,
    check_card,
    find_card_by_code,
    find_card_by_token,
    issue_card,
    link_of,
    open_with_card,
)
from forum_app.accounts.services.devices import (
    enrol_device,
    note_seen,
    revoke_device,
    sign_out_elsewhere,
)
from forum_app.accounts.services.hashing import hash_secret, matches
from forum_app.accounts.services.people import (
    PersonData,
    add_person,
    change_person,
    open_account,
    phone_number,
    set_language,
)
from forum_app.accounts.services.reference import add_row, change_row, load_reference
from forum_app.accounts.services.sign_in import (
    Proved,
    authenticate,
    begin_sign_in,
    end_sign_in,
    keep_alive,
    keep_alive_rules,
    kept_until,
    prove_again,
)
from forum_app.accounts.services.staff import (
    close_account,
    create_organiser,
    leave_staff,
    make_staff,
    set_password,
    set_pin,
)

__all__ = [
    "IssuedCard",
    "Opened",
    "PersonData",
    "Proved",
    "add_person",
    "add_row",
    "asks_for_known_secret",
    "authenticate",
    "begin_sign_in",
    "change_person",
    "change_row",
    "check_card",
    "close_account",
    "create_organiser",
    "end_sign_in",
    "enrol_device",
    "find_card_by_code",
    "find_card_by_token",
    "hash_secret",
    "issue_card",
    "keep_alive",
    "keep_alive_rules",
    "kept_until",
    "leave_staff",
    "link_of",
    "load_reference",
    "make_staff",
    "matches",
    "note_seen",
    "open_account",
    "open_with_card",
    "phone_number",
    "prove_again",
    "revoke_device",
    "set_language",
    "set_password",
    "set_pin",
    "sign_out_elsewhere",
]
