"""Chance that can be repeated."""

from forum_app.exercises.rules.chance import Chance, seed_of


def test_the_same_seed_makes_the_same_numbers_and_another_name_others() -> None:
    first = [Chance(b"seed", "folder").below(1_000_000) for _ in range(2)]
    assert first[0] == first[1] == 270_135
    assert Chance(b"seed", "photo").below(1_000_000) != first[0]


def test_every_part_of_a_seed_changes_it() -> None:
    whole = {"code": "DF-X1", "version": 1, "registration_id": "a"}
    seeds = [seed_of("secret", **{**whole, **change}) for change in ({}, {"code": "DC-X1"}, {"version": 2})]  # type: ignore[arg-type]
    seeds += [seed_of("secret", **{**whole, "registration_id": "b"}), seed_of("other", **whole)]  # type: ignore[arg-type]
    assert len(set(seeds)) == 5


def test_shuffling_keeps_every_value_and_sampling_takes_different_ones() -> None:
    chance = Chance(b"seed")
    values = list(range(20))
    shuffled = chance.shuffled(values)
    assert (sorted(shuffled), shuffled != values) == (values, True)
    assert len(set(chance.sample(values, 5))) == 5
    assert {chance.between(3, 5) for _ in range(60)} == {3, 4, 5}
    assert {chance.choice("ab") for _ in range(30)} == {"a", "b"}
