"""What a person can do on screens: every action with its keys and its words.

This module imports nothing heavy, so that every screen can name actions early.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from planner.wording import N_


class Action(NamedTuple):
    """One thing that a person can do on a screen.

    A screen offers it by having a method `action_<id>`; keys, buttons, menu, palette and help all refer to it. `label`
    and `help` are messages of the catalogue, not yet translated. `key` is the key that is shown, `also` are others.
    """

    id: str
    key: str
    label: str
    help: str
    also: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key of it, as Textual names keys; none for an action that only has a button."""
        return (self.key, *self.also) if self.key else self.also


_ALL = (
    # Home
    Action("open_marked", "enter", N_("Open"), N_("Opens what is marked.")),
    Action("resume_study", "", N_("Resume"), N_("Lets the marked study go on where it stopped.")),
    Action("delete_marked", "delete", N_("Delete"), N_("Deletes the marked draft or study, after asking.")),
    # Scenario
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
    # Compare
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
    # Everywhere
    Action(
        "help",
        "f1",
        N_("Help"),
        N_("What has the focus is for, and which keys it knows."),
        ("question_mark", "fullwidth_question_mark"),
    ),
    Action("language", "f2", N_("中文"), N_("Changes the language; what you typed stays.")),
    Action("run", "f5", N_("Run"), N_("Runs this scenario beside its base, and opens the comparison at once.")),
    Action("compare", "f6", N_("Compare"), N_("Chooses a base and up to four others, and compares them.")),
    Action("save", "ctrl+s", N_("Save"), N_("Writes to the file what differs from its base.")),
    Action("undo", "ctrl+z", N_("Undo"), N_("Takes back the last change, as far as the opening of the file.")),
    Action("redo", "ctrl+y", N_("Redo"), N_("Does again what was taken back.")),
    Action("menu", "f10", N_("Menu"), N_("Everything that can be done on this screen, and why something cannot.")),
    Action("palette", "ctrl+p", N_("Search"), N_("Finds a command by a part of its name.")),
    Action("theme", "", N_("Colours"), N_("Light, dark, or high contrast for a projector.")),
    Action("back", "escape", N_("Back"), N_("Goes back to where you came from.")),
    Action("quit", "ctrl+q", N_("Quit"), N_("Ends the program; asks first where something is not saved.")),
)

ACTIONS: Mapping[str, Action] = {action.id: action for action in _ALL}
"""All actions by their ids, those of single screens first."""
