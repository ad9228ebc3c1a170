"""The figures of a run as data, for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.metrics.indicators import unit_of

if TYPE_CHECKING:
    from planner.cli.study import Request
    from planner.experiments import RunResult, ScenarioRun

CONFIDENCE = 0.95


def as_object(run: ScenarioRun, result: RunResult, request: Request) -> dict[str, Any]:
    """One scenario: what was run, and mean and half-width of every figure that was asked for.

    A half-width needs two replications, and is null for one.
    """
    scenario = run.scenario
    groupings = ("county", *request.by)
    return {
        "name": scenario.name,
        "title": {"zh": scenario.title.zh, "en": scenario.title.en},
        "hash": run.hash,
        "seed": run.seed,
        "replications": len(run.replications),
        "planned": result.planned,
        "interrupted": result.interrupted,
        "families": list(request.families),
        "illustrative": scenario.place.illustrative,
        "confidence": CONFIDENCE,
        "indicators": [
            {
                "indicator": key.indicator,
                "family": key.family,
                "by": key.by,
                "key": key.key,
                "mean": interval.mean,
                "half_width": interval.half_width,
                "unit": unit_of(key.indicator, key.family),
                "n": interval.n,
            }
            for key, interval in run.intervals(CONFIDENCE).items()
            if key.by in groupings
        ],
    }
