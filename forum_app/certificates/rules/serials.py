"""Register numbers and serials: `0012-7K3M9QXA`.

The eight random characters (Crockford base32, 40 bits) are what cannot be guessed: the number alone, or a serial
with one wrong character, is unknown.
"""

from forum_app.kernel.identifiers import ALPHABET, tidy_code
from forum_app.kernel.khmer.digits import latin_digits

CODE_LENGTH = 8
NUMBER_DIGITS = 4
LONGEST_TYPED = 60


def make_serial(number: int, code: str) -> str:
    """The serial of a register number and a random code."""
    return f"{number:0{NUMBER_DIGITS}d}-{code}"


def tidy_serial(typed: str) -> str | None:
    """A typed serial as the register writes it; None when it cannot be one.

    Khmer digits, lower case, spaces, a missing hyphen and look-alike letters are welcome.
    """
    tidied = tidy_code(latin_digits(typed[:LONGEST_TYPED]))
    number, code = tidied[:-CODE_LENGTH], tidied[-CODE_LENGTH:]
    if not (number.isascii() and number.isdecimal()) or any(character not in ALPHABET for character in code):
        return None
    return f"{number}-{code}"


def show_number(number: int, *, pattern: str, year: int, suffix: int = 0) -> str:
    """The register number as printed, e.g. 0012/2024; a corrected print adds its count: 0012/2024 (2)."""
    shown = pattern.replace("{number}", f"{number:0{NUMBER_DIGITS}d}").replace("{year}", str(year))
    return f"{shown} ({suffix + 1})" if suffix else shown
