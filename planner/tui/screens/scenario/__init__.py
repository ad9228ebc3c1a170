"""Scenario: a file under a person's hands."""

from planner.tui.action import Action, named
from planner.wording import N_

ACTIONS_HERE = named(
    Action("next_part", "f3", N_("Next part"), N_("Goes to the next part of the scenario."), ("ctrl+pagedown",)),
    # Terminals within terminals keep Shift+F3 to themselves.
    Action(
        "previous_part", "ctrl+pageup", N_("Part before"), N_("Goes to the part before this one."), ("shift+f3", "f15")
    ),
    Action("problems", "f9", N_("Problems"), N_("Lists what is wrong, and notes; Enter goes to the field.")),
    Action(
        "load_check", "ctrl+l", N_("Load check"), N_("Whether teams and powers can take their work; no simulation.")
    ),
    Action("log", "ctrl+r", N_("Changes"), N_("Lists every change since the opening; Enter goes back to any of them.")),
    Action("save_as", "", N_("Save as"), N_("Writes it as a new file, and goes on with that one.")),
    Action("title", "", N_("Title and description"), N_("Names this scenario, in Chinese and English.")),
    Action(
        "reread", "ctrl+g", N_("Read files again"), N_("Reads base and measures again as they are on the disk now.")
    ),
)
