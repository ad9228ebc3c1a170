"""A sweep as data, for programs."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from planner.cli.assumptions import guessed_days
from planner.cli.outlets import json_line
from planner.experiments.design import Levels, Range, Value
from planner.experiments.sweep import tidy
from planner.experiments.sweep_effects import FigureEffects, effects_on
from planner.metrics.indicators import unit_of

if TYPE_CHECKING:
    from planner.cli.sweep_request import Swept
    from planner.stats.interval import Interval


def as_line(swept: Swept) -> str:
    """`as_object` in one line."""
    return json_line(as_object(swept))


def as_object(swept: Swept) -> dict[str, Any]:
    """One JSON object: the axes, every point with its figures (rows of the table), and effects of the shown figures."""
    request, result = swept.request, swept.result
    rows = tidy(result, swept.figures if request.indicators else ())
    figures: dict[int, list[dict[str, Any]]] = {}
    keys = ("indicator", "family", "unit", "mean", "half_width", "n")
    for number, *row in zip(rows["point"], *(rows[key] for key in keys), strict=True):
        figures.setdefault(number, []).append(dict(zip(keys, row, strict=True)))
    found = [one for figure in swept.figures if (one := effects_on(swept.asked.design, result, figure)) is not None]
    return {
        "name": swept.asked.base.name,
        "title": {"zh": swept.asked.base.title.zh, "en": swept.asked.base.title.en},
        "study": swept.kept.study.id,
        "study_name": swept.kept.study.name,
        "seed": request.seed,
        "planned": result.planned,
        "precision": list(request.precision),
        "ended": None
        if swept.ended is None
        else {
            "by": swept.ended.by,
            "unmet": [
                {
                    "scenario": swept.asked.names[aim.scenario],
                    "indicator": aim.figure.indicator,
                    "family": aim.figure.family,
                }
                for aim in swept.ended.unmet
            ],
        },
        "interrupted": result.interrupted,
        "illustrative": swept.asked.base.place.illustrative,
        "guessed_days": guessed_days(swept.asked.base),
        "axes": [_axis(axis) for axis in swept.asked.design.axes],
        "points": [
            {
                "point": number,
                "values": {name: _plain(value) for name, value in point.items()},
                "hash": one.hash,
                "replications": len(one.replications),
                "indicators": figures.get(number, []),
            }
            for number, (point, one) in enumerate(zip(result.points, result.runs, strict=True), 1)
        ],
        "effects": [_effects(one) for one in found],
    }


def _plain(value: Value) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _axis(axis: Levels | Range) -> dict[str, Any]:
    if isinstance(axis, Levels):
        return {"name": axis.name, "values": [_plain(value) for value in axis.values]}
    return {"name": axis.name, "low": axis.low, "high": axis.high}


def _interval(interval: Interval) -> dict[str, Any]:
    return {
        "mean": interval.mean,
        "half_width": interval.half_width,
        "n": interval.n,
        "confidence": interval.confidence,
    }


def _effects(found: FigureEffects) -> dict[str, Any]:
    figure, effects = found.figure, found.effects
    return {
        "indicator": figure.indicator,
        "family": figure.family,
        "unit": unit_of(figure.indicator, figure.family),
        "main": []
        if effects is None
        else [
            {"factor": name, **_interval(interval), "verdict": found.verdicts[name]}
            for name, interval in effects.main.items()
        ],
        "levels": [
            {
                "factor": one.factor,
                "level": one.level + 1,
                **_interval(one.difference),
                "verdict": one.verdict,
            }
            for one in found.levels
        ],
        "interactions": []
        if effects is None
        else [{"factors": list(pair), **_interval(interval)} for pair, interval in effects.interactions.items()],
        "interplays": [
            {
                "first": one.first,
                "second": one.second,
                "how": one.how,
                "direction": one.direction,
                "without": _interval(one.without),
                "with": _interval(one.with_it),
            }
            for one in found.interplays
        ],
        "left_out": 0 if effects is None else effects.left_out,
    }
