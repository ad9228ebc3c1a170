"""Home."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from planner.files.places import shipped
from planner.i18n import _
from planner.tui.frame.screen import PlannerScreen


class HomeScreen(PlannerScreen):
    """The finding of Laiyang, and the ways into the rest."""

    SHOWN: ClassVar[tuple[str, ...]] = ("help", "language", "compare", "menu", "quit")

    def title_text(self) -> str:
        """The name of the program."""
        return _("Township planner")

    def body(self) -> ComposeResult:
        """Places."""
        root = shipped()
        yield OptionList(
            *(Option(str(path.relative_to(root)), id=str(path)) for path in sorted(root.glob("*/*.toml"))), id="places"
        )

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open it."""
        from pathlib import Path

        self.planner.open_file(Path(str(event.option_id)))
