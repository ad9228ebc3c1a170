"""A scenario file under a person's hands: its content, its draft, and the commands that change it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from attrs import evolve

from planner.editing import commands, measure_choices
from planner.editing.commands import given, with_values
from planner.editing.drafts import Draft, head_of, new_journal, taken_up
from planner.editing.evaluation import Evaluator
from planner.editing.history import Command, History, Journal, command_line, edit_lines
from planner.editing.measure_choices import Catalogue, MeasureChoice, PackageChoice
from planner.editing.pasting import Pasting
from planner.editing.people import moved, words
from planner.editing.saving import (
    NotSaved,
    Outcome,
    Paper,
    Saved,
    begun_on,
    compared,
    fingerprint_now,
    opened,
    read_file,
    way_to,
    write_new,
    write_over,
)
from planner.editing.state import State, Tree, timeline_of, with_timeline
from planner.editing.tables import Edit, EditRefused, Tables, applied, edits_between, same
from planner.errors import Problem, ScenarioError
from planner.files.resolving import added_by
from planner.files.tree import bare
from planner.model.scenario import Scenario, Source
from planner.model.text import Text, joined


class Document:
    """One opened scenario file, or a new what-if.

    Commands change the file's own content and nothing else; each is one entry of the log, is in the draft on the disk
    before it returns, and can be undone back to the opening. They return the command, or None where nothing would
    change, and raise EditRefused, with every reason, where they cannot be carried out. What the content amounts to is
    `state`: a content with problems is a content too, and its problems are listed there.
    """

    def __init__(self, paper: Paper, history: History, journal: Journal) -> None:
        """Use `open`, `what_if` or `resume`."""
        self._paper = paper
        self._history = history
        self._journal = journal
        self._evaluator: Evaluator | None = None
        self._state: State | None = None
        self._catalogue: Catalogue | None = None

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

    # Values -------------------------------------------------------------------------------------------------------

    def set_value(self, path: str, value: Any) -> Command | None:
        """State a value at a path (`*` for all keys): a bare one, or an object of the model."""
        after = self._with_values({path: value})
        return self._do("set-value", after, path=path, value=bare(value))

    def set_values(self, values: Mapping[str, Any], kind: str = "set-values", **facts: Any) -> Command | None:
        """State many values as one command; `kind` and `facts` name it."""
        return self._do(kind, self._with_values(values), count=len(values), **facts)

    def _with_values(self, values: Mapping[str, Any]) -> Tables:
        """The tables with values by path or pattern; one that is the base's again is taken out of the file instead."""
        state = self.state
        found = commands.given(state, values)
        after = commands.with_values(state, self.tables, found)
        again = [
            path
            for path, value in found.items()
            if state.own_value(path) is not None and same(bare(state.base_value(path)), value)
        ]
        if again:
            without = commands.cleared(state, after, again, self.saved_tables)
            left = self._evaluate(without)
            if all(same(bare(left.value(path)), found[path]) for path in again):
                return without
        return after

    def clear_value(self, path: str) -> Command | None:
        """Take out what the file itself says at a path, so that the base's value is in force again."""
        after = commands.cleared(self.state, self.tables, [path], self.saved_tables)
        return self._do("clear-value", after, path=path)

    def paste(self, found: Pasting) -> Command | None:
        """Carry out what a block copied from a spreadsheet does to a table of people (`planner.editing.pasting`)."""
        return self.set_values(found.values, "paste", of=found.of)

    def set_source(self, path: str, source: Source) -> Command | None:
        """Say where the value at a path comes from."""
        commands.places(self.state, path)
        return self._do("set-source", commands.with_source(self.tables, path, source), path=path, tag=source.tag)

    def clear_source(self, path: str) -> Command | None:
        """Take out what the file itself says about where a value comes from."""
        return self._do("clear-source", commands.without_source(self.tables, path), path=path)

    # Townships, teams, departments, case types, shared teams --------------------------------------------------------

    def add(self, path: str, values: Mapping[str, Any]) -> Command | None:
        """Add an element, such as `townships.<id>` or `townships.<id>.teams.<id>`, with its first values."""
        after = commands.added(self.state, self.tables, path, values)
        return self._do("add", after, what=commands.sort_of(path), path=path, **commands.named(values.get("name")))

    def duplicate(self, path: str, new_id: str, name: Text | None = None) -> Command | None:
        """Put a second element beside the one at a path, with all that is stated of it."""
        after = commands.duplicated(self.state, self.tables, path, new_id, name)
        return self._do("duplicate", after, what=commands.sort_of(path), path=path, id=new_id, **commands.named(name))

    def remove(self, path: str) -> Command | None:
        """Remove an element: from the file where the file alone states it, else by a change on the first day.

        Raises EditRefused where there is no such element, or it cannot be taken away.
        """
        after = commands.removed(self.state, self.tables, path, self.saved_tables)
        if self._evaluate(after).tree.has(path):
            after = commands.taken_away(self.state, self.tables, path)
            self._require_possible(after)
        name = commands.named(self.state.value(f"{path}.name"))
        return self._do("remove", after, what=commands.sort_of(path), path=path, **name)

    def _require_possible(self, after: Tables) -> None:
        """Refuse a content in which a change of the timeline cannot be made that could be made before."""
        known = set(map(repr, self.state.problems))
        found = [problem for problem in self._evaluate(after).problems if repr(problem) not in known]
        wrong = [problem for problem in found if problem.path.startswith("timeline[")]
        if wrong:
            raise EditRefused(wrong)

    def merge(self, paths: Sequence[str], into: str, title: Text | None = None) -> Command | None:
        """Make one of several teams, or townships; `into` is an id, or `shared_teams.<id>` for teams."""
        after = commands.merged(self.state, self.tables, paths, into, title)
        self._require_possible(after)
        kept = [commands.named(self.state.value(f"{path}.name")) for path in paths]
        return self._do("merge", after, what=commands.sort_of(paths[0]), paths=list(paths), names=kept, into=into)

    def move_people(self, people: int, source: str, target: str, certified: int | None = None) -> Command | None:
        """Move people between places of staff, with their posts, certificates and stated quotas."""
        after = self._with_values(moved(self.state, people, source, target, certified))
        return self._do("move-people", after, people=people, source=source, target=target)

    # What it is called ----------------------------------------------------------------------------------------------

    def title(self, state: State | None = None) -> Text:
        """The title that the file states; without one of its own that of its base, with what it adds to it.

        That is its measures by name and its other changes by number, so that no plan is called like its base.
        """
        state = state or self.state
        title = words(state.tree, "title")
        if state.base is None or state.own_value("title") is not None:
            return title
        titles = {name: package.title for name, package in self.catalogue.packages.items()}
        titles |= {name: measure.title for name, measure in self.catalogue.measures.items()}
        measures = [titles[name] for name in measure_choices.own_names(self.tables) if name in titles]
        return joined([title, *added_by(self.tables, measures, state.base.resolved)])

    def scenario(self) -> Scenario | None:
        """What is to be run, sources included, under a title that tells it from its base.

        None while there are problems. It takes longer than `state`, which has what a screen shows.
        """
        whole = self.state.whole
        return None if whole is None else evolve(whole, title=self.title())

    # Measures, timeline ---------------------------------------------------------------------------------------------

    @property
    def catalogue(self) -> Catalogue:
        """The measures and packages there are, read once. Raises ScenarioError where one has problems."""
        if self._catalogue is None or self._catalogue.near != self.suggested_file:
            self._catalogue = Catalogue(self.suggested_file)
        return self._catalogue

    def reread(self) -> State:
        """Read base, measures and packages again, and what the content amounts to on top of them."""
        self._catalogue = self._evaluator = self._state = None
        return self.state

    def measures(self, state: State | None = None) -> tuple[MeasureChoice, ...]:
        """Every measure there is, and whether it is in force, now or in the state given."""
        return measure_choices.measure_choices(state or self.state, self.catalogue)

    def packages(self, state: State | None = None) -> tuple[PackageChoice, ...]:
        """Every package there is, and whether it is in force, now or in the state given."""
        return measure_choices.package_choices(state or self.state, self.catalogue)

    def choose(self, name: str) -> Command | None:
        """Apply a measure or a package, after those that are applied."""
        return self._do("choose", measure_choices.chosen(self.tables, self.catalogue, name), name=name)

    def unchoose(self, name: str) -> Command | None:
        """Apply a measure or a package no more."""
        after = measure_choices.unchosen(self.state, self.tables, self.catalogue, name, self.saved_tables)
        return self._do("unchoose", after, name=name)

    @property
    def timeline(self) -> tuple[Mapping[str, Any], ...]:
        """The entries of the timeline as a file writes them, the file's own or those it inherits."""
        return tuple(timeline_of(self.tables, self.state.inherited_timeline))

    def add_entry(self, entry: Mapping[str, Any]) -> Command | None:
        """Add an entry to the timeline, as a file writes it: `from`, `until`, `measures`, `changes`."""
        return self._do_timeline("add-entry", [*self.timeline, bare(entry)], place=len(self.timeline))

    def change_entry(self, place: int, entry: Mapping[str, Any]) -> Command | None:
        """Put another entry in the place of one, counted from 0."""
        entries = [*self.timeline]
        entries[place] = bare(entry)
        return self._do_timeline("change-entry", entries, place=place)

    def remove_entry(self, place: int) -> Command | None:
        """Remove an entry, counted from 0."""
        entries = [*self.timeline]
        del entries[place]
        return self._do_timeline("remove-entry", entries, place=place)

    def _do_timeline(self, kind: str, entries: list[Any], **facts: Any) -> Command | None:
        return self._do(kind, with_timeline(self.tables, entries, self.state.inherited_timeline), **facts)
