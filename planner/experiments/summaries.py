"""What results are, in a few lines: their `repr`, and what a notebook shows of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from planner.experiments.headlines import LEADING, REPORT_ORDER
from planner.metrics.frames import worded
from planner.metrics.indicators import FigureKey
from planner.model.scenario import called
from planner.model.summary import Summary, mean
from planner.stats.interval import mean_interval

if TYPE_CHECKING:
    from planner.experiments.comparison import Alternative, Comparison, Finding
    from planner.experiments.result import RunResult, ScenarioRun
    from planner.experiments.sweep import SweepResult

Lines = Iterator[tuple[str, str]]


def of_scenario_run(run: ScenarioRun) -> Summary:
    """One scenario with the leading figures of its replications."""
    heading = f"Run of {called(run.scenario)}, {len(run.replications)} replications, seed {run.seed}"
    return Summary(heading, tuple(_leading(run)))


def of_run(result: RunResult) -> Summary:
    """The scenarios of a run; of a single one the leading figures, of several the first of each."""
    heading = f"Run of {len(result.runs)} scenarios, {_replications(result.planned, result.interrupted)}"
    if len(result.runs) > 1:
        return Summary(heading, tuple(_in_one_line(result.runs)))
    lines = [line for run in result.runs for line in (("scenario", called(run.scenario)), *_leading(run))]
    return Summary(heading.replace("scenarios", "scenario"), tuple(lines))


def of_sweep(result: SweepResult) -> Summary:
    """The points of a sweep with the first of the leading figures."""
    heading = f"Sweep of {len(result.points)} points, {_replications(result.planned, result.interrupted)}"
    return Summary(heading, tuple(_in_one_line(result.runs)))


def of_comparison(comparison: Comparison) -> Summary:
    """A single alternative with its findings; of several the first of each."""
    count = len(comparison.alternatives)
    heading = (
        f"Comparison of {count} alternative{'s'[: count != 1]} with {called(comparison.base.scenario)}, "
        f"{_replications(comparison.planned, comparison.interrupted)}"
    )
    if count == 1:
        (alternative,) = comparison.alternatives
        return Summary(heading, (("alternative", called(alternative.run.scenario)), *_found(alternative.findings)))
    first = comparison.question.figures[0]
    lines = [(one.run.scenario.name, _told(one.findings[0])) for one in comparison.alternatives]
    return Summary(heading, (("figure", f"{first.family}.{first.indicator}"), *lines))


def of_alternative(alternative: Alternative) -> Summary:
    """The first findings of an alternative."""
    heading = f"Alternative {called(alternative.run.scenario)}, {len(alternative.run.replications)} replications"
    return Summary(heading, tuple(_found(alternative.findings)))


def _replications(planned: int, interrupted: bool) -> str:
    return f"{planned} replication{'s'[: planned != 1]} of each{', interrupted' if interrupted else ''}"


def _leading(run: ScenarioRun) -> Lines:
    """Means of the leading indicators in the first family, in the order of reports, that the run has figures of."""
    figures = {key for one in run.replications[:1] for key in one.figures}
    family = next((one for one in REPORT_ORDER if FigureKey("backlog_mean", one) in figures), None)
    for key in (FigureKey(indicator, family) for indicator in LEADING if family is not None):
        values = list(run.values(key).values())
        if values:
            interval = mean_interval(values)
            yield f"{key.family}.{key.indicator}", worded(key, mean(interval.mean, interval.half_width))


def _in_one_line(runs: Sequence[ScenarioRun]) -> Lines:
    """The first leading figure of each run, which all of them have in common, under its name."""
    told = [(run.scenario.name, next(iter(_leading(run)), ("", "no replication is finished"))) for run in runs]
    yield "figure", next((figure for _name, (figure, _value) in told if figure), "none")
    yield from ((name, value) for name, (_figure, value) in told)


def _found(findings: Sequence[Finding]) -> Lines:
    for finding in findings:
        yield f"{finding.figure.family}.{finding.figure.indicator}", _told(finding)


def _told(finding: Finding) -> str:
    if finding.paired is None:
        return "no difference is known"
    difference = finding.paired.difference
    return f"{worded(finding.figure, mean(difference.mean, difference.half_width))}, {finding.verdict}"
