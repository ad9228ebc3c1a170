"""A scenario file under a person's hands: the commands that change it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import evolve

from planner.editing import choosing, placing, sourcing, units
from planner.editing.choosing import Catalogue, MeasureChoice, PackageChoice
from planner.editing.history import Command
from planner.editing.moving import moved
from planner.editing.open_file import OpenFile
from planner.editing.opening import timeline_of, with_timeline
from planner.editing.pasting import Pasting
from planner.editing.people import words
from planner.editing.refusal import EditRefused
from planner.editing.state import State
from planner.editing.tables import Tables, same
from planner.files.bare import bare
from planner.files.resolving import added_by
from planner.model.scenario import Scenario, Source
from planner.model.text import Text, joined


class Document(OpenFile):
    """One opened scenario file, or a new what-if.

    Commands change the file's own content and nothing else; each is one entry of the log, is in the draft on the disk
    before it returns, and can be undone back to the opening. They return the command, or None where nothing would
    change, and raise EditRefused, with every reason, where they cannot be carried out. What the content amounts to is
    `state`: a content with problems is a content too, and its problems are listed there.
    """

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
        found = placing.given(state, values)
        after = placing.with_values(state, self.tables, found)
        again = [
            path
            for path, value in found.items()
            if state.own_value(path) is not None and same(bare(state.base_value(path)), value)
        ]
        if again:
            without = placing.cleared(state, after, again, self.saved_tables)
            left = self._evaluate(without)
            if all(same(bare(left.value(path)), found[path]) for path in again):
                return without
        return after

    def clear_value(self, path: str) -> Command | None:
        """Take out what the file itself says at a path, so that the base's value is in force again."""
        after = placing.cleared(self.state, self.tables, [path], self.saved_tables)
        return self._do("clear-value", after, path=path)

    def paste(self, found: Pasting) -> Command | None:
        """Carry out what a block copied from a spreadsheet does to a table of people (`planner.editing.pasting`)."""
        return self.set_values(found.values, "paste", of=found.of)

    def set_source(self, path: str, source: Source) -> Command | None:
        """Say where the value at a path comes from."""
        placing.places(self.state, path)
        return self._do("set-source", sourcing.with_source(self.tables, path, source), path=path, tag=source.tag)

    def clear_source(self, path: str) -> Command | None:
        """Take out what the file itself says about where a value comes from."""
        return self._do("clear-source", sourcing.without_source(self.tables, path), path=path)

    # Townships, teams, departments, case types, shared teams --------------------------------------------------------

    def add(self, path: str, values: Mapping[str, Any]) -> Command | None:
        """Add an element, such as `townships.<id>` or `townships.<id>.teams.<id>`, with its first values."""
        after = units.added(self.state, self.tables, path, values)
        return self._do("add", after, what=units.sort_of(path), path=path, **units.named(values.get("name")))

    def duplicate(self, path: str, new_id: str, name: Text | None = None) -> Command | None:
        """Put a second element beside the one at a path, with all that is stated of it."""
        after = units.duplicated(self.state, self.tables, path, new_id, name)
        return self._do("duplicate", after, what=units.sort_of(path), path=path, id=new_id, **units.named(name))

    def remove(self, path: str) -> Command | None:
        """Remove an element: from the file where the file alone states it, else by a change on the first day.

        Raises EditRefused where there is no such element, or it cannot be taken away.
        """
        after = units.removed(self.state, self.tables, path, self.saved_tables)
        if self._evaluate(after).tree.has(path):
            after = units.taken_away(self.state, self.tables, path)
            self._require_possible(after)
        name = units.named(self.state.value(f"{path}.name"))
        return self._do("remove", after, what=units.sort_of(path), path=path, **name)

    def _require_possible(self, after: Tables) -> None:
        """Refuse a content in which a change of the timeline cannot be made that could be made before."""
        known = set(map(repr, self.state.problems))
        found = [problem for problem in self._evaluate(after).problems if repr(problem) not in known]
        wrong = [problem for problem in found if problem.path.startswith("timeline[")]
        if wrong:
            raise EditRefused(wrong)

    def merge(self, paths: Sequence[str], into: str, title: Text | None = None) -> Command | None:
        """Make one of several teams, or townships; `into` is an id, or `shared_teams.<id>` for teams."""
        after = units.merged(self.state, self.tables, paths, into, title)
        self._require_possible(after)
        kept = [units.named(self.state.value(f"{path}.name")) for path in paths]
        return self._do("merge", after, what=units.sort_of(paths[0]), paths=list(paths), names=kept, into=into)

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
        measures = [titles[name] for name in choosing.own_names(self.tables) if name in titles]
        return joined([title, *added_by(self.tables, measures, state.base.resolved)])

    def scenario(self) -> Scenario | None:
        """What is to be run, sources included, under a title that tells it from its base.

        None while there are problems. It takes longer than `state`, which has what a screen shows.
        """
        whole = self.state.whole
        return None if whole is None else evolve(whole, title=self.title())

    # Measures, timeline ---------------------------------------------------------------------------------------------

    _catalogue: Catalogue | None = None

    @property
    def catalogue(self) -> Catalogue:
        """The measures and packages there are, read once. Raises ScenarioError where one has problems."""
        if self._catalogue is None or self._catalogue.near != self.suggested_file:
            self._catalogue = Catalogue(self.suggested_file)
        return self._catalogue

    def reread(self) -> State:
        """Read base, measures and packages again, and what the content amounts to on top of them."""
        self._catalogue = None
        return super().reread()

    def measures(self, state: State | None = None) -> tuple[MeasureChoice, ...]:
        """Every measure there is, and whether it is in force, now or in the state given."""
        return choosing.measure_choices(state or self.state, self.catalogue)

    def packages(self, state: State | None = None) -> tuple[PackageChoice, ...]:
        """Every package there is, and whether it is in force, now or in the state given."""
        return choosing.package_choices(state or self.state, self.catalogue)

    def choose(self, name: str) -> Command | None:
        """Apply a measure or a package, after those that are applied."""
        return self._do("choose", choosing.chosen(self.tables, self.catalogue, name), name=name)

    def unchoose(self, name: str) -> Command | None:
        """Apply a measure or a package no more."""
        after = choosing.unchosen(self.state, self.tables, self.catalogue, name, self.saved_tables)
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
