"""Digits."""

from hypothesis import given
from hypothesis import strategies as st

from forum_app.kernel.khmer.digits import khmer_digits, latin_digits


def test_khmer_digits_replace_digits_only() -> None:
    assert khmer_digits(2024) == "២០២៤"
    assert khmer_digits("A4 – 14:05") == "A៤ – ១៤:០៥"


def test_latin_digits_read_a_khmer_keyboard() -> None:
    assert latin_digits("០១២ 345-៦៧៨") == "012 345-678"


@given(st.integers())
def test_there_and_back(number: int) -> None:
    assert latin_digits(khmer_digits(number)) == str(number)
