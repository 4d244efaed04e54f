"""Identifiers that phones, boxes and servers make without asking each other."""

import threading
import time
from uuid import RFC_4122

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum_app.kernel import identifiers
from forum_app.kernel.identifiers import ALPHABET, is_badge_code, new_badge_code, tidy_code, uuid7

BODIES = st.text(alphabet=ALPHABET[:-1], min_size=7, max_size=7)


def test_a_uuid_is_version_7_with_the_time_in_front():
    before = time.time_ns() // 1_000_000
    found = uuid7()
    assert (found.version, found.variant) == (7, RFC_4122)
    assert before <= (found.int >> 80) <= before + 1000


def test_uuids_of_one_process_increase_and_differ():
    found = [uuid7() for _ in range(10_000)]
    assert found == sorted(found)
    assert len(set(found)) == len(found)


def test_threads_make_no_uuid_twice():
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.extend(uuid7() for _ in range(2000))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 8000


def test_a_token_is_long_and_its_hash_does_not_reveal_it():
    token = identifiers.random_token()
    assert len(token) >= 43
    assert identifiers.token_hash(token) == identifiers.token_hash(token)
    assert token not in identifiers.token_hash(token)


def test_a_badge_code_has_eight_characters_and_checks():
    for _ in range(200):
        code = new_badge_code()
        assert len(code) == 8
        assert is_badge_code(code)


@given(BODIES, st.integers(0, 6), st.sampled_from(ALPHABET[:-1]))
def test_one_wrong_character_is_found(body, place, character):
    code = body + identifiers.check_character(body)
    wrong = code[:place] + character + code[place + 1 :]
    assert is_badge_code(wrong) is (wrong == code)


@given(BODIES, st.integers(0, 5))
def test_two_neighbours_that_changed_places_are_found(body, place):
    code = body + identifiers.check_character(body)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert is_badge_code(swapped) is (swapped == code)


@pytest.mark.parametrize(
    ("typed", "meant"), [("7h3k-9qz2", "7H3K9QZ2"), (" o1l0 iu ", "0110" + "1V"), ("", ""), ("៧H", "៧H")]
)
def test_a_typed_code_is_read_as_it_was_meant(typed, meant):
    assert tidy_code(typed) == meant


@pytest.mark.parametrize("code", ["", "7H3K9QZ", "7H3K9QZ22", "7H3K9QZU", "៧H3K9QZ2"])
def test_what_is_no_code_is_none(code):
    assert not is_badge_code(code)


def test_a_seed_fits_any_integer_column():
    assert all(0 <= identifiers.random_seed() <= 0x7FFFFFFF for _ in range(100))
