"""The load check (承接评估): plain arithmetic on a scenario, before any simulation.

`check_load` says, per team, the hours offered against the hours available and what is short in people; and per power
and township, whether a crew can be formed and so whether the power can be used.
"""

from planner.workload.check import check_load
from planner.workload.verdicts import Headline, LoadCheck, PowerCheck, Stage, TeamLoad, Verdict, WorkLine

__all__ = ["Headline", "LoadCheck", "PowerCheck", "Stage", "TeamLoad", "Verdict", "WorkLine", "check_load"]
