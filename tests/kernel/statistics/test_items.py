"""Item analysis against SciPy 1.17.1 and NumPy, whose values are written here."""

import pytest

from forum_app.kernel.statistics import items

TEN: list[list[float]] = [
    [1, 1, 1, 0, 1],
    [1, 0, 1, 0, 0],
    [1, 1, 1, 1, 1],
    [0, 0, 1, 0, 0],
    [1, 1, 0, 0, 1],
    [1, 0, 0, 0, 0],
    [1, 1, 1, 1, 0],
    [0, 0, 0, 0, 0],
    [1, 1, 1, 0, 1],
    [1, 0, 1, 1, 1],
]
SHARES: list[list[float]] = [[1, 0.5, 0], [0.5, 0.5, 1], [1, 1, 1], [0, 0.25, 0.5], [0.75, 0.5, 1], [0.25, 0, 0]]


def own_and_rest(item: int) -> tuple[list[float], list[float]]:
    return [row[item] for row in TEN], [sum(row) - row[item] for row in TEN]


@pytest.mark.parametrize(("item", "expected"), list(enumerate([0.8, 0.5, 0.7, 0.3, 0.5])))
def test_facility_is_the_mean_share_of_the_points(item: int, expected: float) -> None:
    assert items.facility([row[item] for row in TEN]) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("item", "value", "low", "high"),
    # SciPy says so: pointbiserialr(S[:, i], S.sum(1) - S[:, i]), and pearsonr of the same for the interval
    [
        (0, 0.5590169943749473, -0.1089602369677034, 0.8791923714570886),
        (1, 0.5516772843673706, -0.11943473382438573, 0.8767603979723398),
        (2, 0.3650793650793651, -0.34350658532428946, 0.8087935033976256),
        (3, 0.40109245925990794, -0.3057465818670968, 0.8229039457361739),
    ],
)
def test_discrimination_leaves_the_item_out_of_the_total(item: int, value: float, low: float, high: float) -> None:
    found = items.discrimination(*own_and_rest(item))
    assert found is not None
    assert (found.value, found.low, found.high) == pytest.approx((value, low, high), rel=1e-9)


def test_alpha_of_right_or_wrong_is_kuder_and_richardsons_formula_20() -> None:
    # k / (k - 1) * (1 - sum(p * (1 - p)) / S.sum(1).var()) with numpy
    assert items.alpha(TEN) == pytest.approx(0.72265625, rel=1e-12)
    assert items.is_right_or_wrong(TEN)


def test_alpha_of_shares_is_cronbachs() -> None:
    # k / (k - 1) * (1 - trace(C) / C.sum()) of numpy.cov(S.T)
    assert items.alpha(SHARES) == pytest.approx(0.7361963190184049, rel=1e-12)
    assert not items.is_right_or_wrong(SHARES)


def test_one_item_or_the_same_total_for_all_has_no_alpha() -> None:
    assert items.alpha([]) is None
    assert items.alpha([[1], [0]]) is None
    assert items.alpha([[1, 0], [0, 1]]) is None


def test_everybody_right_has_no_discrimination() -> None:
    assert items.discrimination([1, 1, 1, 1], [0, 1, 1, 0]) is None


def test_each_option_says_how_its_people_did_in_the_other_items() -> None:
    found = items.means_by_choice([4, 2, 4, 1, 3, 1, 3, 0, 4, 3], list("abcabcabca"))
    assert found == pytest.approx({"a": 11 / 4, "b": 5 / 3, "c": 9 / 3})
    assert items.means_by_choice([], []) == {}


def test_the_typical_time_is_the_median_in_seconds() -> None:
    assert items.typical_seconds([8000, 600_000, 12_000]) == 12.0
    assert items.typical_seconds([]) is None
