"""Runs and comparisons as rows of tidy tables: ids, unrounded numbers, a row for each fact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from planner.metrics.frames import KEY, cells_of_key, frame_of_cells

if TYPE_CHECKING:
    import polars as pl

    from planner.experiments.comparison import Alternative, Comparison
    from planner.experiments.result import Gathered, Replication, ScenarioRun
    from planner.model.scenario import Scenario

Rows = Iterator[dict[str, Any]]

SCENARIO = {"scenario_number": "Int64", "scenario": "String", "illustrative": "Boolean"}
"""The columns that name a scenario: its number, from 1, as two can have one name."""
FIGURES = {"replication": "Int64", **KEY, "value": "Float64"}
SUMMARY = {**KEY, "n": "Int64", "mean": "Float64", "half_width": "Float64"}
FINDINGS = {
    **SCENARIO,
    **KEY,
    "base": "Float64",
    "other": "Float64",
    "difference": "Float64",
    "half_width": "Float64",
    "confidence": "Float64",
    "n": "Int64",
    "lower": "Int64",
    "higher": "Int64",
    "unpaired_half_width": "Float64",
    "better": "String",
    "matters": "Float64",
    "matters_stated": "Boolean",
    "verdict": "String",
    "sign": "String",
    "replications_needed": "Int64",
    "unreached": "Int64",
}


def cells_of_scenario(number: int, scenario: Scenario) -> dict[str, Any]:
    """What a row says of a scenario in the columns of `SCENARIO`."""
    return {"scenario_number": number, "scenario": scenario.name, "illustrative": scenario.place.illustrative}


def figure_cells(replications: Iterable[Replication]) -> Iterator[tuple[Any, ...]]:
    """Each figure of each replication, in the columns of `FIGURES`; replications are numbered from 1."""
    for replication in replications:
        for key, value in replication.figures.items():
            yield (replication.number + 1, *cells_of_key(key), value)


def summary_cells(found: Gathered) -> Iterator[tuple[Any, ...]]:
    """Each figure over the replications of one scenario, in the columns of `SUMMARY`."""
    for key, n, mean, half_width in found.summary():
        yield (*cells_of_key(key), n, mean, half_width)


def frame_of_runs(runs: Sequence[ScenarioRun], *, by_replication: bool = False) -> pl.DataFrame:
    """The figures of some scenarios: their means, or the values of each replication."""
    rows = (
        (*cells_of_scenario(number, run.scenario).values(), *cells)
        for number, run in enumerate(runs, 1)
        for cells in (figure_cells(run.replications) if by_replication else summary_cells(run.gathered()))
    )
    return frame_of_cells(rows, SCENARIO | (FIGURES if by_replication else SUMMARY))


def numbered(comparison: Comparison) -> Iterator[tuple[dict[str, Any], Alternative]]:
    """The alternatives with what names them; the base is scenario 1."""
    for number, alternative in enumerate(comparison.alternatives, 2):
        yield cells_of_scenario(number, alternative.run.scenario), alternative


def finding_rows(comparison: Comparison) -> Rows:
    """Each figure of each alternative beside the base's, with the paired interval of the difference and the verdict.

    Those of the county, then those from a day on (`by` is `since`), then those in the groupings asked for.
    """
    for who, alternative in numbered(comparison):
        in_groups = (found for findings in alternative.groups.values() for found in findings)
        for found in (*alternative.findings, *alternative.since, *in_groups):
            paired = found.paired
            yield {
                **who,
                **dict(zip(KEY, cells_of_key(found.figure), strict=True)),
                "base": None if paired is None else paired.base_mean,
                "other": None if paired is None else paired.other_mean,
                "difference": None if paired is None else paired.difference.mean,
                "half_width": None if paired is None else paired.difference.half_width,
                "confidence": None if paired is None else paired.difference.confidence,
                "n": 0 if paired is None else paired.difference.n,
                "lower": None if paired is None else paired.lower,
                "higher": None if paired is None else paired.higher,
                "unpaired_half_width": None if paired is None else paired.unpaired.half_width,
                "better": found.better,
                "matters": found.matters,
                "matters_stated": found.matters_stated,
                "verdict": found.verdict,
                "sign": None if paired is None else paired.verdict(found.better),
                "replications_needed": found.needed,
                "unreached": found.unreached,
            }
