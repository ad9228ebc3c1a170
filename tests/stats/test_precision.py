"""When to stop: by hand, against a plain search over prefixes, and by how often the result covers."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.stats.interval import mean_interval
from planner.stats.precision import FEWEST_REPLICATIONS, Ended, Precision, Target, look_ahead
from tests.stats.binomial import likely_counts

FIVE_PERCENT = Target(half_width=0.05)


def feed(precision: Precision[str], values: dict[str, list[float | None]]) -> None:
    """Replication by replication, until it has ended."""
    for number in range(len(next(iter(values.values())))):
        if precision.ended is None:
            for key, column in values.items():
                precision.add(key, number, column[number])


@pytest.mark.parametrize(("n", "ahead"), [(3, 5), (99, 5), (100, 5), (119, 5), (120, 6), (1_000, 50)])
def test_look_ahead(n: int, ahead: int) -> None:
    """kLimit = 5, and from 100 replications on ⌊5 n / 100⌋ (Hoad, Robinson & Davies 2010)."""
    assert look_ahead(n) == ahead


def test_values_that_never_vary_are_precise_after_the_fewest_replications_and_the_look_ahead() -> None:
    precision = Precision({"mean": FIVE_PERCENT}, cap=100)
    feed(precision, {"mean": [4.0] * 100})
    assert precision.ended == Ended(by="precision", replications=FEWEST_REPLICATIONS + 5, unmet=())


@pytest.mark.parametrize("target", [FIVE_PERCENT, Target(half_width=0.1, relative=False)])
def test_a_figure_that_is_always_zero_is_precise(target: Target) -> None:
    precision = Precision({"unusable": target}, cap=100)
    feed(precision, {"unusable": [0.0] * 100})
    assert precision.ended is not None and precision.ended.by == "precision"


def test_a_mean_near_zero_needs_an_absolute_target() -> None:
    values: list[float | None] = [-1.0, 1.0] * 50
    relative, absolute = (
        Precision({"a": FIVE_PERCENT}, cap=100),
        Precision({"a": Target(half_width=0.5, relative=False)}, cap=100),
    )
    feed(relative, {"a": values})
    feed(absolute, {"a": values})
    assert relative.ended == Ended(by="cap", replications=100, unmet=("a",))
    assert absolute.ended is not None and absolute.ended.by == "precision"


def test_precision_that_is_lost_again_within_the_look_ahead_does_not_count() -> None:
    """Precise at 3, and no more with the 6th value; the search begins again when the mean has recovered."""
    values: list[float | None] = [10.0, 10.0, 10.0, 10.0, 10.0, 20.0, *[10.0] * 200]
    precision = Precision({"a": FIVE_PERCENT}, cap=206)
    feed(precision, {"a": values})
    assert precision.ended is not None
    first = precision.ended.replications - 5
    assert first > 6
    prefix = mean_interval([value for value in values[:first] if value is not None])
    before = mean_interval([value for value in values[: first - 1] if value is not None])
    assert FIVE_PERCENT.distance(prefix) <= 1.0 < FIVE_PERCENT.distance(before)


def test_the_cap_ends_it_and_names_what_is_not_precise() -> None:
    generator = np.random.default_rng(1)
    wide: list[float | None] = generator.normal(10.0, 10.0, size=20).tolist()
    precision = Precision({"narrow": FIVE_PERCENT, "wide": FIVE_PERCENT}, cap=20)
    feed(precision, {"narrow": [1.0] * 20, "wide": wide})
    assert precision.ended == Ended(by="cap", replications=20, unmet=("wide",))
    key, distance = precision.widest()
    assert key == "wide"
    interval = mean_interval([value for value in wide if value is not None])
    assert interval.relative_half_width is not None
    assert distance == pytest.approx(interval.relative_half_width / 0.05)


def test_a_cap_within_the_look_ahead_ends_it_with_nothing_unmet() -> None:
    precision = Precision({"a": FIVE_PERCENT}, cap=FEWEST_REPLICATIONS + 4)
    feed(precision, {"a": [1.0] * 10})
    assert precision.ended == Ended(by="cap", replications=FEWEST_REPLICATIONS + 4, unmet=())


def test_the_slowest_figure_decides() -> None:
    """Both must be precise at once: the second varies until its 6th value."""
    settled: list[float | None] = [1.0] * 400
    late: list[float | None] = [8.0, 12.0, 8.0, 12.0, 8.0, 12.0, *[10.0] * 394]
    alone, together = (
        Precision({"late": FIVE_PERCENT}, cap=400),
        Precision({"settled": FIVE_PERCENT, "late": FIVE_PERCENT}, cap=400),
    )
    feed(alone, {"late": late})
    feed(together, {"settled": settled, "late": late})
    assert alone.ended == together.ended
    assert together.ended is not None and together.ended.replications > 8


def test_a_figure_that_replications_lack_is_judged_by_those_that_have_it() -> None:
    precision = Precision({"a": FIVE_PERCENT}, cap=50)
    feed(precision, {"a": [None, 1.0, None, 1.0, None, 1.0, *[1.0] * 44]})
    assert precision.ended == Ended(by="precision", replications=6 + 5, unmet=())


def test_a_figure_that_never_comes_ends_at_the_cap() -> None:
    precision = Precision({"a": FIVE_PERCENT}, cap=9)
    feed(precision, {"a": [None] * 9})
    assert precision.ended == Ended(by="cap", replications=9, unmet=("a",))


def test_nothing_is_judged_beyond_a_gap() -> None:
    precision = Precision({"a": FIVE_PERCENT, "b": FIVE_PERCENT}, cap=20)
    for number in range(20):
        if number != 4:
            precision.add("a", number, 1.0)
        precision.add("b", number, 1.0)
    assert (precision.judged, precision.ended) == (4, None)
    precision.add("a", 4, 1.0)
    assert precision.ended == Ended(by="precision", replications=8, unmet=())


@pytest.mark.parametrize(
    ("targets", "cap"),
    [({}, 10), ({"a": FIVE_PERCENT}, 0), ({"a": Target(half_width=0.0)}, 10), ({"a": Target(half_width=math.nan)}, 10)],
)
def test_senseless_requests_raise(targets: dict[str, Target], cap: int) -> None:
    with pytest.raises(ValueError):
        Precision(targets, cap=cap)


def test_a_replication_comes_once() -> None:
    precision = Precision({"a": FIVE_PERCENT}, cap=10)
    precision.add("a", 0, 1.0)
    with pytest.raises(ValueError):
        precision.add("a", 0, 1.0)
    with pytest.raises(KeyError):
        precision.add("b", 0, 1.0)


VALUES = st.one_of(st.none(), st.integers(90, 110).map(float))


@given(
    st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=40),
    st.sampled_from([0.01, 0.03, 0.08]),
    st.integers(1, 45),
    st.randoms(use_true_random=False),
)
def test_any_order_of_arrival_ends_where_a_plain_search_over_prefixes_does(
    rows: list[tuple[float | None, float | None]], half_width: float, cap: int, shuffler: random.Random
) -> None:
    target = Target(half_width=half_width)
    precision = Precision({0: target, 1: target}, cap=cap)
    arrivals = [(key, number, row[key]) for number, row in enumerate(rows) for key in (0, 1)]
    shuffler.shuffle(arrivals)
    for arrival in arrivals:
        precision.add(*arrival)

    def precise(n: int, key: int) -> bool:
        values = [row[key] for row in rows[:n] if row[key] is not None]
        if len(values) < FEWEST_REPLICATIONS:
            return False
        found = mean_interval(values)
        return found.half_width is not None and found.half_width <= half_width * abs(found.mean)

    solved = [n for n in range(len(rows) + 1) if precise(n, 0) and precise(n, 1)]
    ends = [n + look_ahead(n) for n in solved if set(range(n, n + look_ahead(n) + 1)) <= set(solved)]
    expected: Ended[int] | None = None
    if ends and ends[0] <= cap:
        expected = Ended(by="precision", replications=ends[0], unmet=())
    elif len(rows) >= cap:
        expected = Ended(by="cap", replications=cap, unmet=tuple(key for key in (0, 1) if not precise(cap, key)))
    assert precision.ended == expected


def test_the_interval_at_the_end_still_covers_nearly_as_often_as_it_says() -> None:
    """Stopping when narrow costs a little coverage; with the look-ahead no more than 3 % (1,000 studies)."""
    trials, covered = 1_000, 0
    generator = np.random.default_rng(20250103)
    for _ in range(trials):
        values = generator.normal(10.0, 2.0, size=300).tolist()
        precision = Precision({"a": Target(half_width=0.1)}, cap=300)
        feed(precision, {"a": values})
        assert precision.ended is not None and precision.ended.by == "precision"
        found = mean_interval(values[: precision.ended.replications])
        assert found.half_width is not None and found.half_width <= 0.1 * found.mean
        covered += abs(found.mean - 10.0) <= found.half_width
    assert covered >= likely_counts(trials, 0.92)[0]
