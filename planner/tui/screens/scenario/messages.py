"""What the parts of the scenario screen tell it about the document they have in hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from planner.editing import Command
    from planner.errors import Problem


class Edited(Message):
    """A command was carried out on the document, or undone; None where nothing was to be changed."""

    def __init__(self, command: Command | None = None) -> None:
        super().__init__()
        self.command = command


class Refused(Message):
    """A command could not be carried out, for these reasons; the document is as it was (`EditRefused.problems`)."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__()
        self.problems = tuple(problems)


class GoTo(Message):
    """A person wants to see a field: the path of it in the scenario."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
