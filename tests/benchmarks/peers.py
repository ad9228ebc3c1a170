"""The three-station reference network in other hands: process-per-case SimPy, and Ciw.

Intake of 2 officers (mean work 1.5), a township team of 6 (mean 5), from which a fifth goes on to a department of 3
(mean 12); 1 case arrives per unit of time, a tenth of them urgent: served first, not interrupting. All exponential.
Each peer is written as its manual shows it, without tricks and without handicaps.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import ciw
import numpy as np
import simpy
from attrs import frozen
from numpy.typing import NDArray

Floats = NDArray[np.float64]

OFFICERS = (2, 6, 3)
MEAN_WORK = (1.5, 5.0, 12.0)
ARRIVALS_PER_HOUR = 1.0
URGENT = 0.1
FORMAL = 0.2
STATIONS = len(OFFICERS)


@frozen(kw_only=True)
class DrawnCases:
    """Cases in order of report; all arrays of shape (cases,), `work` (3, cases)."""

    reported: Floats
    priority: NDArray[Any]
    """The lowest is served first."""
    work: Floats
    formal: NDArray[np.bool_]
    """Goes on to the department."""


@frozen(kw_only=True)
class PeerRows:
    """What a peer leaves behind, times in hours since the start."""

    cases: Floats
    """Shape (cases, 3): reported, first work, closed; NaN where not reached."""
    steps: Floats
    """Shape (steps, 6), steps completed: case, step, team, asked, started, ended."""

    @property
    def mean_time(self) -> float:
        """Mean time in system of the cases closed."""
        return float(np.nanmean(self.cases[:, 2] - self.cases[:, 0]))


def simpy_processes(drawn: DrawnCases, end: float) -> PeerRows:
    """One generator process per case and one `PriorityResource` per station, until `end`."""
    env = simpy.Environment()
    stations = [simpy.PriorityResource(env, capacity=officers) for officers in OFFICERS]
    reported, priorities = drawn.reported.tolist(), drawn.priority.tolist()
    works, formal = drawn.work.T.tolist(), drawn.formal.tolist()
    first_work = [np.nan] * len(reported)
    closed = [np.nan] * len(reported)
    steps: list[float] = []

    def case(number: int) -> Generator[simpy.Event, Any, None]:
        priority, work = priorities[number], works[number]
        for station in range(3 if formal[number] else 2):
            asked = env.now
            with stations[station].request(priority=priority) as turn:
                yield turn
                started = env.now
                if station == 0:
                    first_work[number] = started
                yield env.timeout(work[station])
            steps.extend((number, station, station, asked, started, env.now))
        closed[number] = env.now

    def arrivals() -> Generator[simpy.Event, Any, None]:
        for number, gap in enumerate(np.diff(drawn.reported, prepend=0.0).tolist()):
            yield env.timeout(gap)
            env.process(case(number))

    env.process(arrivals())
    env.run(until=end)
    return PeerRows(cases=np.array((reported, first_work, closed)).T, steps=np.array(steps).reshape(-1, 6))


def ciw_records(end: float, seed: int) -> list[Any]:
    """Ciw's own draws and data records, one per completed visit to a station, until `end`."""
    classes = {"urgent": URGENT, "routine": 1.0 - URGENT}
    arrivals = {
        name: [ciw.dists.Exponential(rate=ARRIVALS_PER_HOUR * share), None, None] for name, share in classes.items()
    }
    services = {name: [ciw.dists.Exponential(rate=1.0 / mean) for mean in MEAN_WORK] for name in classes}
    routes = [[0.0, 1.0, 0.0], [0.0, 0.0, FORMAL], [0.0, 0.0, 0.0]]
    network = ciw.create_network(
        arrival_distributions=arrivals,
        service_distributions=services,
        routing=dict.fromkeys(classes, routes),
        number_of_servers=list(OFFICERS),
        priority_classes={"urgent": 0, "routine": 1},
    )
    ciw.seed(seed)
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(end)
    records: list[Any] = simulation.get_all_records()
    return records


LEFT = -1
"""Ciw's destination of those who leave the network."""


def ciw_rows(records: list[Any]) -> PeerRows:
    """Ciw's records as rows; cases that completed no visit are missing."""
    numbers = {number: row for row, number in enumerate(sorted({record.id_number for record in records}))}
    cases = np.full((len(numbers), 3), np.nan)
    steps = np.empty((len(records), 6))
    for row, record in enumerate(records):
        number, station = numbers[record.id_number], record.node - 1
        steps[row] = (number, station, station, record.arrival_date, record.service_start_date, record.service_end_date)
        if station == 0:
            cases[number, :2] = record.arrival_date, record.service_start_date
        if record.destination == LEFT:
            cases[number, 2] = record.exit_date
    return PeerRows(cases=cases, steps=steps)
