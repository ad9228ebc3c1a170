"""The smallest staff as data, for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.cli.assumptions import guessed_days
from planner.cli.outlets import json_line
from planner.metrics.indicators import unit_of

if TYPE_CHECKING:
    from planner.cli.staff_request import Request
    from planner.experiments.staffing import StaffingResult
    from planner.experiments.staffing_tries import Tried
    from planner.model.scenario import Scenario
    from planner.stats.interval import Interval


def as_line(scenario: Scenario, result: StaffingResult, request: Request) -> str:
    """One JSON object: the target, the answer and what it is beside, and every number that was sought."""
    target = result.target
    told = {
        "name": scenario.name,
        "title": {"zh": scenario.title.zh, "en": scenario.title.en},
        "illustrative": scenario.place.illustrative,
        "guessed_days": guessed_days(scenario),
        "target": {
            "indicator": target.figure.indicator,
            "family": target.figure.family,
            "sign": target.sign,
            "value": target.value,
            "unit": unit_of(target.figure.indicator, target.figure.family),
        },
        "seed": request.seed,
        "replications": request.replications,
        "ended": result.ended,
        "interrupted": result.interrupted,
        "tries": result.tries,
        "present": _tried(result.present),
        "by_load": _tried(result.by_load),
        "most": _tried(result.most),
        "answer": _tried(result.answer),
        "sure": target.surely(result.answer.figure) if result.answer is not None else False,
        "fresh": _interval(result.fresh),
        "beyond_quota": result.beyond_quota,
        "needs": [
            {
                "group": need.variable.group.key,
                "teams": list(need.variable.group.teams),
                "what": need.variable.what,
                "present": list(need.present),
                "by_load": need.by_load,
                "answer": need.answer,
                "one_fewer": _tried(need.one_fewer),
            }
            for need in result.needs
        ],
    }
    return json_line(told)


def _tried(tried: Tried | None) -> dict[str, Any] | None:
    return None if tried is None else {"people": tried.people, "met": tried.met, "figure": _interval(tried.figure)}


def _interval(interval: Interval | None) -> dict[str, Any] | None:
    return None if interval is None else {"mean": interval.mean, "half_width": interval.half_width, "n": interval.n}
