"""The catalogues are complete, in canonical order and honest; and what would not be is found."""

import pytest
from babel.messages.catalog import Catalog

from forum_app.kernel import catalogues


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    """Two catalogues of one sentence each: `shelf(km="...")` answers what is wrong with them."""
    wanted = Catalog()
    wanted.add("Hello %(name)s")
    monkeypatch.setattr(catalogues, "extract", lambda: wanted)
    monkeypatch.setattr(catalogues, "path_of", lambda lang: tmp_path / lang / "messages.po")

    def check(km, *, flags=(), more=()):
        for lang, string in (("en", "Hello %(name)s"), ("km", km)):
            catalogue = Catalog(locale=lang)
            catalogue.add("Hello %(name)s", string, flags=flags if lang == "km" else ())
            for extra in more:
                catalogue.add(extra, extra)
            catalogues.save(lang, catalogue)
        return catalogues.problems()

    return check


def test_a_complete_pair_has_no_problem(shelf):
    assert shelf("សួស្តី %(name)s") == []


@pytest.mark.parametrize(
    ("km", "problem"),
    [
        ("", "km: not translated: Hello %(name)s"),
        ("សួស្តី", "km: placeholders differ: Hello %(name)s"),
        ("សួស្តី\u200b %(name)s", "km: hidden characters: Hello %(name)s"),
        ("ស\u17d2\u179a\u17d2\u178f %(name)s", "km: not in canonical order: Hello %(name)s"),
    ],
)
def test_a_flaw_is_named(shelf, km, problem):
    assert problem in shelf(km)


def test_a_guess_is_no_translation(shelf):
    assert shelf("សួស្តី %(name)s", flags=["fuzzy"]) == ["km: fuzzy: Hello %(name)s"]


def test_a_sentence_that_nobody_says_any_more_is_named(shelf):
    assert shelf("សួស្តី %(name)s", more=["Goodbye"]) == ["en: no longer used: Goodbye", "km: no longer used: Goodbye"]


def test_our_catalogues_are_complete():
    assert catalogues.problems() == []
