"""Home: the finding of Laiyang, and the ways into the rest."""

from planner.tui.action import Action, named
from planner.wording import N_

ACTIONS_HERE = named(
    Action("open_marked", "enter", N_("Open"), N_("Opens what is marked.")),
    Action("resume_study", "", N_("Resume"), N_("Lets the marked study go on where it stopped.")),
    Action("delete_marked", "delete", N_("Delete"), N_("Deletes the marked draft or study, after asking.")),
)
