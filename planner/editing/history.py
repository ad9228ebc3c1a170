"""The log of commands: what was done, one command at a time, and the way back to the opening and forth again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import define, evolve, field, frozen

from planner.editing.tables import Edit, Tables, applied


@frozen(kw_only=True)
class Command:
    """One thing a person did, as the log keeps it.

    `kind` is an id of the catalogue of commands (`set-value`, `merge` …), `facts` fill the blanks of its name, `edits`
    are what it changed in the file.
    """

    kind: str
    facts: Mapping[str, Any] = field(factory=dict)
    edits: tuple[Edit, ...]


@frozen
class _Step:
    command: Command
    before: Tables
    after: Tables


@define
class History:
    """The tables of a file, and every command since the opening; each can be taken back and done again."""

    tables: Tables
    _done: list[_Step] = field(factory=list, init=False)
    _undone: list[_Step] = field(factory=list, init=False)

    @property
    def opening(self) -> Tables:
        """The tables at the opening."""
        return self._done[0].before if self._done else self.tables

    @property
    def done(self) -> tuple[Command, ...]:
        """The commands in force, the first one first."""
        return tuple(step.command for step in self._done)

    @property
    def undone(self) -> tuple[Command, ...]:
        """The commands that can be done again, the next one first."""
        return tuple(step.command for step in reversed(self._undone))

    def do(self, command: Command) -> None:
        """Carry out a command; what had been undone before is forgotten."""
        step = _Step(command, self.tables, applied(self.tables, command.edits))
        self._done.append(step)
        self._undone.clear()
        self.tables = step.after

    def undo(self) -> Command | None:
        """Take back the last command and give it, or None where nothing is left to undo."""
        if not self._done:
            return None
        step = self._done.pop()
        self._undone.append(step)
        self.tables = step.before
        return step.command

    def redo(self) -> Command | None:
        """Do again the command that was undone last and give it, or None where there is none."""
        if not self._undone:
            return None
        step = self._undone.pop()
        self._done.append(step)
        self.tables = step.after
        return step.command

    def everywhere(self, edits: Sequence[Edit]) -> None:
        """Make edits in every content from the opening on: what is no command, such as the way to the base."""

        def moved(steps: list[_Step]) -> list[_Step]:
            return [
                evolve(step, before=applied(step.before, edits), after=applied(step.after, edits)) for step in steps
            ]

        self._done, self._undone = moved(self._done), moved(self._undone)
        self.tables = applied(self.tables, edits)
