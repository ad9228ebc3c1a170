"""Targets of staffing: how they are written, and when they are met."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.errors import RequestError
from planner.experiments.staffing_tries import REACHABLE, StaffingTarget, staffing_target
from planner.files import read_scenario
from planner.metrics.indicators import INDICATORS, FigureKey
from planner.stats.interval import Interval

TUTORIAL = read_scenario(Path(__file__).parents[2] / "scenarios" / "tutorial.toml")
ON_TIME = FigureKey("on_time_rate", "enforcement")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("enforcement.on_time_rate>=0.9", (ON_TIME, ">=", 0.9)),
        (" enforcement.on_time_rate ≥ 90％ ", (ON_TIME, ">=", 0.9)),
        ("backlog_end<=500", (FigureKey("backlog_end", "all"), "<=", 500.0)),
        ("all.overdue_end<=0", (FigureKey("overdue_end", "all"), "<=", 0.0)),
        ("dispute.resolution_time_p90<=3d", (FigureKey("resolution_time_p90", "dispute"), "<=", 3.0)),
        ("dispute.resolution_time_p90<=14h", (FigureKey("resolution_time_p90", "dispute"), "<=", 2.0)),
        ("emergency.response_time_mean<=2h", (FigureKey("response_time_mean", "emergency"), "<=", 2.0)),
        ("counter.response_time_mean≤0.5", (FigureKey("response_time_mean", "counter"), "<=", 0.5)),
        ("staff_use<=85%", (FigureKey("staff_use", "all"), "<=", 0.85)),
        (
            "enforcement.time_by_cause.department<=1",
            (FigureKey("time_by_cause.department", "enforcement"), "<=", 1.0),
        ),
    ],
)
def test_a_target_as_written(text: str, expected: tuple[FigureKey, str, float]) -> None:
    assert staffing_target(text, TUTORIAL) == StaffingTarget(*expected)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "kind", "nearest"),
    [
        ("", "target-form", ""),
        ("enforcement.on_time_rate", "target-form", ""),
        ("enforcement.on_time_rate>0.9", "target-form", ""),
        ("enforcement.on_time_rate>=much", "target-form", ""),
        ("enforcement.on_time_rate>=0.9x", "target-form", ""),
        ("enforcement.on_time_rate>=3d", "target-form", ""),
        ("backlog_end<=5%", "target-form", ""),
        ("enforcement.on_time_rate>=90", "out-of-range", ""),
        ("enforcement.ontime_rate>=0.9", "unknown-name", "on_time_rate"),
        ("enforcment.on_time_rate>=0.9", "unknown-name", ""),
        ("on_time_rate>=0.9", "needs-family", ""),
        ("approval.on_time_rate>=0.9", "not-one-of", ""),
        ("enforcement.on_time_rate<=0.9", "target-sign", ""),
        ("backlog_end>=3", "target-sign", ""),
        ("cost<=3", "no-staffing-target", ""),
        ("enforcement.staff_use<=0.8", "not-one-of", ""),
    ],
)
def test_what_is_no_target_is_refused(text: str, kind: str, nearest: str) -> None:
    with pytest.raises(RequestError) as caught:
        staffing_target(text, TUTORIAL)
    (problem,) = caught.value.problems
    assert (problem.kind, problem.path) == (kind, "--for")
    assert nearest in problem.nearest


def test_the_sign_follows_the_good_direction() -> None:
    for indicator, sign in REACHABLE.items():
        better = INDICATORS[indicator].better
        assert better in (None, "higher" if sign == ">=" else "lower")


def interval(mean: float, half_width: float | None) -> Interval:
    return Interval(mean=mean, half_width=half_width, n=5, confidence=0.95)


@pytest.mark.parametrize(
    ("found", "met", "surely", "surely_not"),
    [
        (interval(0.93, 0.02), True, True, False),
        (interval(0.91, 0.02), True, False, False),
        (interval(0.89, 0.02), False, False, False),
        (interval(0.87, 0.02), False, False, True),
        (interval(0.93, None), True, False, False),
        (None, False, False, True),
    ],
)
def test_met_surely_or_surely_not(found: Interval | None, met: bool, surely: bool, surely_not: bool) -> None:
    target = StaffingTarget(ON_TIME, ">=", 0.9)
    assert (target.met(found), target.surely(found), target.surely_not(found)) == (met, surely, surely_not)
    other = StaffingTarget(FigureKey("backlog_end", "all"), "<=", 0.9)
    mirrored = found and interval(1.8 - found.mean, found.half_width)
    assert (other.met(mirrored), other.surely(mirrored), other.surely_not(mirrored)) == (met, surely, surely_not)
