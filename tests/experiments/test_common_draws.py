"""What the same draws are for: differences between staffings are known far more closely than on separate draws.

`tests/benchmarks/common_draws.py` prints what is won for other indicators and staffings.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.experiments.comparison import compare
from planner.metrics.indicators import FigureKey
from planner.workload.reading import ScenarioFile

ROOT = Path(__file__).parents[2]
TUTORIAL = ROOT / "scenarios" / "tutorial.toml"
COUNTY = ROOT / "tests" / "cli" / "county.toml"
ENFORCEMENT = "townships.example.teams.enforcement.staff.institution"


@pytest.mark.parametrize(
    ("file", "family", "path", "people"),
    [
        (TUTORIAL, "enforcement", ENFORCEMENT, 3),
        (TUTORIAL, "enforcement", ENFORCEMENT, 1),
        (TUTORIAL, "dispute", "townships.example.teams.affairs.staff.institution", 2),
        (COUNTY, "enforcement", "townships.*.teams.enforcement.staff.institution", 4),
    ],
)
def test_paired_intervals_are_at_least_half_as_narrow_again(file, family, path, people) -> None:
    """One more person, or one less, where most of the work is done."""
    read = ScenarioFile(file)
    base, other = read.read().scenario, read.read(values={path: people}).scenario
    found = compare(base, [other], replications=20, jobs=1, families=[family])
    (backlog,) = (
        one.paired for one in found.alternatives[0].findings if one.figure == FigureKey("backlog_mean", family)
    )
    assert backlog is not None and backlog.unpaired.half_width is not None
    assert 0.0 < 1.5 * backlog.difference.half_width <= backlog.unpaired.half_width
