"""Identifiers that phones, boxes and servers can make without asking each other."""

import hashlib
import os
import secrets
import threading
import time
import uuid

# Crockford base32: no I, L, O, U, so a code can be read aloud and copied from paper.
# Source: Douglas Crockford, "Base 32", https://www.crockford.com/base32.html
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CONFUSABLE = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
BADGE_CODE_LENGTH = 8

_lock = threading.Lock()
_last_ms = 0
_counter = 0


def uuid7() -> uuid.UUID:
    """A UUID version 7 (RFC 9562, section 5.7), increasing within one process."""
    global _last_ms, _counter
    with _lock:
        ms = time.time_ns() // 1_000_000
        if ms <= _last_ms:
            ms = _last_ms
            _counter += 1
            if _counter > 0xFFF:
                ms, _counter = ms + 1, 0
        else:
            _counter = secrets.randbits(10)
        _last_ms = ms
        value = (ms << 80) | (0x7 << 76) | (_counter << 64) | (0b10 << 62) | secrets.randbits(62)
    return uuid.UUID(int=value)


def random_token() -> str:
    """A 256-bit secret for a cookie or a link."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What the database keeps of a random token: enough to recognise it, useless to a thief."""
    return hashlib.sha256(token.encode()).hexdigest()


def random_code(length: int) -> str:
    """A random code in Crockford base32, 5 bits a character."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def random_digits(length: int) -> str:
    """A random code of Latin digits, for what is read aloud or from a wall."""
    return "".join(secrets.choice("0123456789") for _ in range(length))


def check_character(body: str) -> str:
    """Check character over a base32 body: the value of weighted positions modulo 31.

    31 is prime and the weights 1..7 differ, so every single wrong character and every swap of two
    neighbours changes the result, except where characters of value 0 and 31 stand for each other.
    """
    total = sum((position + 1) * ALPHABET.index(character) for position, character in enumerate(body))
    return ALPHABET[total % 31]


def new_badge_code() -> str:
    """Eight characters, the last one a check character, e.g. for a badge or an activation card.

    The body avoids `Z` (value 31, the same as 0 modulo 31), so the check catches every single error.
    """
    body = "".join(secrets.choice(ALPHABET[:-1]) for _ in range(BADGE_CODE_LENGTH - 1))
    return body + check_character(body)


def tidy_code(typed: str) -> str:
    """A typed code as the database writes it: upper case, no separators, no look-alikes."""
    kept = "".join(character for character in typed.upper() if character.isalnum())
    return kept.translate(CONFUSABLE)


def is_badge_code(code: str) -> bool:
    """True when a tidied code has the right length, alphabet and check character."""
    if len(code) != BADGE_CODE_LENGTH or any(character not in ALPHABET for character in code):
        return False
    return check_character(code[:-1]) == code[-1]


def random_seed() -> int:
    """A seed for what must be random once and reproducible ever after (31 bits: fits any INTEGER)."""
    return int.from_bytes(os.urandom(4)) & 0x7FFFFFFF
