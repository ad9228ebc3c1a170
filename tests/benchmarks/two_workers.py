"""What two processes are worth beside two loops that share nothing: `python tests/benchmarks/two_workers.py [ROUNDS]`.

Each round times the same replications in one process and in two, and the same loop once, and twice at the same time, in
processes of their own. Of each the share is two ÷ one, so 0.5 at best on two free processors; where others use the
machine, or processors share what they have, loops that share nothing suffer as well. The last line is one JSON object:
the ratio is the share of the replications ÷ the share of the loops, the median of the rounds'; 1.15 is the most that it
should be. Replications are sent to processes that have begun; what it costs to begin them is told apart.
"""

from __future__ import annotations

import json
import sys
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from time import perf_counter

from planner.experiments import run
from planner.experiments.dispatch import processes
from planner.model.scenario import Scenario
from planner.workload.reading import ScenarioFile

ROUNDS = 5
REPLICATIONS = 16
LOOPS = 30_000_000
SCENARIO = Path(__file__).parents[2] / "scenarios" / "tutorial.toml"
DAYS = 365


def loop(times: int) -> int:
    """Keep a processor busy."""
    found = 0
    for number in range(times):
        found += number & 3
    return found


def seconds_of_loops(executor: Executor, count: int) -> float:
    """Seconds that so many loops take at the same time."""
    began = perf_counter()
    for future in [executor.submit(loop, LOOPS) for _ in range(count)]:
        future.result()
    return perf_counter() - began


def seconds_of_replications(executor: Executor, scenario: Scenario, seed: int) -> float:
    """Seconds that the replications take."""
    began = perf_counter()
    run([scenario], replications=REPLICATIONS, seed=seed, executor=executor)
    return perf_counter() - began


def main(rounds: int) -> None:
    """Print a line per round, and the medians."""
    scenario = ScenarioFile(SCENARIO).read(values={"time.days": DAYS}).scenario
    began = perf_counter()
    with processes(1) as one, processes(2) as two, ProcessPoolExecutor(2, mp_context=get_context("spawn")) as loops:
        for executor in (one, two):
            seconds_of_replications(executor, scenario, seed=0)
        seconds_of_loops(loops, 2)
        start = perf_counter() - began
        ratios = []
        for number in range(1, rounds + 1):
            serial, parallel = (seconds_of_replications(executor, scenario, number) for executor in (one, two))
            single, double = (seconds_of_loops(loops, count) for count in (1, 2))
            ours, theirs = parallel / serial, double / (2.0 * single)
            ratios.append(ours / theirs)
            print(
                f"round {number}: replications {serial:.2f} s and {parallel:.2f} s ({ours:.3f}); "
                f"loops {2.0 * single:.2f} s and {double:.2f} s ({theirs:.3f}); ratio {ratios[-1]:.3f}",
                flush=True,
            )
    print(
        json.dumps({"two_workers_ratio": round(median(ratios), 3), "rounds": rounds, "start_seconds": round(start, 1)})
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
