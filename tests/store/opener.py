"""A process of its own that opens a store, which may not exist yet, and begins a study: `opener.py STORE SEED`.

It waits for a line, so that several can be let go at once, and prints the id of its study.
"""

import sys
from datetime import date
from pathlib import Path

from planner.model.scenario import Scenario, Time
from planner.store import Request, Store

if __name__ == "__main__":
    path, seed = sys.argv[1:]
    scenario = Scenario(name="empty", time=Time(start=date(2025, 1, 1), days=28), case_types={}, townships={})
    sys.stdin.readline()
    with Store.open(Path(path)) as store:
        print(store.begin([scenario], Request(seed=int(seed), cut_off_hours=168.0, replications=1)).id)
