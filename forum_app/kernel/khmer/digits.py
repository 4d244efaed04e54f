"""Khmer and Latin digits.

Policy (see docs/translating.md): Khmer digits on certificates, letters, headings and dates in words; Latin
digits in tables, codes, serials, forms, times and workbooks. Both are accepted wherever a number is typed.
Source: The Unicode Standard, Khmer block, U+17E0-17E9.
"""

_KHMER = "០១២៣៤៥៦៧៨៩"
_LATIN = "0123456789"
_TO_KHMER = str.maketrans(_LATIN, _KHMER)
_TO_LATIN = str.maketrans(_KHMER, _LATIN)


def khmer_digits(value: object) -> str:
    """The text of any value with Khmer digits; everything else in it stays."""
    return str(value).translate(_TO_KHMER)


def latin_digits(s: str) -> str:
    """Khmer digits as ASCII, for codes, phones and dates that arrive from a Khmer keyboard."""
    return s.translate(_TO_LATIN)
