"""An open scenario file: its content, the log of commands, its draft on the disk, what it amounts to, and saving."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from planner.editing.drafts import Draft, head_of, new_journal, taken_up
from planner.editing.evaluation import Evaluator
from planner.editing.history import Command, History
from planner.editing.journal import Journal, command_line, edit_lines
from planner.editing.paper import Paper, begun_on, fingerprint_now, opened, read_file, way_to, write_new, write_over
from planner.editing.placing import given, with_values
from planner.editing.saving import NotSaved, Outcome, Saved, compared
from planner.editing.state import State, Tree
from planner.editing.tables import Edit, Tables, applied, edits_between, same
from planner.errors import Problem, ScenarioError


class OpenFile:
    """An opened scenario file, or a new what-if that has none yet; `Document` adds the commands.

    A content with problems is a content too: its problems are listed in its state.
    """

    def __init__(self, paper: Paper, history: History, journal: Journal) -> None:
        """Use `open`, `what_if` or `resume`."""
        self._paper = paper
        self._history = history
        self._journal = journal
        self._evaluator: Evaluator | None = None
        self._state: State | None = None

    # Opening and closing ------------------------------------------------------------------------------------------

    @classmethod
    def open(cls, file: Path | str, *, drafts: Path | None = None) -> Self:
        """A scenario file, whatever is wrong with its values. Raises ScenarioError where it cannot be read at all.

        `drafts` is the folder of drafts, by default the user's.
        """
        paper = opened(Path(file))
        return cls(paper, History(paper.tables), new_journal(paper, drafts))

    @classmethod
    def what_if(cls, base: Path | str, *, drafts: Path | None = None) -> Self:
        """A new what-if on top of a scenario, without a file of its own until it is saved.

        Raises ScenarioError where the base cannot be read.
        """
        paper = begun_on(Path(base))
        return cls(paper, History(paper.tables), new_journal(paper, drafts))

    @classmethod
    def resume(cls, draft: Draft) -> Self:
        """Go on with a draft, its log included.

        Raises ScenarioError: `draft-unreadable`, `no-draft`, or `draft-in-use` where another process is at it.
        """
        paper, history, journal = taken_up(draft.path)
        return cls(paper, history, journal)

    def close(self) -> None:
        """Be done with it: the draft is thrown away, unsaved changes with it."""
        self._journal.discard()

    def leave(self) -> None:
        """Let go of it for now: what is unsaved stays in the draft."""
        self._journal.leave()

    # What there is ------------------------------------------------------------------------------------------------

    @property
    def file(self) -> Path | None:
        """The file, or None for a what-if that was never saved."""
        return self._paper.file

    @property
    def suggested_file(self) -> Path:
        """Where it lies, or where a what-if that was never saved would lie beside its base."""
        return self._paper.home

    @property
    def base_file(self) -> Path | None:
        """The file that it extends, or None."""
        return self._evaluator_for(self.tables).base_file

    @property
    def tables(self) -> Tables:
        """What the file says now, as bare values."""
        return self._history.tables

    @property
    def saved_tables(self) -> Tables:
        """What the file on the disk says, as far as is known."""
        return self._paper.tables

    @property
    def unsaved(self) -> bool:
        """Whether the content differs from the one on the disk."""
        return not same(self.tables, self._paper.tables)

    @property
    def done(self) -> tuple[Command, ...]:
        """The commands in force, the first one first; the last one is what `undo` takes back."""
        return self._history.done

    @property
    def undone(self) -> tuple[Command, ...]:
        """The commands that were undone, the one first that `redo` does again."""
        return self._history.undone

    @property
    def trouble(self) -> Problem | None:
        """Why the draft cannot be written at present, where it cannot."""
        return self._journal.trouble

    @property
    def state(self) -> State:
        """What the content amounts to."""
        if self._state is None or self._state.tables is not self.tables:
            self._state = self._evaluate(self.tables)
        return self._state

    @property
    def reference(self) -> Tree:
        """What the content is held against: the base, or for a file without one the content at the opening."""
        base = self.state.base
        return base.tree if base else self._evaluate(self._history.opening).tree

    def preview(self, values: Mapping[str, Any]) -> State:
        """What it would amount to with some values by path, as while a person types; nothing is logged.

        May be called in another thread. Raises EditRefused where a path leads nowhere.
        """
        state = self.state
        return self._evaluate(with_values(state, state.tables, given(state, values)))

    def _evaluate(self, tables: Tables) -> State:
        return self._evaluator_for(tables).evaluate(tables)

    def _evaluator_for(self, tables: Tables) -> Evaluator:
        place = self._paper.home, tables.get("extends")
        if self._evaluator is None or (self._evaluator.file, self._evaluator.extends) != place:
            self._evaluator = Evaluator(*place)
        return self._evaluator

    # The log ------------------------------------------------------------------------------------------------------

    def _do(self, kind: str, after: Tables, **facts: Any) -> Command | None:
        edits = edits_between(self.tables, after)
        if not edits:
            return None
        command = Command(kind=kind, facts=facts, edits=edits)
        self._history.do(command)
        self._journal.append(command_line(command))
        return command

    def undo(self) -> Command | None:
        """Take back the last command and give it; None where nothing is left."""
        command = self._history.undo()
        if command is not None:
            self._journal.append({"undo": command.kind})
        return command

    def redo(self) -> Command | None:
        """Do again what was undone last and give it; None where there is nothing."""
        command = self._history.redo()
        if command is not None:
            self._journal.append({"redo": command.kind})
        return command

    # Saving ---------------------------------------------------------------------------------------------------------

    def save(self, onto: str | None = None) -> Outcome:
        """Write the file: only what differs, whole or not at all, comments kept.

        Where it changed meanwhile nothing is written, and the outcome says what others did. `onto` is the fingerprint
        of that outcome: the document's changes are then laid over theirs, which become a command of the log. A what-if
        without a file gets the suggested one.
        """
        if self._paper.file is None:
            return self.save_as(self._paper.home)
        try:
            disk = read_file(self._paper.file)
            wanted = self.tables
            if disk.fingerprint not in (self._paper.fingerprint, onto):
                return compared(self._paper.tables, self.tables, disk)
            if disk.fingerprint != self._paper.fingerprint:
                wanted = applied(disk.tables, edits_between(self._paper.tables, self.tables))
            text, fingerprint = write_over(disk, wanted)
        except ScenarioError as error:
            return NotSaved(error.problems)
        self._do("take-over", wanted, file=str(disk.file))
        return self._saved(disk.file, text, fingerprint)

    def save_as(self, file: Path | str) -> Outcome:
        """Write it as a new file and go on with that one; comments come along, the old file stays as it is."""
        path = Path(file).resolve()
        try:
            way = self._way_from(path)
            wanted = applied(self.tables, way)
            strange = self._strange_at(path, wanted)
            if strange:
                return NotSaved(strange)
            text, fingerprint = write_new(path, self._paper.text, wanted)
        except ScenarioError as error:
            return NotSaved(error.problems)
        self._history.everywhere(way)
        if way and self._journal.begun:
            self._journal.append({"everywhere": edit_lines(way)})
        return self._saved(path, text, fingerprint)

    def _way_from(self, path: Path) -> tuple[Edit, ...]:
        """The edit that makes `extends` lead to the base from another place."""
        base = self._evaluator_for(self.tables).base_file
        if base is None:
            return ()
        return edits_between(self.tables, {**self.tables, "extends": way_to(base, path)})

    def _strange_at(self, path: Path, tables: Tables) -> tuple[Problem, ...]:
        """Names that lead nowhere from another place: a measure that only the old folder has."""
        known = {(problem.kind, problem.path) for problem in self.state.problems}
        there = Evaluator(path, tables.get("extends")).evaluate(tables)
        return tuple(
            problem
            for problem in there.problems
            if problem.kind in ("unknown-name", "outside") and (problem.kind, problem.path) not in known
        )

    def _saved(self, file: Path, text: str, fingerprint: str) -> Saved:
        self._paper = Paper(home=file, file=file, text=text, fingerprint=fingerprint, tables=self.tables)
        self._state = None
        if self._journal.begun:
            self._journal.append({"saved": fingerprint, "file": str(file), "text": text})
        else:
            self._journal.begin_with(head_of(self._paper))
        return Saved(file, fingerprint)

    def changed_on_disk(self) -> tuple[Path, ...]:
        """The files that changed since they were read: its own, its base, its measures; missing ones included."""
        marks: dict[Path, str | None] = dict(self._evaluator_for(self.tables).files)
        if self._paper.file is not None:
            marks[self._paper.file] = self._paper.fingerprint
        return tuple(file for file, mark in marks.items() if fingerprint_now(file) != mark)

    def reread(self) -> State:
        """Read base and measures again, and what the content amounts to on top of them."""
        self._evaluator = self._state = None
        return self.state
