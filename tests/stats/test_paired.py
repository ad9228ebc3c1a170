"""Paired differences by hand, against printed tables, and by how often they cover; verdicts."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.stats.interval import Interval, mean_interval
from planner.stats.paired import IF_HIGHER, IF_LOWER, Verdict, compare, single_confidence, unpaired_interval, verdict
from tests.stats.binomial import likely_counts

NUMBERS = st.floats(-1e6, 1e6)


def by_number(values: list[float]) -> dict[int, float]:
    return dict(enumerate(values))


def interval(lowest: float, highest: float) -> Interval:
    return Interval(mean=(lowest + highest) / 2, half_width=(highest - lowest) / 2, n=30, confidence=0.95)


@pytest.mark.parametrize(("comparisons", "t"), [(1, 2.776), (5, 4.604)])
def test_half_width_is_t_times_the_standard_error_of_the_differences(comparisons: int, t: float) -> None:
    """Quantiles 0.975 and, for five comparisons, 0.995 of t with 4 degrees of freedom, as printed in tables."""
    base = [12.0, 30.0, 7.0, 21.0, 15.0]
    other = [value - change for value, change in zip(base, [1.0, 2.0, 3.0, 4.0, 5.0], strict=True)]
    found = compare(by_number(base), by_number(other), comparisons=comparisons)
    assert found is not None
    assert (found.base_mean, found.other_mean, found.difference.mean) == (17.0, 14.0, -3.0)
    assert found.difference.half_width == pytest.approx(t * math.sqrt(2.5 / 5), rel=2e-4)
    assert (found.lower, found.higher, found.left_out, found.difference.n) == (5, 0, 0, 5)


def test_replications_count_by_their_numbers_and_only_where_both_have_the_figure() -> None:
    found = compare({0: 1.0, 1: 5.0, 2: 9.0, 4: 4.0}, {4: 4.0, 2: 8.0, 0: 3.0, 3: 100.0})
    assert found is not None
    assert (found.base_mean, found.other_mean) == (pytest.approx(14 / 3), 5.0)
    assert (found.lower, found.higher, found.difference.n, found.left_out) == (1, 1, 3, 2)


def test_without_a_replication_in_common_there_is_no_comparison() -> None:
    assert compare({0: 1.0}, {1: 1.0}) is None


def test_one_replication_tells_nothing_yet() -> None:
    found = compare({0: 10.0}, {0: 1.0})
    assert found is not None
    assert found.difference.half_width is found.unpaired.half_width is None
    assert found.verdict("lower") == "not-yet-known"


@pytest.mark.parametrize(("confidence", "comparisons"), [(0.0, 1), (1.0, 1), (0.95, 0)])
def test_senseless_requests_raise(confidence: float, comparisons: int) -> None:
    with pytest.raises(ValueError):
        compare({0: 1.0}, {0: 2.0}, confidence=confidence, comparisons=comparisons)


def test_welch_on_a_printed_example() -> None:
    """Degrees of freedom of variances 1 (n = 3) and 4 (n = 5) are (1/3 + 4/5)² / ((1/3)²/2 + (4/5)²/4) = 5.960."""
    base, other = [0.0, 1.0, 2.0], [10.0 + 2 * x for x in (-1.0, -1.0, 0.0, 1.0, 1.0)]
    found = unpaired_interval(base, other)
    assert found.mean == 9.0
    t_at_5, t_at_6 = 2.571, 2.447
    assert found.half_width is not None
    assert t_at_6 < found.half_width / math.sqrt(1 / 3 + 4 / 5) < t_at_5
    assert found.n == 8


def test_two_of_the_same_size_and_spread_have_the_pooled_degrees_of_freedom() -> None:
    """Then Welch's interval is Student's with 2(n-1) degrees of freedom; t at 0.975 with 8 is 2.306."""
    values = [1.0, 2.0, 3.0, 4.0, 5.0]
    found = unpaired_interval(values, [value + 7.0 for value in values])
    assert found.half_width == pytest.approx(2.306 * math.sqrt(2 * 2.5 / 5), rel=2e-4)


def test_unpaired_values_that_never_vary_differ_for_certain() -> None:
    assert unpaired_interval([1.0, 1.0], [3.0, 3.0]).half_width == 0.0


@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=2, max_size=20), st.randoms(use_true_random=False))
def test_the_other_way_round_everything_is_mirrored(pairs: list[tuple[float, float]], shuffler: random.Random) -> None:
    base, other = (dict(enumerate(values)) for values in zip(*pairs, strict=True))
    items = list(base.items())
    shuffler.shuffle(items)
    there, back = compare(dict(items), other), compare(other, base)
    assert there is not None and back is not None
    assert there.difference.mean == -back.difference.mean
    assert there.difference.half_width == back.difference.half_width
    assert (there.lower, there.higher) == (back.higher, back.lower)
    mirrored: dict[Verdict, Verdict] = {"better": "worse", "worse": "better"}
    verdict_there = there.verdict("lower")
    assert back.verdict("lower") == mirrored.get(verdict_there, verdict_there)
    assert back.verdict("higher") == verdict_there


def test_common_draws_make_the_interval_narrower() -> None:
    """Replications that differ much from each other but move together: the paired interval is that of the noise."""
    generator = np.random.default_rng(7)
    level = generator.normal(100.0, 20.0, size=30)
    base = level + generator.normal(0.0, 1.0, size=30)
    other = level - 3.0 + generator.normal(0.0, 1.0, size=30)
    found = compare(by_number(base.tolist()), by_number(other.tolist()))
    assert found is not None
    assert found.difference.half_width is not None and found.unpaired.half_width is not None
    assert found.difference.half_width < found.unpaired.half_width / 5
    assert found.difference.mean == pytest.approx(found.unpaired.mean)
    assert found.verdict("lower") == "better"
    assert verdict(found.unpaired, "lower") == "not-yet-known"


def test_several_comparisons_cover_all_at_once_as_often_as_they_say() -> None:
    """Three comparisons with one base, 2,000 studies of six replications: all three intervals cover their truth."""
    trials, truths = 2_000, (0.0, -1.0, 2.0)
    generator = np.random.default_rng(20250102)
    covered, single = 0, 0
    for _ in range(trials):
        draws = generator.normal(size=(4, 6))
        base = by_number((50 + draws[0]).tolist())
        hits = []
        for truth, noise in zip(truths, draws[1:], strict=True):
            found = compare(base, by_number((50 + draws[0] + truth + noise).tolist()), comparisons=3)
            assert found is not None and found.difference.half_width is not None
            hits.append(abs(found.difference.mean - truth) <= found.difference.half_width)
        covered += all(hits)
        single += hits[0]
    assert covered >= likely_counts(trials, 0.95)[0]
    lowest, highest = likely_counts(trials, single_confidence(0.95, 3))
    assert lowest <= single <= highest


@pytest.mark.parametrize(
    ("lowest", "highest", "matters", "expected"),
    [
        (-5.0, -2.0, 2.0, "better"),
        (-5.0, -1.0, 2.0, "not-yet-known"),
        (-1.5, -0.5, 2.0, "no-difference"),
        (-1.5, 1.5, 2.0, "no-difference"),
        (-1.5, 2.0, 2.0, "not-yet-known"),
        (-9.0, 9.0, 2.0, "not-yet-known"),
        (2.0, 3.0, 2.0, "worse"),
        (-5.0, -0.1, 0.0, "better"),
        (-5.0, 0.0, 0.0, "not-yet-known"),
        (0.1, 5.0, 0.0, "worse"),
        (0.0, 0.0, 0.0, "no-difference"),
        (0.0, 0.0, 2.0, "no-difference"),
        (-3.0, -3.0, 0.0, "better"),
    ],
)
def test_the_verdict_asks_whether_the_whole_interval_matters(
    lowest: float, highest: float, matters: float, expected: Verdict
) -> None:
    difference = interval(lowest, highest)
    assert verdict(difference, "lower", matters) == expected
    opposite: dict[Verdict, Verdict] = {"better": "worse", "worse": "better"}
    assert verdict(difference, "higher", matters) == opposite.get(expected, expected)
    plain: dict[Verdict, Verdict] = {"better": "lower", "worse": "higher"}
    assert verdict(difference, None, matters) == plain.get(expected, expected)


def test_a_difference_that_matters_is_not_negative() -> None:
    with pytest.raises(ValueError):
        verdict(interval(0.0, 1.0), "lower", -1.0)
    with pytest.raises(ValueError):
        verdict(interval(0.0, 1.0), "lower", math.nan)


@given(st.floats(-10.0, 10.0), st.floats(0.0, 10.0), st.floats(0.0, 10.0), st.floats(0.0, 10.0))
def test_what_does_not_matter_at_a_small_threshold_does_not_at_a_larger(
    mean: float, half_width: float, one: float, two: float
) -> None:
    difference = Interval(mean=mean, half_width=half_width, n=10, confidence=0.95)
    small, large = sorted((one, two))
    clear = {*IF_LOWER.values(), *IF_HIGHER.values()}
    if verdict(difference, "lower", small) == "no-difference":
        assert verdict(difference, "lower", large) == "no-difference"
    if verdict(difference, "lower", large) in clear:
        assert verdict(difference, "lower", small) == verdict(difference, "lower", large)


def test_no_verdict_contradicts_the_truth_more_often_than_allowed() -> None:
    """The truth is exactly the smallest difference that matters: a verdict that it is less is wrong 2.5 % of the time.

    The same for the verdict that it is at least as much in a world where it is a hair less.
    """
    trials, wrong_low, wrong_high = 3_000, 0, 0
    generator = np.random.default_rng(11)
    for _ in range(trials):
        found = verdict(mean_interval(generator.normal(1.0, 0.2, size=8).tolist()), "lower", 1.0)
        wrong_low += found == "no-difference"
        wrong_high += found == "worse"
    lowest, highest = likely_counts(trials, 0.025)
    assert lowest <= wrong_low <= highest
    assert lowest <= wrong_high <= highest
