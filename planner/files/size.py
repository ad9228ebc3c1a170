"""How much memory a run would need, and how much there is."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator

from planner.files.finding import Finding
from planner.model.casetype import FAMILIES
from planner.model.routing import parts_of
from planner.model.scenario import Scenario

BYTES_PER_CASE = 600
"""Of one case with its steps, as rows (measured on a county-year)."""


def expected_cases(scenario: Scenario) -> float:
    """Cases reported in the horizon on average, the opening backlog included and repeat contacts left out."""
    days = _days_by_family(scenario)
    counts: list[float] = []
    for name, township in scenario.townships.items():
        counts += [float(backlog.count) for backlog in township.opening_backlog.values()]
        for residents, rates in parts_of(name, township).values():
            for key, case_type in scenario.case_types.items():
                per_day = case_type.per_1000_residents_year * residents / 365_000 + case_type.per_township_week / 7
                counts.append(per_day * rates.get(key, 1.0) * days[case_type.family])
    return math.fsum(counts)


def _days_by_family(scenario: Scenario) -> dict[str, float]:
    """Days of the horizon by family, a day of a surge counted by its factor."""
    days = dict.fromkeys(FAMILIES, float(scenario.time.days))
    start = scenario.time.start.toordinal()
    for surge in scenario.demand.surges.values():
        first = max(surge.start.toordinal(), start)
        last = min(surge.end.toordinal(), start + scenario.time.days - 1)
        for family in surge.families:
            if family in days:
                days[family] += max(0, last - first + 1) * max(0.0, surge.factor - 1.0)
    return days


def machine_bytes() -> int | None:
    """Memory of this machine, or None where it does not say."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None


def too_large(scenario: Scenario) -> Iterator[Finding]:
    """A scenario whose cases would not fit into memory."""
    cases, there = expected_cases(scenario), machine_bytes()
    needed = cases * BYTES_PER_CASE
    if there is not None and needed > there:
        facts = {"cases": round(cases), "needed_bytes": round(needed), "machine_bytes": there}
        yield Finding(path=("time", "days"), kind="too-many-cases", facts=facts)
