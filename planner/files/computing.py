"""The ordinary changes that a computed change stands for."""

from __future__ import annotations

from collections.abc import Sequence

from planner.files.change import Change, ComputeChange
from planner.files.computed import COMPUTATIONS
from planner.files.draft import Draft, Refused
from planner.files.modelling import modelled
from planner.files.nearest import nearest
from planner.files.resolved import Resolved
from planner.files.session import Session


def computed_changes(draft: Draft, change: ComputeChange) -> Sequence[Change]:
    """What is computed from the scenario as it stands before the change.

    Raises Refused for a name that no computation has, and where the tables so far are no complete scenario.
    """
    if change.compute not in COMPUTATIONS:
        near = nearest(change.compute, COMPUTATIONS)
        raise Refused("compute", "unknown-name", near, what="computation", got=change.compute)
    aside = Session()
    scenario = modelled(aside, Resolved(tree=draft.raw), name="")
    if scenario is None or aside.problems:
        raise Refused("compute", "nothing-to-compute-from")
    return COMPUTATIONS[change.compute](scenario)
