"""The reference network (reference.toml) in our hands, and its draws for the peers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from attrs import evolve
from peers import DrawnCases

from planner.engine.simulate import draw
from planner.files import read_scenario
from planner.model.scenario import Scenario

FILE = Path(__file__).parent / "reference.toml"

URGENCIES = ("urgent", "routine")


def reference(days: int | None = None) -> Scenario:
    """The scenario, over other days than the file's 4,167 where stated."""
    scenario = read_scenario(FILE)
    return scenario if days is None else evolve(scenario, time=evolve(scenario.time, days=days))


def drawn_for_peers(scenario: Scenario, replication: int) -> DrawnCases:
    """The cases that `simulate(scenario, replication=replication)` meets, in order of report."""
    groups = draw(scenario, replication=replication).groups
    reported = np.concatenate([group.reported for group in groups])
    order = np.argsort(reported, kind="stable")
    works = []
    for purpose in ("intake", "fact", "decision"):
        hours = []
        for group in groups:
            work = getattr(group.case_type, purpose)
            hours.append(work.hours * group.column(purpose, work))
        works.append(np.concatenate(hours)[order])
    formal = np.concatenate([group.column("formal") < group.case_type.formal for group in groups])
    priority = np.concatenate([np.full(len(group), URGENCIES.index(group.type_id)) for group in groups])
    return DrawnCases(reported=reported[order], priority=priority[order], work=np.array(works), formal=formal[order])
