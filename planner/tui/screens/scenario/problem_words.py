"""Problems and notes in words, with the names of what they are about in the place of ids."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import evolve

from planner.editing import place_of
from planner.i18n import N_, _, fields, labels
from planner.i18n.commands import where
from planner.i18n.problems import nearest, sentence

if TYPE_CHECKING:
    from planner.editing import State
    from planner.errors import Problem

_TABLES = {"case_type": "case_types", "case_types": "case_types", "townships": "townships", "township": "townships"}
"""Facts that are ids of a table."""

_PARTS = {"measures": "", "timeline": N_("Timeline"), "sources": N_("Sources")}
"""Tables of a file that are no part of the model, by the part of the screen that shows them."""


class ProblemWords:
    """The words of problems of a state; `titles` are those of measures by their ids."""

    def __init__(self, state: State, titles: Mapping[str, str]) -> None:
        self._state = state
        self._titles = titles

    def what(self, problem: Problem) -> str:
        """What is wrong, and the nearest right name."""
        facts = {name: self._named(name, value) for name, value in problem.facts.items()}
        return sentence(evolve(problem, facts=facts)) + nearest(problem)

    def _named(self, fact: str, value: Any) -> Any:
        if fact == "post":
            return labels.label(labels.POST_TYPES, str(value))
        if fact in ("measure", "needs") and isinstance(value, str):
            return self._titles.get(value, value)
        if fact in _TABLES:
            tree, table = self._state.tree, _TABLES[fact]
            if isinstance(value, str):
                return fields.named(tree, table, value)
            if isinstance(value, list | tuple):
                return tuple(fields.named(tree, table, str(one)) for one in value)
        return value

    def path(self, problem: Problem) -> str:
        """The path that leads to it: that of a field, or `measures` for what is wrong with a measure itself."""
        path = place_of(problem)
        is_of_measure = Path(problem.file).stem in self._titles if problem.file else False
        return "measures" if is_of_measure and path in ("changes", "needs", "") else path

    def where(self, problem: Problem) -> str:
        """Its place in words; where another file states it, that file or measure as well."""
        path = self.path(problem)
        first = path.partition(".")[0]
        place = where(self._state.tree, path) if first not in _PARTS else labels.label(_PARTS, first)
        file = Path(problem.file) if problem.file else self._state.file
        if file == self._state.file:
            return place
        measure = problem.facts.get("measure")
        said = self._titles.get(str(measure)) if measure else self._titles.get(file.stem)
        if measure:
            return said or str(measure)
        return _(": ").join(filter(None, (said or file.name, place)))
