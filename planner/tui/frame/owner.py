"""What the parts of the frame ask of the screen they stand on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, cast

from textual.widget import Widget


class Owner(Protocol):
    """A screen with a head and keys; `planner.tui.frame.screen` has it."""

    @property
    def unsaved(self) -> bool:
        """Whether something on it is not saved."""

    def title_text(self) -> str:
        """Where one is."""

    def reasons_off(self) -> Mapping[str, str]:
        """By action that is not possible now, why."""

    async def action_perform(self, id: str) -> None:
        """Do an action, or say why it is not possible."""


def owner(part: Widget) -> Owner:
    """The screen that a part of the frame stands on."""
    return cast(Owner, part.screen)
