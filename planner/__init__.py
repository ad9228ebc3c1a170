"""A workbench for people who plan township reforms; this is its front door.

`load` reads a scenario file, `check` is the load check, `simulate` one replication, `run` many of them in parallel,
`compare` sets alternatives beside a base on the same draws, `sweep` runs a table of what-ifs, and `figures` turns the
rows of a replication into indicators. Nothing heavy is loaded before the first of them is used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from planner.errors import Problem, told_by

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.engine.simulate import simulate
    from planner.errors import PlannerError
    from planner.experiments import run
    from planner.experiments.comparison import compare
    from planner.experiments.sweep import sweep
    from planner.metrics.figures import figures
    from planner.model.scenario import Scenario
    from planner.workload import check_load as check
    from planner.workload.reading import read_scenario as load

__version__ = "0.2.0"

__all__ = ["PlannerError", "Scenario", "__version__", "check", "compare", "figures", "load", "run", "simulate", "sweep"]

_WHERE = {
    "PlannerError": ("planner.errors", "PlannerError"),
    "Scenario": ("planner.model.scenario", "Scenario"),
    "check": ("planner.workload", "check_load"),
    "compare": ("planner.experiments.comparison", "compare"),
    "figures": ("planner.metrics.figures", "figures"),
    "load": ("planner.workload.reading", "read_scenario"),
    "run": ("planner.experiments", "run"),
    "sweep": ("planner.experiments.sweep", "sweep"),
    "simulate": ("planner.engine.simulate", "simulate"),
}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = _WHERE[name]
    return getattr(importlib.import_module(module), attribute)


def __dir__() -> list[str]:
    return __all__


def _told(problems: Sequence[Problem]) -> str:
    """Problems as sentences in the language in use, which is English where nobody has chosen another."""
    words: str = importlib.import_module("planner.wording.problems").told(problems)
    return words


told_by(_told)
