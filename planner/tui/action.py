"""What an action of the interface is. This module imports nothing heavy, so that packages can name theirs early."""

from __future__ import annotations

from typing import NamedTuple


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


def named(*actions: Action) -> dict[str, Action]:
    """Actions by their ids."""
    return {action.id: action for action in actions}
