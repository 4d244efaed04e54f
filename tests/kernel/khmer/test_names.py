"""Names."""

import pytest

from forum_app.kernel.khmer.names import full_name


@pytest.mark.parametrize(
    ("family", "given", "lang", "name"),
    [
        ("សុខ", "ដារ៉ា", "km", "សុខ ដារ៉ា"),
        ("SOK", "Dara", "en", "SOK Dara"),
        ("de la Cruz", "ana María", "en", "de la Cruz ana María"),
        ("", "ដារ៉ា", "km", "ដារ៉ា"),
        ("Meas", " ", "en", "Meas"),
        ("", "", "km", ""),
        ("មា\u200bស", " ស\u17bb\u17b8", "km", "មាស ស\u17ca\u17b8"),
    ],
)
def test_family_name_comes_first_as_typed(family: str, given: str, lang: str, name: str) -> None:
    assert full_name(family, given, lang) == name
