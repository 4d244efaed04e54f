"""What a name, a password, a PIN and a code must be; how long a sign-in lasts."""

from datetime import datetime, timedelta

from forum_app.kernel.refusal import N_, Refusal

SEX_NAMES: dict[str, str] = {"female": N_("Female"), "male": N_("Male")}

STAFF_ABSOLUTE = timedelta(hours=12)
OFFICER_ABSOLUTE = timedelta(days=4)


class NoName(Refusal):
    text = N_("Write the given name in Khmer or in Latin letters, at least one.")
    status = 422


class PhoneNotUnderstood(Refusal):
    text = N_("The phone number is not complete. Example: 012 345 678")
    status = 422


def sign_in_ends(*, is_staff: bool, at: datetime) -> datetime:
    """Absolute end of a sign-in that begins now."""
    return at + (STAFF_ABSOLUTE if is_staff else OFFICER_ABSOLUTE)
