"""Which questions an attempt asks: the same seed asks the same, pools keep their number, case files stay together."""

from itertools import groupby
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum_app.quizzes import rules
from forum_app.quizzes.rules import Candidate, Plan, Wish

A, B = UUID(int=901), UUID(int=902)


def question(number: int, **values: object) -> Candidate:
    return Candidate(UUID(int=number), **values)  # type: ignore[arg-type]


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Up to three pools of questions, some of them in case files that lie in one pool."""
    candidates: list[Candidate] = []
    counts: dict[UUID | None, int] = {}
    number = 0
    for pool in range(draw(st.integers(1, 3))):
        key = UUID(int=800 + pool)
        size = draw(st.integers(1, 10))
        for place in range(size):
            number += 1
            case = draw(st.sampled_from([None, None, 1, 2]))
            exhibit = UUID(int=700 + 10 * pool + case) if case else None
            candidates.append(Candidate(UUID(int=number), str(place % 3), exhibit, key))
        counts[key] = draw(st.integers(1, size))
    return Plan(tuple(candidates), counts, is_drawn=draw(st.booleans()), is_shuffled=draw(st.booleans()))


@given(plans(), st.integers(0, 2**31))
def test_the_same_seed_asks_the_same_and_each_pool_keeps_its_number(plan: Plan, seed: int) -> None:
    asked = plan.asks(seed)
    by_id = {one.id: one for one in plan.candidates}
    assert asked == plan.asks(seed)
    assert len(set(asked)) == len(asked)
    for pool, count in plan.counts.items():
        all_of_it = sum(one.pool == pool for one in plan.candidates)
        assert sum(by_id[key].pool == pool for key in asked) == (count if plan.is_drawn else all_of_it)


@given(plans(), st.integers(0, 2**31))
def test_the_questions_of_one_case_file_follow_each_other(plan: Plan, seed: int) -> None:
    by_id = {one.id: one for one in plan.candidates}
    blocks = [block for block, _ in groupby(by_id[key].block for key in plan.asks(seed))]
    assert len(blocks) == len(set(blocks))


@given(plans(), st.integers(0, 2**31))
def test_at_most_one_case_file_of_a_pool_is_asked_in_part(plan: Plan, seed: int) -> None:
    asked = set(plan.drawn(seed))
    for pool in plan.counts:
        cases = {one.exhibit for one in plan.candidates if one.pool == pool and one.exhibit}
        members = [{one.id for one in plan.candidates if one.exhibit == case} for case in cases]
        in_part = [found for found in members if found & asked and found - asked]
        assert len(in_part) <= 1


@given(plans(), st.integers(0, 2**31), st.randoms())
def test_the_order_in_which_the_bank_lists_its_questions_does_not_matter(
    plan: Plan, seed: int, random: st.DataObject
) -> None:
    mixed = list(plan.candidates)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    again = Plan(tuple(mixed), plan.counts, is_drawn=True, is_shuffled=True)
    first = Plan(plan.candidates, plan.counts, is_drawn=True, is_shuffled=True)
    whole = all(one.exhibit is None for one in plan.candidates)
    assert (first.asks(seed) == again.asks(seed)) or not whole


def test_another_seed_asks_others() -> None:
    plan = Plan(tuple(question(n) for n in range(30)), {None: 5}, is_drawn=True, is_shuffled=True)
    assert len({tuple(plan.asks(seed)) for seed in range(20)}) == 20


def test_without_shuffling_the_questions_come_in_the_order_of_the_quiz() -> None:
    asked = (question(1), question(2, exhibit=A), question(3), question(4, exhibit=A))
    plan = Plan(asked, {None: 4}, is_drawn=False, is_shuffled=False)
    assert [key.int for key in plan.asks(9)] == [1, 2, 4, 3]


def test_pick_spreads_over_groups() -> None:
    candidates = [question(n, group="many" if n < 10 else "few") for n in range(12)]
    picked = rules.pick(candidates, 4, seed=3)
    assert sorted("many" if key.int < 10 else "few" for key in picked) == ["few", "few", "many", "many"]
    assert len(set(rules.pick(candidates, 12, seed=3))) == 12


def test_a_case_file_that_does_not_fit_leaves_its_place_to_single_questions() -> None:
    candidates = [question(n, exhibit=A) for n in range(4)] + [question(10), question(11), question(12)]
    for seed in range(12):
        assert len([key for key in rules.pick(candidates, 3, seed=seed) if key.int < 10]) == 0


def test_a_case_file_is_cut_only_where_nothing_else_is_left() -> None:
    candidates = [question(n, exhibit=A) for n in range(4)] + [question(10)]
    picked = rules.pick(candidates, 3, seed=1)
    assert max(key.int for key in picked) == 10
    assert len(picked) == 3


def test_pick_refuses_more_than_there_are() -> None:
    with pytest.raises(rules.TooFewQuestions) as refused:
        rules.pick([question(1)], 2, seed=1)
    assert refused.value.values == {"found": 1}


def test_a_narrow_pool_chooses_before_a_wide_one_and_both_are_served() -> None:
    candidates = [question(n) for n in range(6)]
    narrow = frozenset(one.id for one in candidates[:2])
    wide = frozenset(one.id for one in candidates)
    given_to = rules.allocate([Wish(4, wide), Wish(2, narrow)], candidates, seed=5)
    assert sorted(key.int for key, place in given_to.items() if place == 1) == [0, 1]
    assert len(given_to) == 6


def test_what_is_left_goes_where_the_choice_is_smallest() -> None:
    candidates = [question(n) for n in range(12)]
    everything = frozenset(one.id for one in candidates)
    given_to = rules.allocate([Wish(1, everything), Wish(3, everything)], candidates, seed=5)
    held = list(given_to.values())
    assert (held.count(0), held.count(1)) == (3, 9)


def test_a_question_that_no_pool_takes_is_left_out() -> None:
    candidates = [question(1), question(2)]
    assert rules.allocate([Wish(1, frozenset({UUID(int=1)}))], candidates, seed=1) == {UUID(int=1): 0}


def test_a_pool_that_asks_for_500_of_12_says_which_line_and_how_many_there_are() -> None:
    candidates = [question(n) for n in range(12)]
    with pytest.raises(rules.PoolTooSmall) as refused:
        rules.allocate([Wish(500, frozenset(one.id for one in candidates))], candidates, seed=1)
    assert refused.value.values == {"line": 1, "wanted": 500, "found": 12}
