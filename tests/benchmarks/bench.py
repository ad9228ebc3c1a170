"""Speed and memory of the engine, as ratios to two peers timed in the same process; run by `make bench`.

Five rounds, in each of them every contestant once; a ratio is the median of the rounds'. The last line is one JSON
object. The exit code is 1 where the peers do not find the same mean time in system, or where a mechanism of the model
hardly fires in the county-year.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from statistics import median
from time import perf_counter, thread_time
from typing import TypeVar

import numpy as np
from county import county, mechanisms, peak_megabytes, twice
from numpy.typing import NDArray
from peers import ciw_records, ciw_rows, simpy_processes
from reference import drawn_for_peers, reference

from planner.engine.simulate import simulate
from planner.stats.interval import mean_interval

ROUNDS = 5
BATCHES_PER_ROUND = 6
TURN_SECONDS = 0.02
FEWEST_FIRINGS = 100
CONFIDENCE = 0.999

Result = TypeVar("Result")


class Bench:
    """The seconds and cases of every contestant, round by round."""

    def __init__(self) -> None:
        self.seconds: dict[str, list[float]] = {}
        self.cases: dict[str, list[int]] = {}
        self.times_in_system: dict[str, list[float]] = {}

    def time(self, contestant: str, run: Callable[[], Result], runs: int = 1) -> Result:
        """Run so many times, and note the mean of their times.

        Whoever is fast runs more often, so that what else goes on in the machine disturbs all for about as long.
        """
        spent = 0.0
        for _ in range(runs):
            result = None
            gc.collect()
            start = perf_counter()
            result = run()
            spent += perf_counter() - start
        self.seconds.setdefault(contestant, []).append(spent / runs)
        assert result is not None
        return result

    def time_in_turns(self, contestants: dict[str, tuple[Callable[[], object], int]]) -> None:
        """Run contestants, each so many times, in threads that take turns; note the processor's time for one run.

        A second is long for the neighbours of a virtual machine: what slows it meanwhile then slows all alike, as long
        as all are on the same processor.
        """
        gc.collect()
        gc.disable()
        with _one_processor(), ThreadPoolExecutor(len(contestants)) as threads:
            spent = {name: threads.submit(_processor_seconds, run, runs) for name, (run, runs) in contestants.items()}
        gc.enable()
        for name, seconds in spent.items():
            self.seconds.setdefault(name, []).append(seconds.result())

    def note(self, contestant: str, reported: NDArray[np.float64], closed: NDArray[np.float64]) -> None:
        """Note the cases of the run just timed: reported, and closed or NaN."""
        self.cases.setdefault(contestant, []).append(len(reported))
        times = closed - reported
        batches = np.array_split(times[~np.isnan(times)], BATCHES_PER_ROUND)
        self.times_in_system.setdefault(contestant, []).extend(float(batch.mean()) for batch in batches)

    def speeds(self, contestant: str) -> list[float]:
        """Cases per second, round by round."""
        return [
            cases / seconds for cases, seconds in zip(self.cases[contestant], self.seconds[contestant], strict=True)
        ]

    def speed_ratio(self, contestant: str, peer: str) -> float:
        """How many times as fast the contestant is."""
        return median(a / b for a, b in zip(self.speeds(contestant), self.speeds(peer), strict=True))

    def seconds_ratio(self, contestant: str, peer: str) -> float:
        """How many times as long the contestant takes."""
        return median(a / b for a, b in zip(self.seconds[contestant], self.seconds[peer], strict=True))

    def last_round(self) -> str:
        """Seconds of every contestant in the round just run."""
        return ", ".join(f"{name} {seconds[-1]:.2f} s" for name, seconds in self.seconds.items())

    def same_mean_time(self, contestant: str, peer: str) -> bool:
        """Whether the mean times in system of the two lie within their intervals of each other."""
        first, second = (mean_interval(self.times_in_system[name], CONFIDENCE) for name in (contestant, peer))
        assert first.half_width is not None and second.half_width is not None
        print(
            f"mean time in system: {contestant} {first.mean:.3f} ± {first.half_width:.3f} h, "
            f"{peer} {second.mean:.3f} ± {second.half_width:.3f} h"
        )
        return abs(first.mean - second.mean) <= float(np.hypot(first.half_width, second.half_width))


@contextmanager
def _one_processor() -> Iterator[None]:
    """Stay on one processor, where the system can be asked to, in turns that are long beside filling its caches."""
    interval = sys.getswitchinterval()
    processors = os.sched_getaffinity(0) if sys.platform == "linux" else set()
    try:
        sys.setswitchinterval(TURN_SECONDS)
        if processors:
            os.sched_setaffinity(0, {max(processors)})
        yield
    finally:
        sys.setswitchinterval(interval)
        if processors:
            os.sched_setaffinity(0, processors)


def _processor_seconds(run: Callable[[], object], runs: int) -> float:
    start = thread_time()
    for _ in range(runs):
        run()
    return (thread_time() - start) / runs


def main() -> int:
    """Run the benchmark; returns the exit code."""
    bench = Bench()
    network, year = reference(), county()
    large = twice(year)
    fired: dict[str, int] = {}
    for number in range(ROUNDS):
        drawn = drawn_for_peers(network, number)
        end = network.time.days * 24.0
        peer = bench.time("SimPy processes", partial(simpy_processes, drawn, end))
        bench.note("SimPy processes", peer.cases[:, 0], peer.cases[:, 2])
        del peer, drawn
        records = bench.time("Ciw", partial(ciw_records, end, number))
        peer = ciw_rows(records)
        bench.note("Ciw", peer.cases[:, 0], peer.cases[:, 2])
        del peer, records
        for contestant, scenario, runs in (("planner", network, 6), ("county-year", year, 1)):
            rows = bench.time(contestant, partial(simulate, scenario, replication=number), runs)
            bench.note(contestant, rows.cases.reported, rows.cases.closed)
        fired = {mechanism: min(count, fired.get(mechanism, count)) for mechanism, count in mechanisms(rows).items()}
        del rows
        whole = partial(simulate, year, replication=number)
        part = partial(whole, families=("enforcement",))
        # So many runs of each take about the same time, so that nobody is left alone at the end.
        double = partial(simulate, large, replication=number)
        bench.time_in_turns({"county-year beside its double": (whole, 2), "twice the townships": (double, 1)})
        bench.time_in_turns({"county-year beside its part": (whole, 2), "enforcement part": (part, 3)})
        print(f"round {number + 1} of {ROUNDS}: {bench.last_round()}", flush=True)

    sound = [bench.same_mean_time("planner", peer) for peer in ("SimPy processes", "Ciw")]
    print("fired at least, in a county-year: " + ", ".join(f"{name} {count:,}" for name, count in fired.items()))
    sound.append(all(count >= FEWEST_FIRINGS for count in fired.values()))
    for name in bench.cases:
        speeds = bench.speeds(name)
        print(f"{name}: {median(speeds):,.0f} cases per second, {median(bench.cases[name]):,.0f} cases a run")
    share = bench.seconds_ratio("enforcement part", "county-year beside its part")
    print(f"the enforcement part of the county-year takes {share:.2f} of the whole's time")
    figures = {
        "simpy_processes": bench.speed_ratio("planner", "SimPy processes"),
        "ciw": bench.speed_ratio("planner", "Ciw"),
        "county_year": bench.speed_ratio("county-year", "SimPy processes"),
        "growth_2x": bench.seconds_ratio("twice the townships", "county-year beside its double"),
        "county_year_peak_mb": peak_megabytes(),
    }
    print(json.dumps({name: round(value, 2) for name, value in figures.items()}))
    return 0 if all(sound) else 1


if __name__ == "__main__":
    sys.exit(main())
