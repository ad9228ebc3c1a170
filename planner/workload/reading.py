"""Reading scenarios whose changes may be computed from the work: what every floor above this one reads them with.

`planner.files` alone reads them too, but knows no computation (`planner.files.changes`); this module brings them.
"""

from planner.files import Reading, ScenarioFile, read, read_scenario
from planner.workload import following as following

__all__ = ["Reading", "ScenarioFile", "read", "read_scenario"]
