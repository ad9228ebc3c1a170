"""Reading scenarios whose changes may be computed from the work: what every floor above this one reads them with.

`planner.files` alone reads them too, but knows no computation (`planner.files.computed`); importing this module has
imported `planner.load`, which offers them.
"""

from planner.files import Reading, ScenarioFile, read, read_scenario

__all__ = ["Reading", "ScenarioFile", "read", "read_scenario"]
