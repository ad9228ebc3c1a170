"""Compare: a study as its figures form."""

from planner.tui.action import Action, named
from planner.wording import N_

ACTIONS_HERE = named(
    Action("stop", "ctrl+x", N_("Stop"), N_("Stops this study; what is finished is kept, and it can go on later.")),
    Action("resume", "ctrl+o", N_("Go on"), N_("Lets an unfinished study go on where it was.")),
    Action(
        "queue",
        "ctrl+k",
        N_("Queue"),
        N_("The studies that run and wait; each can be opened, stopped and taken up again."),
    ),
    Action("export", "ctrl+e", N_("Export"), N_("Writes what is seen to a file: Excel, CSV, text or a picture.")),
    Action(
        "previous_alternative",
        "left",
        N_("Previous alternative"),
        N_("The alternative before this one."),
        ("left_square_bracket", "left_black_lenticular_bracket"),
    ),
    Action(
        "next_alternative",
        "right",
        N_("Next alternative"),
        N_("The alternative after this one."),
        ("right_square_bracket", "right_black_lenticular_bracket"),
    ),
    Action("view_findings", "1", N_("Findings"), N_("What changes, in words; Enter goes deeper.")),
    Action("view_backlog", "2", N_("Backlog"), N_("Open cases over time, with bands for how sure that is.")),
    Action("view_times", "3", N_("Times"), N_("How long cases take, with intervals.")),
    Action("view_why", "4", N_("Why"), N_("Where the time goes, by cause, base beside alternative.")),
    Action("view_changed", "5", N_("What changed"), N_("The inputs that differ, and what they rest on.")),
)
