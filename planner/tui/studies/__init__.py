"""Studies of the interface: begun, queued, run in a process of their own, watched and read. No widgets here.

`Studies` runs them and tells how far they are; `reading.Snapshot` is what the store says of one.
"""

from planner.tui.studies.messages import How, StudiesChanged, StudyEnded, StudyProgress
from planner.tui.studies.status import State, StudyStatus
from planner.tui.studies.studies import Studies

__all__ = ["How", "State", "Studies", "StudiesChanged", "StudyEnded", "StudyProgress", "StudyStatus"]
