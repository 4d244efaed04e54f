"""Conditions, states, serials and texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum_app.certificates import rules
from forum_app.certificates.rules import Earned, Missing, NotYet, PracticalFact, Requirements
from forum_app.kernel.bilingual import Bilingual
from tests.factories.certificates import make_facts, new_id

COMPLETION = Requirements(minutes_percent=80, final_percent=60, practicals=True)
TITLE = Bilingual("ការកាន់ទូរសព្ទ", "Handling a phone")


def practical(*, is_signed_off: bool) -> PracticalFact:
    return PracticalFact(new_id(), TITLE, is_signed_off)


def test_whoever_has_done_everything_has_earned_completion():
    facts = make_facts(practicals=(practical(is_signed_off=True),))
    assert rules.eligibility(facts, COMPLETION) == Earned()


def test_everything_that_is_missing_is_listed_in_order():
    facts = make_facts(
        minutes=900, counted_minutes_so_far=1200, final_percent=59, practicals=(practical(is_signed_off=False),)
    )
    assert rules.eligibility(facts, COMPLETION) == NotYet(
        (
            Missing("minutes", {"minutes": 60}, can_still=False),
            Missing("final", {"percent": 60}),
            Missing("practical", {"title": TITLE}),
        )
    )


@pytest.mark.parametrize(
    ("attended", "elapsed", "missing"),
    [
        (3, 3, None),
        (1, 3, Missing("halves", {"n": 2}, can_still=True)),
        (1, 5, Missing("halves", {"n": 2}, can_still=False)),
    ],
)
def test_participation_counts_half_days(attended, elapsed, missing):
    facts = make_facts(attended_halves=attended, elapsed_halves=elapsed)
    [condition] = rules.conditions(facts, Requirements(halves=3))
    assert condition.missing == missing
    assert condition.is_met is (missing is None)
    assert condition.values == {"needed": 3, "total": 6}


@pytest.mark.parametrize(("total", "half"), [(0, 0), (1, 1), (5, 3), (6, 3)])
def test_half_of_the_half_days_is_rounded_up(total, half):
    assert rules.half_of_halves(total) == half


def test_minutes_are_compared_without_fractions():
    needs_961 = make_facts(minutes=960, counted_minutes_total=1201, counted_minutes_so_far=960)
    [missing] = rules.eligibility(needs_961, Requirements(minutes_percent=80)).missing
    assert missing == Missing("minutes", {"minutes": 1}, can_still=True)
    assert rules.eligibility(
        make_facts(minutes=961, counted_minutes_total=1201), Requirements(minutes_percent=80)
    ).is_earned


def test_what_a_forum_does_not_have_is_not_asked():
    facts = make_facts(has_final_check=False, final_percent=None)
    assert [condition.kind for condition in rules.conditions(facts, COMPLETION)] == ["minutes"]
    assert rules.conditions(make_facts(practicals=(practical(is_signed_off=False),)), Requirements()) == []


def test_a_programme_without_counted_time_completes_nobody():
    standing = rules.eligibility(make_facts(counted_minutes_total=0, minutes=0), COMPLETION)
    assert standing == NotYet((Missing("sessions"),))
    assert standing.missing[0].text == "The programme has no session whose time counts yet"


def test_a_final_check_without_a_result_is_missing():
    standing = rules.eligibility(make_facts(final_percent=None), Requirements(final_percent=60))
    assert standing == NotYet((Missing("final", {"percent": 60}),))


def test_every_missing_thing_has_a_sentence_and_advice():
    assert Missing("halves", {"n": 1}).text == "One more half day"
    assert Missing("halves", {"n": 2}).text == "%(n)s more half days"
    assert Missing("final", {"percent": 60}).advice.startswith("Take the knowledge check")
    assert Missing("minutes", {"minutes": 5}, can_still=False).advice.startswith("This can no longer")
    assert [Missing(kind).says_how_much for kind in ("minutes", "final")] == [True, False]


def test_every_condition_has_a_sentence():
    facts = make_facts(practicals=(practical(is_signed_off=True),))
    requirements = Requirements(halves=3, minutes_percent=80, final_percent=60, practicals=True)
    texts = [condition.text for condition in rules.conditions(facts, requirements)]
    assert len(texts) == len(set(texts)) == 4


@pytest.mark.parametrize(
    ("state", "event", "after"),
    [
        ("prepared", "held", "held"),
        ("prepared", "given", "given"),
        ("prepared", "void", "void"),
        ("prepared", "corrected", "prepared"),
        ("prepared", "renewed", "prepared"),
        ("held", "released", "prepared"),
        ("held", "void", "void"),
        ("held", "corrected", "held"),
        ("held", "renewed", "held"),
        ("given", "void", "void"),
        ("given", "corrected", "given"),
    ],
)
def test_steps_lead_from_state_to_state(state, event, after):
    assert rules.require_step(state, event, number="0001/2024") == after


@pytest.mark.parametrize(
    ("state", "event"),
    [
        ("prepared", "released"),
        ("held", "given"),
        ("held", "held"),
        ("given", "held"),
        ("given", "renewed"),
        ("given", "given"),
    ],
)
def test_other_steps_are_refused(state, event):
    with pytest.raises(rules.NotPossibleInThisState):
        rules.require_step(state, event, number="0001/2024")


@pytest.mark.parametrize("event", sorted(rules.EVENT_NAMES))
def test_void_is_the_end(event):
    with pytest.raises(rules.AlreadyVoid):
        rules.require_step("void", event, number="0001/2024")


def test_the_public_reads_four_verdicts():
    assert [rules.verdict(state) for state in (None, "prepared", "held", "given", "void")] == [
        "unknown",
        "prepared",
        "prepared",
        "valid",
        "void",
    ]


@pytest.mark.parametrize(
    "typed", ["0012-7K3M9QXA", "០០១២-៧k៣m៩qxa", " 00127k3m9qxa ", "0012 7K3M 9QXA", "OO12-7K3M9QXA"]
)
def test_a_serial_may_be_typed_in_many_ways(typed):
    assert rules.tidy_serial(typed) == "0012-7K3M9QXA"


@pytest.mark.parametrize("typed", ["", "7K3M9QXA", "0012-7K3M", "ABCD-7K3M9QXA", "0012-7K3MកQXA", "²²²²-7K3M9QXA"])
def test_what_cannot_be_a_serial_is_none(typed):
    assert rules.tidy_serial(typed) is None


@given(st.text(max_size=100))
def test_any_text_may_be_typed_as_a_serial(typed):
    tidied = rules.tidy_serial(typed)
    assert tidied is None or rules.tidy_serial(tidied) == tidied


def test_the_number_is_printed_by_the_pattern():
    assert rules.show_number(12, pattern="{number}/{year}", year=2024) == "0012/2024"
    assert rules.show_number(12, pattern="លេខ {number}", year=2024, suffix=1) == "លេខ 0012 (2)"
    assert rules.make_serial(12, "7K3M9QXA") == "0012-7K3M9QXA"


def test_texts_are_filled_and_leave_no_holes():
    values = {"{forum}": "F", "{venue}": "", "{place}": "P {forum}"}
    assert rules.fill_text("at {forum}, {venue}, {place}. {other}", values) == "at F, P {forum}. {other}"
    assert rules.fill_text("{forum}, {venue}.", values) == "F."
    assert rules.fill_text("នៅ{forum} {venue} {place}។", values) == "នៅF P {forum}។"
    assert rules.unknown_placeholders("{forum} {name} {x}") == ["{name}", "{x}"]
