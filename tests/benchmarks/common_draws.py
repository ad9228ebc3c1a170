"""How much narrower intervals of differences are on the same draws: `python tests/benchmarks/common_draws.py [N]`.

One more person, or one less, in each kind of team of shipped scenarios, N replications (20); for each indicator the
half-width of the interval on separate draws ÷ the half-width on the same draws. A dash: nothing differs. Little
is won where one of the two has next to no queue (the hall of the tutorial): then they have little in common.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

from planner.experiments.comparison import compare
from planner.stats.paired import Paired
from planner.workload.reading import ScenarioFile

SCENARIOS = Path(__file__).parents[2] / "scenarios"
REPLICATIONS = 20
INDICATORS = ("backlog_mean", "overdue_end", "response_time_mean", "resolution_time_mean", "on_time_rate")


@frozen
class WhatIf:
    """A changed number of people, and the family of cases that they work on."""

    file: str
    family: str
    path: str
    people: int

    def ratios(self, replications: int) -> Iterator[float | None]:
        """Of each of `INDICATORS`: separate draws ÷ same draws; None where the interval on the same draws is 0."""
        file = ScenarioFile(SCENARIOS / self.file)
        base, other = file.read().scenario, file.read(values={self.path: self.people}).scenario
        found = compare(base, [other], replications=replications, families=[self.family])
        paired = {one.figure.indicator: one.paired for one in found.alternatives[0].findings}
        for indicator in INDICATORS:
            yield ratio(paired.get(indicator))


def ratio(found: Paired | None) -> float | None:
    """Half-width on separate draws ÷ on the same draws; None where either cannot be told."""
    if found is None or not found.difference.half_width or found.unpaired.half_width is None:
        return None
    return found.unpaired.half_width / found.difference.half_width


WHAT_IFS = (
    WhatIf("tutorial.toml", "enforcement", "townships.example.teams.enforcement.staff.institution", 3),
    WhatIf("tutorial.toml", "enforcement", "townships.example.teams.enforcement.staff.institution", 1),
    WhatIf("tutorial.toml", "enforcement", "departments.urban-management.team.staff.institution", 5),
    WhatIf("tutorial.toml", "enforcement", "departments.urban-management.team.staff.institution", 3),
    WhatIf("tutorial.toml", "dispute", "townships.example.teams.affairs.staff.institution", 2),
    WhatIf("tutorial.toml", "service", "townships.example.teams.hall.staff.contract", 3),
    WhatIf("tutorial.toml", "service", "townships.example.teams.hall.staff.contract", 1),
    WhatIf("laiyang/current.toml", "enforcement", "departments.urban-management.team.staff.institution", 18),
    WhatIf("laiyang/current.toml", "enforcement", "townships.chengxiang.teams.enforcement.staff.institution", 4),
)


def main(replications: int) -> None:
    """Print one line per what-if."""
    print(f"separate draws / same draws, {replications} replications\n")
    print(f"{'':90}" + "".join(f"{indicator:>22}" for indicator in INDICATORS))
    for what_if in WHAT_IFS:
        told = ["–" if one is None else f"{one:.1f}" for one in what_if.ratios(replications)]
        name = f"{Path(what_if.file).parts[0]}: {what_if.path} = {what_if.people}"
        print(f"{name:90}" + "".join(f"{one:>22}" for one in told))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else REPLICATIONS)
