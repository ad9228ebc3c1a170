"""The log of commands and the way back, and their journal on the disk, so that a crash loses nothing."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from uuid import uuid4

from attrs import define, evolve, field, frozen

from planner.editing.tables import UNSTATED, Edit, Tables, applied
from planner.errors import Problem
from planner.files.atomic import locked
from planner.files.toml import DEEPEST, deeper_than


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


FORMAT = 1


def encoded(value: Any) -> Any:
    """A value of a TOML file as JSON has it; what JSON does not know becomes a table with one key that begins in $."""
    if isinstance(value, datetime):
        return {"$datetime": value.isoformat()}
    if isinstance(value, date):
        return {"$date": value.isoformat()}
    if isinstance(value, time):
        return {"$time": value.isoformat()}
    if isinstance(value, Mapping):
        table = {str(key): encoded(inner) for key, inner in value.items()}
        return {"$table": list(table.items())} if any(key.startswith("$") for key in table) else table
    if isinstance(value, (list, tuple)):
        return [encoded(inner) for inner in value]
    return value


def decoded(value: Any) -> Any:
    """The value that `encoded` was given. Raises ValueError, KeyError or TypeError where it is no such value."""
    if isinstance(value, list):
        return [decoded(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        ((key, inner),) = value.items()
        if key == "$datetime":
            return datetime.fromisoformat(inner)
        if key == "$date":
            return date.fromisoformat(inner)
        if key == "$time":
            return time.fromisoformat(inner)
        if key == "$table":
            return {name: decoded(one) for name, one in inner}
    return {key: decoded(inner) for key, inner in value.items()}


def command_line(command: Command) -> dict[str, Any]:
    """A command as a line of the journal."""
    return {"do": command.kind, "facts": encoded(command.facts), "edits": edit_lines(command.edits)}


def command_of(line: Mapping[str, Any]) -> Command:
    """The command of a line. Raises ValueError, KeyError or TypeError where it is none."""
    facts = decoded(line["facts"])
    if not (isinstance(line["do"], str) and isinstance(facts, dict)):
        raise ValueError(line["do"])
    return Command(kind=line["do"], facts=facts, edits=edits_of(line["edits"]))


def edit_lines(edits: Sequence[Edit]) -> list[list[Any]]:
    """Edits as JSON: path and value, or only the path of what is taken out."""
    return [[list(edit.path)] if edit.value is UNSTATED else [list(edit.path), encoded(edit.value)] for edit in edits]


def edits_of(lines: Any) -> tuple[Edit, ...]:
    """The edits that `edit_lines` was given. Raises ValueError, KeyError or TypeError where they are none."""
    return tuple(_edit(*line) for line in lines)


def _edit(path: Any, value: Any = UNSTATED) -> Edit:
    if not isinstance(path, list) or not path or not all(isinstance(key, str) for key in path):
        raise ValueError(path)
    if value is UNSTATED:
        return Edit(tuple(path), UNSTATED)
    found = decoded(value)
    if len(path) > DEEPEST or deeper_than([found], DEEPEST) or not _can_stand_in_a_file(found):
        raise ValueError(path)
    return Edit(tuple(path), found)


def _can_stand_in_a_file(value: Any) -> bool:
    """Whether TOML has a way to write a value: it has none for nothing, and its keys are words."""
    if isinstance(value, dict):
        return all(isinstance(key, str) and _can_stand_in_a_file(inner) for key, inner in value.items())
    if isinstance(value, list):
        return all(map(_can_stand_in_a_file, value))
    return isinstance(value, (str, bool, int, float, date, time))


def new_draft_path(folder: Path, stem: str) -> Path:
    """A path for a new draft; the id keeps drafts of one file apart."""
    return folder / f"{stem}-{uuid4().hex[:12]}.jsonl"


class Journal:
    """A draft that is being written.

    The file appears with the first line after the head. Where it cannot be written, editing goes on: `trouble` says
    what is wrong, and the next line tries again with all that are missing.
    """

    def __init__(self, path: Path, head: Mapping[str, Any] | None) -> None:
        """With a head, a draft to begin; without, one to go on with.

        Raises OSError where a draft to go on with cannot be opened.
        """
        self.path = path
        self.trouble: Problem | None = None
        self._handle: int | None = None
        self._missing: list[bytes] = []
        if head is None:
            self._open(os.O_WRONLY)
        else:
            self.begin_with(head)

    @property
    def begun(self) -> bool:
        """Whether there is anything in it besides its head."""
        return self._handle is not None or len(self._missing) > 1

    def begin_with(self, head: Mapping[str, Any]) -> None:
        """Take another head, while nothing has begun: the file was saved as another one before it was changed."""
        self._missing = [_line({**head, "draft": FORMAT, "opened": datetime.now(UTC).isoformat()})]

    def cut(self, length: int) -> None:
        """Cut off what stands after so many bytes: the broken end of a draft to go on with."""
        if self._handle is not None:
            os.ftruncate(self._handle, length)

    def append(self, line: Mapping[str, Any]) -> None:
        """Write a line, and see it on the disk."""
        self._missing.append(_line(line))
        try:
            if self._handle is None:
                self._create()
            self._write(b"".join(self._missing))
        except OSError as error:
            facts = {"detail": error.strerror or str(error)}
            self.trouble = Problem(kind="draft-unwritable", file=str(self.path), facts=facts)
        else:
            self._missing.clear()
            self.trouble = None

    def discard(self) -> None:
        """Take the draft away: all is saved, or not wanted."""
        if self._handle is not None:
            self.path.unlink(missing_ok=True)
            os.close(self._handle)
            self._handle = None
        self._missing.clear()

    def leave(self) -> None:
        """Let go of the draft and leave it for another day."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _create(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._open(os.O_WRONLY | os.O_CREAT)
        _synchronise_folder(self.path.parent)

    def _open(self, flags: int) -> None:
        handle = os.open(self.path, flags, 0o600)
        if not locked(handle):
            os.close(handle)
            raise BlockingIOError(f"{self.path} is being edited")
        self._handle = handle

    def _write(self, content: bytes) -> None:
        assert self._handle is not None
        end = os.lseek(self._handle, 0, os.SEEK_END)
        try:
            left = memoryview(content)
            while left:
                left = left[os.write(self._handle, left) :]
            os.fsync(self._handle)
        except OSError:
            os.ftruncate(self._handle, end)
            raise


def _line(content: Mapping[str, Any]) -> bytes:
    # In ASCII, as the name of a file need not be UTF-8.
    return json.dumps(content, separators=(",", ":")).encode() + b"\n"


def _synchronise_folder(folder: Path) -> None:
    """See to it that the name of a new file survives a power cut, where the system can promise that."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
