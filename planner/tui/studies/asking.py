"""What the interface asks of the store, word for word as the command line would ask it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.model.scenario import Scenario
    from planner.store import Request

DEFAULT_SEED = 1
MOST_REPLICATIONS = 200
"""The most that a precision may take, as in `planner compare`."""


def request_of(
    scenarios: Sequence[Scenario],
    *,
    families: Sequence[str],
    precision: Sequence[str],
    replications: int | None,
    most: int,
    matters: Sequence[str],
) -> Request:
    """The request of a comparison, or of a run where there is one scenario.

    Raises RequestError for sizes that cannot be read and for scenarios that cannot be compared.
    """
    if len(scenarios) == 1:
        return _of_run(scenarios, families, replications)
    from planner.cli.compare_study import Request as Written
    from planner.cli.compare_study import question_of, wanted_of, wishes_of

    written = Written(
        base=Path(),
        others=(),
        with_measures=(),
        replications=replications,
        precision=() if replications is not None else tuple(precision),
        most=most,
        matters=tuple(matters),
        families=tuple(families),
        stress=None,
        stress_groups=(),
        seed=DEFAULT_SEED,
        jobs=None,
        cluster=None,
        store=None,
        as_json=True,
        out=None,
    )
    wishes = wishes_of(written)
    return wanted_of(question_of(scenarios, wishes, written.families), wishes, written)


def _of_run(scenarios: Sequence[Scenario], families: Sequence[str], replications: int | None) -> Request:
    from planner.cli.compare_study import DEFAULT_REPLICATIONS
    from planner.experiments import shared_cut_off
    from planner.experiments.question import GROUPINGS
    from planner.store import Request

    return Request(
        seed=DEFAULT_SEED,
        cut_off_hours=shared_cut_off(scenarios),
        replications=replications or DEFAULT_REPLICATIONS,
        families=tuple(families),
        # What one can go down to from a figure.
        by=GROUPINGS,
        options={"by": list(GROUPINGS)},
    )
