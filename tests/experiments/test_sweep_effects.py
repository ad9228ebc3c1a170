"""What the factors of a sweep do, from hand-made figures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import pytest

from planner.experiments.design import Design, Point, design
from planner.experiments.result import Replication, ScenarioRun
from planner.experiments.sweep import SweepResult
from planner.experiments.sweep_effects import MOST_FACTORS, FigureEffects, effects_on, factors
from planner.metrics.indicators import FigureKey
from planner.model.scenario import Scenario, Time
from planner.stats.paired import compare
from tests.stats.binomial import likely_counts

ON_TIME = FigureKey("on_time_rate", "enforcement")
BOUNCES = FigureKey("bounces_per_case", "enforcement")
WHISTLES = FigureKey("whistles", "enforcement")
A, B = "measure:delegate", "measure:certify"
EMPTY = Scenario(name="x", time=Time(start=date(2025, 1, 1)), case_types={}, townships={})
NOISE = (0.001, -0.002, 0.0, 0.001)
LEVELS = (0.0, 0.2, -0.1, 0.1)
"""What a replication has in common at all points."""


def result(asked: Design, value: Callable[[Point], float], figure: FigureKey, noise: float = 1.0) -> SweepResult:
    points = asked.points()
    runs = []
    for place, point in enumerate(points):
        replications = [
            Replication(
                scenario=place,
                number=number,
                figures={figure: value(point) + LEVELS[number] + noise * NOISE[(number + place) % 4]},
                seconds=0.0,
            )
            for number in range(4)
        ]
        runs.append(ScenarioRun(scenario=EMPTY, hash="", seed=1, replications=tuple(replications)))
    return SweepResult(points=points, runs=tuple(runs), planned=4, interrupted=False)


def found(
    value: Callable[[bool, bool], float], figure: FigureKey = ON_TIME, noise: float = 1.0, *more: str
) -> FigureEffects:
    asked = design([A, B, *more])
    effects = effects_on(asked, result(asked, lambda p: value(bool(p[A]), bool(p[B])), figure, noise), figure)
    assert effects is not None
    return effects


def told(effects: FigureEffects) -> list[tuple[str, str, str]]:
    return [(one.first.removeprefix("measure:"), one.how, one.direction) for one in effects.interplays]


def test_delegation_helps_only_with_certified_officers() -> None:
    effects = found(lambda a, b: 0.7 + 0.1 * (a and b) + 0.05 * b)
    assert told(effects) == [("delegate", "only-with", "better"), ("certify", "more-with", "better")]
    interplay = effects.interplays[0]
    assert interplay.without.mean == pytest.approx(0.0, abs=0.003)
    assert interplay.with_it.mean == pytest.approx(0.1, abs=0.003)
    assert effects.effects.main[A].mean == pytest.approx(0.05, abs=0.003)
    assert effects.effects.interactions[A, B].mean == pytest.approx(0.1, abs=0.003)
    assert effects.verdicts == {A: "better", B: "better"}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (lambda a, b: 0.1 * (a and b), [("delegate", "only-with", "better"), ("certify", "only-with", "better")]),
        (
            lambda a, b: -0.1 * (a and not b),
            [("delegate", "only-without", "worse"), ("certify", "only-with", "better")],
        ),
        (lambda a, b: 0.1 * (a or b), [("delegate", "only-without", "better"), ("certify", "only-without", "better")]),
        (lambda a, b: 0.1 * a + 0.1 * b, []),
        (lambda a, b: 0.1 * a + 0.1 * b + 0.08 * (a and b), [("delegate", "more-with", "better")]),
        (lambda a, b: 0.1 * a + 0.1 * b - 0.05 * (a and b), [("delegate", "less-with", "better")]),
        (
            lambda a, b: 0.1 * a * (1 if b else -1),
            [("delegate", "opposite", "better"), ("certify", "only-with", "better")],
        ),
        (lambda a, b: 0.0, []),
    ],
)
def test_interplays_as_made(value: Callable[[bool, bool], float], expected: list[tuple[str, str, str]]) -> None:
    assert told(found(value)) == expected


def test_a_lower_figure_can_be_the_better_one_and_some_have_no_good_direction() -> None:
    assert told(found(lambda a, b: 0.5 * (a and b), BOUNCES))[0] == ("delegate", "only-with", "worse")
    assert told(found(lambda a, b: 100.0 - 9.0 * (a and b), WHISTLES))[0] == ("delegate", "only-with", "lower")


def test_what_is_drowned_in_noise_is_not_told() -> None:
    effects = found(lambda a, b: 0.03 * (a and b), ON_TIME, 50.0)
    assert effects.interplays == ()
    assert set(effects.verdicts.values()) == {"not-yet-known"}


def test_other_axes_are_averaged() -> None:
    asked = design([A, "linkage.return_days=1,2,3", B])
    assert [axis.name for axis in factors(asked)] == [A, B]

    def value(point: Point) -> float:
        return 0.1 * bool(point[A]) * int(point["linkage.return_days"])  # type: ignore[call-overload, no-any-return]

    effects = effects_on(asked, result(asked, value, ON_TIME, 0.0), ON_TIME)
    assert effects is not None
    assert effects.effects.main[A].mean == pytest.approx(0.2)
    assert effects.effects.main[B].mean == pytest.approx(0.0)
    assert effects.interplays == ()


def test_a_path_with_two_values_is_a_factor() -> None:
    asked = design(["linkage.return_days=1,2.5"])
    effects = effects_on(asked, result(asked, lambda p: float(p["linkage.return_days"]), ON_TIME, 0.0), ON_TIME)  # type: ignore[arg-type]
    assert effects is not None
    assert effects.effects.main["linkage.return_days"].mean == pytest.approx(1.5)


def test_without_factors_or_figures_there_are_no_effects() -> None:
    one = design(["linkage.return_days=1"])
    assert effects_on(one, result(one, lambda _: 0.0, ON_TIME), ON_TIME) is None
    asked = design([A, B])
    assert effects_on(asked, result(asked, lambda _: 0.0, ON_TIME), BOUNCES) is None
    assert factors(design([f"measure:{n}" for n in range(MOST_FACTORS + 1)])) == ()


def test_one_replication_says_nothing() -> None:
    asked = design([A, B])
    whole = result(asked, lambda p: 0.1 * bool(p[A]), ON_TIME)
    runs = [ScenarioRun(scenario=EMPTY, hash="", seed=1, replications=one.replications[:1]) for one in whole.runs]
    effects = effects_on(
        asked, SweepResult(points=whole.points, runs=tuple(runs), planned=4, interrupted=True), ON_TIME
    )
    assert effects is not None
    assert effects.effects.main[A].half_width is None
    assert set(effects.verdicts.values()) == {"not-yet-known"}
    assert effects.interplays == ()


def test_levels_of_one_axis_are_paired_comparisons_with_the_first() -> None:
    asked = design(["linkage.return_days=1,2,3"])
    made = result(asked, lambda p: 0.1 * float(p["linkage.return_days"]), ON_TIME)  # type: ignore[arg-type]
    effects = effects_on(asked, made, ON_TIME)
    assert effects is not None and effects.effects is None
    first, *others = [run.values(ON_TIME) for run in made.runs]
    for effect, other in zip(effects.levels, others, strict=True):
        paired = compare(first, other, comparisons=2)
        assert paired is not None
        assert effect.difference.mean == pytest.approx(paired.difference.mean)
        assert effect.difference.half_width == pytest.approx(paired.difference.half_width)
        assert effect.difference.confidence == pytest.approx(paired.difference.confidence)
    assert [effect.verdict for effect in effects.levels] == ["better", "better"]


def test_levels_are_averaged_over_the_other_axes_and_hold_with_the_effects_of_those() -> None:
    asked = design([A, "linkage.return_days=1,2,3"])
    made = result(asked, lambda p: (1.0 + bool(p[A])) * float(p["linkage.return_days"]), ON_TIME, 0.0)  # type: ignore[arg-type]
    effects = effects_on(asked, made, ON_TIME)
    assert effects is not None and effects.effects is not None
    assert [effect.difference.mean for effect in effects.levels] == pytest.approx([1.5, 3.0])
    assert effects.effects.main[A].mean == pytest.approx(2.0)
    confidences = {effects.effects.main[A].confidence, *(effect.difference.confidence for effect in effects.levels)}
    assert sorted(confidences) == pytest.approx([1.0 - 0.05 / 3] * len(confidences))


def test_all_intervals_of_levels_cover_at_once_as_often_as_they_say() -> None:
    """Four levels, five replications with a shared part: 1,000 studies."""
    asked, trials, covered = design(["linkage.return_days=1,2,3,4"]), 1_000, 0
    generator, points = np.random.default_rng(20250105), asked.points()
    for _ in range(trials):
        shared = generator.normal(0.0, 5.0, size=5)
        runs = [
            ScenarioRun(
                scenario=EMPTY,
                hash="",
                seed=1,
                replications=tuple(
                    Replication(scenario=place, number=number, figures={ON_TIME: value}, seconds=0.0)
                    for number, value in enumerate((place + shared + generator.normal(0.0, 1.0, size=5)).tolist())
                ),
            )
            for place in range(4)
        ]
        made = SweepResult(points=points, runs=tuple(runs), planned=5, interrupted=False)
        effects = effects_on(asked, made, ON_TIME)
        assert effects is not None
        covered += all(
            abs(one.difference.mean - one.level) <= (one.difference.half_width or 0.0) for one in effects.levels
        )
    assert covered >= likely_counts(trials, 0.95)[0]
