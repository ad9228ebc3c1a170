"""Computed changes: what the measures that follow the work change is worked out from the scenario as it stands.

The arithmetic of work lies above this package, in `planner.load`, which puts its computations here by name when it is
imported; files know them by name only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from planner.files.change import Change
from planner.model.scenario import Scenario

Computation = Callable[[Scenario], Sequence[Change]]
"""From a scenario to ordinary changes of it, in the order in which they are made."""

_computations: dict[str, Computation] = {}
COMPUTATIONS: Mapping[str, Computation] = MappingProxyType(_computations)
"""The computations there are, by name."""


def computes(name: str) -> Callable[[Computation], Computation]:
    """Offer a function as the computation that `compute = "<name>"` asks for."""

    def offer(computation: Computation) -> Computation:
        _computations[name] = computation
        return computation

    return offer
