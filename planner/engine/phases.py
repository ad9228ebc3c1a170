"""Which scenario is in force when: the file's own, and what its timeline changes later."""

from __future__ import annotations

import numpy as np
from attrs import frozen

from planner.engine.draws import Floats, Ints
from planner.model.scenario import Scenario


@frozen(kw_only=True)
class Phases:
    """The scenario in force over time: `hours[k]` is when `scenarios[k]` begins."""

    hours: tuple[float, ...]
    scenarios: tuple[Scenario, ...]

    @classmethod
    def of(cls, scenario: Scenario) -> Phases:
        """The phases of a scenario, the first from hour 0; those that would begin after its horizon are left out."""
        start = scenario.time.start
        later = [phase for phase in scenario.phases if (phase.start - start).days < scenario.time.days]
        return cls(
            hours=(0.0, *((phase.start - start).days * 24.0 for phase in later)),
            scenarios=(scenario, *(phase.scenario for phase in later)),
        )

    def in_force(self, hours: Floats) -> Ints:
        """The place of the phase in force at each time; the first one before the start."""
        return np.asarray(np.maximum(np.searchsorted(self.hours, hours, side="right") - 1, 0))
