"""Steady states as data, for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from planner.cli.run_json import as_object

if TYPE_CHECKING:
    from planner.cli.study import Request
    from planner.experiments.steady_state import Settling, SteadyResult


def as_objects(result: SteadyResult, request: Request) -> Iterator[dict[str, Any]]:
    """One object for each scenario, as of an ordinary run, and `steady`; figures only where there is a steady state."""
    found: tuple[Settling | None, ...] = result.settling or (None,) * len(result.runs.runs)
    for one, settling in zip(result.runs.runs, found, strict=True):
        told = as_object(one, result.runs, by=request.by, families=request.families, study=None)
        del told["study"]
        steady = settling is not None and settling.steady
        if not steady:
            told["indicators"] = told["unreached"] = []
        told["steady"] = {
            "state": "unknown" if settling is None else "steady" if steady else "none",
            "days": one.scenario.time.days,
            "warm_up_weeks": result.cut_weeks if steady else None,
            "moving": []
            if settling is None
            else [
                {
                    "family": family,
                    "direction": movement.direction,
                    "per_week": movement.per_week.mean,
                    "half_width": movement.per_week.half_width,
                    "confidence": movement.per_week.confidence,
                }
                for family, movement in settling.moving.items()
            ],
        }
        yield told
