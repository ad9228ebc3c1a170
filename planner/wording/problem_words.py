"""Problems and notes in words, with the names of what they are about in the place of ids."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import evolve

from planner.editing import place_of
from planner.editing.tables import keys_of
from planner.errors import PlannerError
from planner.files.tree import dotted
from planner.model.text import visible
from planner.wording import fields, labels
from planner.wording.commands import where
from planner.wording.language import N_, _, text
from planner.wording.problems import nearest, sentence

if TYPE_CHECKING:
    from planner.editing import Document, State
    from planner.errors import Problem

_TABLES = {
    "case_type": "case_types",
    "case_types": "case_types",
    "townships": "townships",
    "township": "townships",
    "profile": "profiles",
}
"""Facts that are ids of a table."""

_SORTS = {
    "township": "townships",
    "department": "departments",
    "kind": "kinds",
    "case-type": "case_types",
    "case-type-or-family": "case_types",
    "profile": "profiles",
}
"""The table of the names that are known, by the sort of name that is not (`unknown-name`)."""

_PARTS = {"measures": "", "timeline": N_("Timeline"), "sources": N_("Sources")}
"""Tables of a file that are no part of the model, by the part of the screen that shows them."""


def titles_of(document: Document) -> dict[str, str]:
    """The titles of measures and packages by their ids; none where they cannot be read."""
    try:
        catalogue = document.catalogue
    except PlannerError:
        return {}
    titles = {id: text(measure.title) for id, measure in catalogue.measures.items()}
    return titles | {id: text(package.title) for id, package in catalogue.packages.items()}


class ProblemWords:
    """The words of problems of a state; `titles` are those of measures by their ids."""

    def __init__(self, state: State, titles: Mapping[str, str] | None = None) -> None:
        self._state = state
        self._titles = titles or {}

    def what(self, problem: Problem) -> str:
        """What is wrong, and the nearest right name."""
        facts = {name: self._named(problem, name, value) for name, value in problem.facts.items()}
        near = self._nearest(problem) if problem.nearest else ""
        if problem.kind == "no-match":
            return self._no_match(problem) + nearest(evolve(problem, nearest=near))
        return sentence(evolve(problem, facts=facts)) + nearest(evolve(problem, nearest=near))

    def _no_match(self, problem: Problem) -> str:
        """What a change speaks of and a scenario does not have, by the names of the places that it passes."""
        pattern, part = str(problem.facts["pattern"]), str(problem.facts["part"])
        keys = keys_of(pattern)
        if part not in keys or len(keys) == 1:
            return sentence(problem)
        passed = keys.index(part)
        places = [self._place(keys[: depth + 1]) for depth in range(len(keys)) if not fields.passes(keys[: depth + 1])]
        before = sum(not fields.passes(keys[: depth + 1]) for depth in range(passed))
        found, rest = visible(self._place(keys[: passed + 1])), visible(" › ".join(places[before + 1 :]))
        if part.startswith(("*", "@")) and not before:
            if not rest:
                return _("{part}: there are none here.").format(part=found)
            return _("{part}: there are none here, so nothing is set at {place}.").format(part=found, place=rest)
        return sentence(evolve(problem, facts={"pattern": " › ".join(places), "part": found}))

    def _place(self, keys: tuple[str, ...]) -> str:
        """The last key of a pattern in words: `*` by its table, `@kind` as the townships of that kind."""
        *above, key = keys
        if key.startswith("@"):
            kind = fields.named(self._state.tree, "kinds", key[1:])
            return _("Townships of the kind “{kind}”").format(kind=kind)
        path = dotted(tuple(above) if key == "*" else keys)
        try:
            return fields.label(self._state.tree, path)
        except (KeyError, ValueError, IndexError):
            return key

    def _named(self, problem: Problem, fact: str, value: Any) -> Any:
        if fact == "post":
            return labels.label(labels.POST_TYPES, str(value))
        if fact == "posts" and isinstance(value, list | tuple):
            return tuple(labels.label(labels.POST_TYPES, str(one)) for one in value)
        if fact in ("measure", "needs") and isinstance(value, str):
            return self._titles.get(value, value)
        if fact in ("by", "merged_by") and problem.kind in ("overwritten", "merged-away"):
            return self._said_of(Path(str(value)))
        if fact == "allowed" and problem.kind == "not-one-of":
            return tuple(self._choice(problem, one) for one in value)
        if fact in _TABLES:
            tree, table = self._state.tree, _TABLES[fact]
            if isinstance(value, str):
                return fields.named(tree, table, value)
            if isinstance(value, list | tuple):
                return tuple(fields.named(tree, table, str(one)) for one in value)
        return value

    def _nearest(self, problem: Problem) -> str:
        if problem.kind == "not-one-of":
            return str(self._choice(problem, problem.nearest))
        if problem.kind == "no-match" and problem.nearest.startswith("@"):
            return self._place((problem.nearest,))
        if problem.kind != "unknown-name":
            return problem.nearest
        if problem.nearest in labels.FAMILIES:
            return labels.family(problem.nearest)
        return fields.named(self._state.tree, _SORTS.get(str(problem.facts.get("what")), ""), problem.nearest)

    def _choice(self, problem: Problem, one: Any) -> Any:
        return fields.choice(self._state.tree, place_of(problem), one) if isinstance(one, str) else one

    def _said_of(self, file: Path) -> str:
        """What a file is to this scenario: itself, a measure, or the base."""
        return _("this scenario") if file == self._state.file else self._titles.get(file.stem) or _("the base")

    def path(self, problem: Problem) -> str:
        """The path that leads to it: that of a field, or `measures` for what is wrong with a measure itself."""
        path = place_of(problem)
        is_of_measure = Path(problem.file).stem in self._titles if problem.file else False
        return "measures" if is_of_measure and path in ("changes", "needs", "") else path

    def where(self, problem: Problem) -> str:
        """Its place in words; where another file states it, also that this is a measure, or the base."""
        path = self.path(problem)
        first = path.partition(".")[0]
        place = where(self._state.tree, path) if first not in _PARTS else labels.label(_PARTS, first)
        file = Path(problem.file) if problem.file else self._state.file
        if file == self._state.file:
            return place
        if measure := problem.facts.get("measure"):
            return self._titles.get(str(measure)) or str(measure)
        if not place:
            return self._titles.get(file.stem) or file.name
        return _(": ").join((self._said_of(file), place))
