"""Every action by its id: those of all screens, and those that a package of screens adds as `ACTIONS_HERE`."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from planner.tui.action import Action, named
from planner.wording import N_

EVERYWHERE = named(
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

_PACKAGES = ("home", "scenario", "compare")


def _collected() -> dict[str, Action]:
    found: dict[str, Action] = {}
    for package in _PACKAGES:
        found |= getattr(import_module(f"planner.tui.screens.{package}"), "ACTIONS_HERE", {})
    return found | EVERYWHERE


ACTIONS: Mapping[str, Action] = _collected()
"""All actions, those of single screens first."""
