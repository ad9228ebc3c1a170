"""Reading scenarios whose changes may be computed from the work: what every floor above this one reads them with.

`planner.files` alone reads them too, but knows no computation (`planner.files.computed`); this module brings them.
"""

from planner.files import Reading, ScenarioFile, read, read_scenario
from planner.load import delegated as delegated
from planner.load import levelling as levelling

__all__ = ["Reading", "ScenarioFile", "read", "read_scenario"]
