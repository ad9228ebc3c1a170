"""3,000 replications of about 50 cases in this process; prints its memory in bytes after the 500th and the last."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from planner.engine.simulate import simulate
from planner.files import read_scenario
from planner.metrics.case_figures import daily_backlog
from planner.metrics.figures import figures

REPLICATIONS, FIRST = 3_000, 500


def resident_bytes() -> int:
    """Memory of this process that is in use (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def main(file: str) -> None:
    """Run them as a worker process does, keeping nothing."""
    scenario = read_scenario(file)
    for number in range(REPLICATIONS):
        rows = simulate(scenario, replication=number)
        figures(rows)
        daily_backlog(rows)
        if number == 0:
            print(len(rows.cases.reported))
        if number + 1 in (FIRST, REPLICATIONS):
            del rows
            print(resident_bytes())


if __name__ == "__main__":
    main(sys.argv[1])
