"""What touches parts of Textual that are not public, each with its reason; nothing else of the interface does.

Textual is held to a minor version, since such parts may change with any of them.
"""

from __future__ import annotations

from typing import Any

from rich.align import Align
from rich.text import Text
from textual.app import App
from textual.command import CommandList, CommandPalette
from textual.widgets.option_list import Option

from planner.wording import _


def begin_with_theme(app: App[Any], theme: str) -> None:
    """Give a theme to an app that has not started yet.

    Textual then plans to read all styles again as soon as the app runs, which would make the start longer. Nothing is
    there yet that would have to get other colours, so the plan is dropped.
    """
    app.theme = theme
    app._next_callbacks.clear()
    app.stylesheet.set_variables(app.get_css_variables())


def take_back_notes(app: App[Any], message: str) -> None:
    """Remove the notes in the corner that say this; Textual can only remove all of them."""
    for note in [one for one in app._notifications if one.message == message]:
        app._unnotify(note, refresh=False)


def write_to_terminal(app: App[Any], sequence: str) -> bool:
    """Write a control sequence past the screen, and say whether there is a terminal; Textual has no way to do that."""
    if app._driver is None or app.is_headless:
        return False
    app._driver.write(sequence)
    return True


class CommandSearch(CommandPalette):
    """Finds an action of the screen below by a part of its name.

    That nothing has such a name Textual says in English only, in a method that cannot be left out.
    """

    def __init__(self) -> None:
        super().__init__(placeholder=_("Type a part of a command's name …"), id="--command-palette")

    def _start_no_matches_countdown(self, search_value: str) -> None:
        self._stop_no_matches_countdown()

        def say_nothing_found() -> None:
            if search_value:
                said = Align.center(Text(_("Nothing has such a name.")))
                self.query_one(CommandList).add_option(Option(said, disabled=True, id=self._NO_MATCHES))
            self._list_visible = bool(search_value)

        self._no_matches_timer = self.set_timer(self._NO_MATCHES_COUNTDOWN, say_nothing_found)
