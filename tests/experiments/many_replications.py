"""3,000 replications of about 50 cases in this process; prints its memory in bytes after the 500th and the last."""

from __future__ import annotations

import os
import pickle
import sys
from pathlib import Path

from planner.experiments.worker import Task, replicate
from planner.files import read_scenario

REPLICATIONS, FIRST = 3_000, 500


def resident_bytes() -> int:
    """Memory of this process that is in use (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def main(file: str) -> None:
    """Run them as a worker process does, keeping nothing."""
    pickled = pickle.dumps((read_scenario(file), None))
    for number in range(REPLICATIONS):
        done = replicate(
            Task(
                pickled=pickled,
                scenario=0,
                number=number,
                seed=1,
                families=(),
                by=(),
                cut_off_hours=42.0,
                keep_rows=number == 0,
            )
        )
        if done.rows is not None:
            print(len(done.rows.cases.reported))
        if number + 1 in (FIRST, REPLICATIONS):
            print(resident_bytes())


if __name__ == "__main__":
    main(sys.argv[1])
