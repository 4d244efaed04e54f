"""Letters of options."""

import pytest

from forum_app.kernel.khmer.numerals import letter


def test_options_are_lettered_in_the_language_of_the_page() -> None:
    assert [letter(index, "km") for index in range(6)] == ["ក", "ខ", "គ", "ឃ", "ង", "ច"]
    assert [letter(index, "en") for index in range(6)] == ["A", "B", "C", "D", "E", "F"]
    assert letter(32, "km") == "អ"
    assert letter(25, "en") == "Z"


@pytest.mark.parametrize(("index", "lang"), [(-1, "km"), (33, "km"), (-1, "en"), (26, "en")])
def test_a_position_beyond_the_alphabet_is_refused(index: int, lang: str) -> None:
    with pytest.raises(ValueError, match="no letter"):
        letter(index, lang)
