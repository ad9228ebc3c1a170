"""The figures of a run as data, for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.cli.assumptions import guessed_days
from planner.cli.results_study import trace_object
from planner.metrics.indicators import INDICATORS, SINCE, unit_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from planner.experiments import RunResult, ScenarioRun
    from planner.experiments.result import Gathered
    from planner.metrics import FigureKey
    from planner.stats.interval import Interval
    from planner.store import Study

CONFIDENCE = 0.95


def as_object(
    run: ScenarioRun, result: RunResult, *, by: Collection[str], families: Collection[str], study: Study | None
) -> dict[str, Any]:
    """One scenario: what was run, and mean and half-width of every figure of the county and of the groupings `by`.

    A half-width needs two replications, and is null for one. `study` is the one in the store, if it is kept.
    """
    scenario = run.scenario
    groupings = ("county", *by)
    return {
        "study": 0 if study is None else study.id,
        "study_name": "" if study is None else study.name,
        "name": scenario.name,
        "title": {"zh": scenario.title.zh, "en": scenario.title.en},
        "hash": run.hash,
        "seed": run.seed,
        "replications": len(run.replications),
        "planned": result.planned,
        "interrupted": result.interrupted,
        "families": list(families),
        "illustrative": scenario.place.illustrative,
        **trace_object(None if study is None else study.request),
        "guessed_days": guessed_days(scenario),
        "confidence": CONFIDENCE,
        **figures_of(run.gathered(), groupings),
        "since": _since(run.gathered()),
    }


def _since(found: Gathered) -> dict[str, Any] | None:
    """The figures of the county from a day on; None where there are none."""
    intervals = found.intervals(CONFIDENCE)
    days = {key.key for key in (*intervals, *found.unreached) if key.by == SINCE}
    if not days:
        return None
    return {
        "day": days.pop(),
        "indicators": figure_objects(intervals, (SINCE,)),
        "unreached": [{**key._asdict(), "replications": n} for key, n in found.unreached.items() if key.by == SINCE],
    }


def figures_of(found: Gathered, groupings: Collection[str]) -> dict[str, Any]:
    """The figures in some groupings, and those without a mean because some replications do not reach them."""
    return {
        "indicators": figure_objects(found.intervals(CONFIDENCE), groupings),
        "unreached": [
            {**key._asdict(), "replications": n} for key, n in found.unreached.items() if key.by in groupings
        ],
    }


def figure_objects(intervals: Mapping[FigureKey, Interval], groupings: Collection[str]) -> list[dict[str, Any]]:
    """Mean and half-width of the figures in some groupings."""
    return [
        {
            "indicator": key.indicator,
            "family": key.family,
            "by": key.by,
            "key": key.key,
            "mean": interval.mean,
            "half_width": interval.half_width,
            "unit": unit_of(key.indicator, key.family) if key.indicator in INDICATORS else None,
            "n": interval.n,
        }
        for key, interval in intervals.items()
        if key.by in groupings
    ]
