"""What a name, a password, a PIN and a code must be; how long a sign-in lasts; when trying must wait."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from forum_app.kernel.refusal import N_, Refusal

SEX_NAMES: dict[str, str] = {"female": N_("Female"), "male": N_("Male")}
SERVICE_NAMES: dict[str, str] = {
    "both": N_("Police and gendarmerie"),
    "police": N_("Police only"),
    "gendarmerie": N_("Gendarmerie only"),
}

# How long a sign-in lasts: issue 2, section 5, and security.md 3 (sessions).
STAFF_ABSOLUTE = timedelta(hours=12)
OFFICER_ABSOLUTE = timedelta(days=4)
STAFF_IDLE = timedelta(hours=2)
OFFICER_IDLE = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)

# Passwords: no rules of composition, no rotation (ASVS 5.0, 6.2); the upper bound keeps hashing cheap.
PASSWORD_LEAST = 10
PASSWORD_MOST = 128
PIN_DIGITS = 6

# Cards: ten characters of Crockford base32 are 50 bits, enough with five tries and one day.
CODE_LENGTH = 10
CODE_TRIES = 5
ENROL_LASTS = timedelta(minutes=10)
STEPS_LAST = timedelta(minutes=15)
PURPOSES = ("card", "enrol", "staff")

# Throttle: five failures, then 60 seconds, doubled up to 15 minutes, never for ever (security.md 3).
FREE_TRIES = 5
FIRST_WAIT = timedelta(seconds=60)
LONGEST_WAIT = timedelta(minutes=15)
FORGET_AFTER = timedelta(minutes=15)

# What everybody tries first, with the words of this house. A password whose letters are only these is refused.
COMMON_WORDS = frozenset(
    """
    abc abcd abcdef admin administrator angkor angkorwat badge baseball cambodia changeme computer dragon default
    facebook football forum forumapp foxtrot gendarme gendarmerie guest hello iloveyou judicial justice khmer
    kampuchea letmein login master monkey officer organiser organizer pass passw passwd password passwort phnompenh
    police policeofficer princess prison qwert qwerty qwertyuiop root secret server shadow siemreap sunshine
    superman telegram test testing trainer training trustno user welcome whatever asdfgh asdfghjkl zxcvbn zxcvbnm
    ប៉ូលិស នគរបាល កម្ពុជា ខ្មែរ អង្គរ ភ្នំពេញ វេទិកា ពាក្យសម្ងាត់ យុត្តិធម៌
    """.split()  # noqa: SIM905 - seventy words read better as words
)
_LEET = str.maketrans("@$0134578", "asoleastb")
_LOGIN = re.compile(r"[a-z0-9](?:[a-z0-9._-]{1,38})[a-z0-9]")


class NoName(Refusal):
    text = N_("Write the given name in Khmer or in Latin letters, at least one.")
    status = 422


class PhoneNotUnderstood(Refusal):
    text = N_("The phone number is not complete. Example: 012 345 678")
    status = 422


class LoginNotUsable(Refusal):
    text = N_("A sign-in name has 3 to 40 small Latin letters, digits, dots or hyphens.")
    status = 422


class LoginTaken(Refusal):
    text = N_("Somebody else already signs in with this name. Choose another one.")
    status = 422


class PasswordTooShort(Refusal):
    text = N_("The password needs at least %(least)s characters. Three or four words are good.")
    status = 422


class PasswordTooLong(Refusal):
    text = N_("The password may have at most %(most)s characters.")
    status = 422


class PasswordTooCommon(Refusal):
    text = N_("This password is one that others try first. Choose words that nobody would guess.")
    status = 422


class PinNotSixDigits(Refusal):
    text = N_("The PIN has exactly six digits.")
    status = 422


class PinTooEasy(Refusal):
    text = N_("This PIN is too easy to guess. Choose six digits without a pattern.")
    status = 422


class WrongSignIn(Refusal):
    """The same sentence for an unknown name, a wrong secret and a closed account."""

    text = N_("The name or the password is not right. Try again, or ask the desk.")
    status = 422


class PinNeedsDevice(Refusal):
    """A PIN is never a sign-in alone. Said whether the name exists or not."""

    text = N_(
        "A PIN works only on the phone that was enrolled. Use the code of your card, or ask the desk for a QR code."
    )
    status = 422


class TooManyTries(Refusal):
    text = N_("Too many tries. Wait %(seconds)s seconds, then try again. Nothing is locked for good.")
    status = 429


class TooManyFromHere(Refusal):
    text = N_("Too many people are signing in from here at this moment. Wait a minute, then try again.")
    status = 429


class ServerBusy(Refusal):
    text = N_("Many people are signing in right now. Try again in ten seconds.")
    status = 503


class CardNotRight(Refusal):
    """The same sentence for an unknown badge code and for a wrong one-time code."""

    text = N_("The badge code and the one-time code do not belong together. Look at the card once more.")
    status = 422


class CardExpired(Refusal):
    text = N_("The code on this card has expired. Ask the desk for a new one.")
    status = 410


class CardUsed(Refusal):
    text = N_("This code was already used. If it was not you, tell the desk at once.")
    status = 410


class CardReplaced(Refusal):
    text = N_("This card was replaced by a newer one, or closed after wrong tries. Ask the desk for a new one.")
    status = 410


class StepsForgotten(Refusal):
    text = N_("Too much time has passed. Scan the card again, or type its code.")
    status = 410


class RowCodeTaken(Refusal):
    text = N_("The table already has a row with this code.")
    status = 422


class RowWithoutName(Refusal):
    text = N_("Write the name in Khmer or in English, at least one.")
    status = 422


def sign_in_ends(*, is_staff: bool, at: datetime) -> datetime:
    """Absolute end of a sign-in that begins now."""
    return at + (STAFF_ABSOLUTE if is_staff else OFFICER_ABSOLUTE)


def is_idle(*, is_staff: bool, last_seen_at: datetime, kept_until: datetime | None, at: datetime) -> bool:
    """True when nothing was heard for too long and no forum day keeps the sign-in."""
    if kept_until is not None and kept_until > at:
        return False
    return last_seen_at + (STAFF_IDLE if is_staff else OFFICER_IDLE) <= at


def check_login(login: str) -> str:
    """The staff name as it is stored. Raises LoginNotUsable."""
    tidied = login.strip().lower()
    if not _LOGIN.fullmatch(tidied):
        raise LoginNotUsable
    return tidied


def check_password(password: str, *, personal: Iterable[str] = ()) -> None:
    """Raises PasswordTooShort, PasswordTooLong or PasswordTooCommon. `personal`: names and codes of the person."""
    if len(password) > PASSWORD_MOST:
        raise PasswordTooLong(most=PASSWORD_MOST)
    if len(password) < PASSWORD_LEAST:
        raise PasswordTooShort(least=PASSWORD_LEAST)
    if is_common(password) or _bare(password) in {_bare(word) for word in personal if word}:
        raise PasswordTooCommon


def is_common(password: str) -> bool:
    """True when the letters are one or several common words, or there is hardly anything in it."""
    lowered = password.casefold()
    if len(set(lowered)) < 4 or _is_run(lowered):
        return True
    cores = {_bare(lowered), _bare(lowered.translate(_LEET)), _bare(lowered.strip("0123456789").translate(_LEET))}
    return any(core == "" or _is_made_of_common(core) for core in cores)


def _bare(text: str) -> str:
    return "".join(character for character in text.casefold() if not (character.isdecimal() or character in _SIGNS))


_SIGNS = frozenset(" !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


def _is_made_of_common(core: str) -> bool:
    if core in COMMON_WORDS:
        return True
    return any(core.startswith(word) and _is_made_of_common(core[len(word) :]) for word in COMMON_WORDS)


def _is_run(text: str) -> bool:
    steps = {ord(after) - ord(before) for before, after in pairwise(text)}
    return len(steps) == 1 and next(iter(steps)) in (-1, 0, 1)


def looks_like_pin(typed: str) -> bool:
    """True for exactly six Latin digits."""
    return len(typed) == PIN_DIGITS and typed.isascii() and typed.isdecimal()


def check_pin(pin: str, *, not_these: Iterable[str] = ()) -> None:
    """Raises PinNotSixDigits or PinTooEasy. `not_these`: texts (phone, codes) whose digits it must not repeat."""
    if not looks_like_pin(pin):
        raise PinNotSixDigits
    digits = [int(character) for character in pin]
    steps = {(after - before) % 10 for before, after in pairwise(digits)}
    repeats = pin == pin[:2] * 3 or pin == pin[:3] * 2
    pairs = pin[0::2] == pin[1::2]
    if steps in ({0}, {1}, {9}) or repeats or pairs or any(pin in text for text in not_these):
        raise PinTooEasy


@dataclass(frozen=True, slots=True)
class Tries:
    """How often an account was tried in vain, and until when it waits."""

    failures: int = 0
    last_at: datetime | None = None
    blocked_until: datetime | None = None


def count_try(tries: Tries, *, at: datetime) -> Tries:
    """The state after one more try, counted before it is known whether it succeeds.

    Counting first makes twenty tries at the same moment count as twenty. Failures are forgotten after a quiet
    quarter of an hour, and at once by a success. Raises TooManyTries while the account waits.
    """
    if tries.blocked_until is not None and tries.blocked_until > at:
        raise TooManyTries(seconds=max(1, round((tries.blocked_until - at).total_seconds())))
    since = max((moment for moment in (tries.last_at, tries.blocked_until) if moment), default=at)
    failures = 1 if at - since > FORGET_AFTER else tries.failures + 1
    if failures < FREE_TRIES:
        return Tries(failures, at, None)
    wait = min(FIRST_WAIT * 2 ** min(failures - FREE_TRIES, 10), LONGEST_WAIT)
    return Tries(failures, at, at + wait)


def check_card(*, used_at: datetime | None, revoked_at: datetime | None, expires_at: datetime, at: datetime) -> None:
    """Raises CardUsed, CardReplaced or CardExpired when a code no longer opens anything."""
    if used_at is not None:
        raise CardUsed
    if revoked_at is not None:
        raise CardReplaced
    if expires_at <= at:
        raise CardExpired


_SYSTEMS = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows", "Macintosh": "Mac"}
_BROWSERS = {
    "Telegram": "Telegram",
    "FBAN": "Facebook",
    "FBAV": "Facebook",
    "Edg": "Edge",
    "SamsungBrowser": "Samsung",
    "OPR": "Opera",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}


def device_label(agent: str) -> str:
    """Browser and system as the person would recognise them, e.g. `Chrome, Android`. No fingerprint."""
    browser = next((name for mark, name in _BROWSERS.items() if mark in agent), "")
    system = next((name for mark, name in _SYSTEMS.items() if mark in agent), "")
    return ", ".join(part for part in (browser, system) if part)
