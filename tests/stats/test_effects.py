"""Effects of measures: a textbook example, additive models, and how often the intervals cover."""

from __future__ import annotations

from itertools import chain, combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.stats.effects import Effects, effects
from planner.stats.paired import compare
from tests.stats.binomial import likely_counts

Values = dict[frozenset[str], dict[int, float]]


def subsets(measures: list[str]) -> list[frozenset[str]]:
    return [frozenset(c) for c in chain.from_iterable(combinations(measures, k) for k in range(len(measures) + 1))]


def test_the_pilot_plant_of_box_hunter_and_hunter() -> None:
    """Statistics for Experimenters, 2nd ed., ch. 5: T 23, C -5, K 1.5; T×C 1.5, T×K 10, C×K 0, halved there."""
    yields = {"": 60, "T": 72, "C": 54, "TC": 68, "K": 52, "TK": 83, "CK": 45, "TCK": 80}
    values = {frozenset(on): {0: float(value), 1: float(value)} for on, value in yields.items()}
    found = effects(["T", "C", "K"], values)
    assert found is not None
    assert {name: interval.mean for name, interval in found.main.items()} == {"T": 23.0, "C": -5.0, "K": 1.5}
    assert {pair: interval.mean for pair, interval in found.interactions.items()} == {
        ("T", "C"): 3.0,
        ("T", "K"): 20.0,
        ("C", "K"): 0.0,
    }


def test_what_replications_have_in_common_cancels() -> None:
    """Delegation shortens by 4 days, and only with certified officers, whatever the level of the replication."""
    levels = [20.0, 35.0, 28.0]
    values: Values = {
        frozenset(on): {r: level - (4.0 if len(on) == 2 else 0.0) for r, level in enumerate(levels)}
        for on in [(), ("delegate",), ("certify",), ("delegate", "certify")]
    }
    found = effects(["delegate", "certify"], values)
    assert found is not None
    assert (found.main["delegate"].mean, found.main["delegate"].half_width) == (-2.0, 0.0)
    interaction = found.interactions["delegate", "certify"]
    assert (interaction.mean, interaction.half_width) == (-4.0, 0.0)
    assert interaction.confidence == pytest.approx(1 - 0.05 / 3)


def test_one_measure_is_a_paired_comparison() -> None:
    off, on = {0: 5.0, 1: 9.0, 2: 7.0}, {0: 4.0, 1: 9.5, 2: 3.0}
    found, paired = effects(["a"], {frozenset(): off, frozenset("a"): on}), compare(off, on)
    assert found is not None and paired is not None
    assert found.main["a"] == paired.difference
    assert found.interactions == {}


def test_replications_without_the_figure_somewhere_are_left_out() -> None:
    values: Values = {frozenset(): {0: 1.0, 1: 1.0, 3: 1.0}, frozenset("a"): {1: 3.0, 2: 9.0, 3: 3.0}}
    found = effects(["a"], values)
    assert found is not None
    assert (found.main["a"].mean, found.main["a"].n, found.left_out) == (2.0, 2, 2)
    assert effects(["a"], {frozenset(): {0: 1.0}, frozenset("a"): {1: 1.0}}) is None


@pytest.mark.parametrize(
    ("measures", "sets"),
    [
        ([], [()]),
        (["a", "a"], [(), ("a",)]),
        (["a", "b"], [(), ("a",), ("b",)]),
        (["a"], [(), ("a",), ("b",)]),
    ],
)
def test_an_incomplete_or_strange_design_raises(measures: list[str], sets: list[tuple[str, ...]]) -> None:
    with pytest.raises(ValueError):
        effects(measures, {frozenset(on): {0: 1.0, 1: 2.0} for on in sets})


@given(st.lists(st.integers(-50, 50), min_size=8, max_size=8), st.permutations(["a", "b", "c"]))
def test_the_order_of_measures_makes_no_difference(numbers: list[int], order: list[str]) -> None:
    values = {on: {0: float(x), 1: x + 1.0} for on, x in zip(subsets(["a", "b", "c"]), numbers, strict=True)}
    one, two = effects(["a", "b", "c"], values), effects(order, values)
    assert one is not None and two is not None
    assert one.main == two.main
    assert {frozenset(pair): i for pair, i in one.interactions.items()} == {
        frozenset(pair): i for pair, i in two.interactions.items()
    }


def true_effect(model: dict[frozenset[str], float], measures: list[str], *chosen: str) -> float:
    """Difference (of differences) of mean responses, straight from the definition."""
    others = [on for on in subsets(measures) if not on & set(chosen)]
    total = 0.0
    for on in others:
        for part in subsets(list(chosen)):
            total += (-1) ** (len(chosen) - len(part)) * model[on | part]
    return total / len(others)


def test_all_intervals_cover_at_once_as_often_as_they_say() -> None:
    """Three measures with interactions, four replications with a shared level: 1,500 studies."""
    measures, trials, covered = ["a", "b", "c"], 1_500, 0
    generator = np.random.default_rng(20250104)
    model = {on: 30.0 - 2.0 * len(on) - (3.0 if {"a", "b"} <= on else 0.0) for on in subsets(measures)}
    truths = {
        pair: true_effect(model, measures, *pair) for pair in [("a",), ("b",), ("c",), *combinations(measures, 2)]
    }
    assert truths["a", "b"] == -3.0 and truths["a",] == -3.5
    for _ in range(trials):
        level = generator.normal(0.0, 5.0, size=4)
        values = {
            on: dict(enumerate((mean + level + generator.normal(0.0, 1.0, size=4)).tolist()))
            for on, mean in model.items()
        }
        found = effects(measures, values)
        assert isinstance(found, Effects)
        intervals = {(name,): i for name, i in found.main.items()} | dict(found.interactions)
        covered += all(
            interval.half_width is not None and abs(interval.mean - truths[chosen]) <= interval.half_width
            for chosen, interval in intervals.items()
        )
    assert covered >= likely_counts(trials, 0.95)[0]
