"""A process of its own that keeps replications and says so: `writer.py STORE STUDY FIRST LAST`.

It prints the number of each after it was committed, and "gone" where the study was deleted meanwhile.
"""

import sys
from pathlib import Path

from planner.errors import ResultError
from planner.experiments import Replication
from planner.metrics import FigureKey
from planner.store import Store

FIGURES = 40


def figures(number: int) -> dict[FigureKey, float]:
    """Figures that tell their replication; some have names that no other replication has."""
    told = {FigureKey(f"indicator-{place}", "all"): number + place / 7 for place in range(FIGURES)}
    return {**told, FigureKey("own", "all", "number", str(number)): 0.5}


def main(path: str, study: str, first: str, last: str) -> None:
    with Store.open(Path(path)) as store:
        handle = store.study(int(study))
        for number in range(int(first), int(last)):
            told = figures(number)
            one = Replication(
                scenario=0, number=number, figures=told, seconds=0.1, backlog={"all": (float(number),) * 30}
            )
            try:
                handle.commit(one)
            except ResultError as error:
                print("gone" if error.problems[0].kind == "no-such-study" else error, flush=True)
                return
            print(number, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
