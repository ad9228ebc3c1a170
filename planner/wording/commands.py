"""The commands of the log of a document, as sentences: what was done, to what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from planner.editing import Command
from planner.editing.state import Tree
from planner.editing.tables import keys_of
from planner.files.tree import dotted
from planner.model.text import Text
from planner.wording import fields, labels
from planner.wording.changes import value_told
from planner.wording.language import N_, _, ngettext, text
from planner.wording.numbers import number

SORTS: Mapping[str, str] = {
    "township": N_("township"),
    "team": N_("team"),
    "department": N_("department"),
    "shared-team": N_("shared team"),
    "case-type": N_("case type"),
    "kind": N_("kind of township"),
    "profile": N_("profile"),
    "surge": N_("surge"),
}
"""What was added, duplicated, removed or merged."""


def where(tree: Tree, path: str) -> str:
    """A place in words; of a path that leads nowhere in the model its keys from there on."""
    keys = keys_of(path) if path else ()
    for depth in range(len(keys), 0, -1):
        try:
            return " › ".join((fields.place(tree, dotted(keys[:depth])), *keys[depth:]))
        except (KeyError, ValueError, IndexError):
            continue
    return path


class Words:
    """The sentences of commands, with the names of the places that a scenario has and the titles of measures."""

    def __init__(self, tree: Tree, titles: Mapping[str, str]) -> None:
        self._tree = tree
        self._titles = titles

    def of(self, command: Command) -> str:
        """What a command did; one of an unknown kind by its kind."""
        found: Callable[[Mapping[str, Any]], str] | None = getattr(self, f"_{command.kind.replace('-', '_')}", None)
        return found(command.facts) if found else command.kind

    def _place(self, facts: Mapping[str, Any], key: str = "path") -> str:
        return where(self._tree, str(facts.get(key, "")))

    def _element(self, facts: Mapping[str, Any], path: str) -> str:
        """An element in words, by the name it had or was given where it is not there now."""
        name = facts.get("name")
        kept = text(Text(str(name.get("zh", "")), str(name.get("en", "")))) if isinstance(name, Mapping) else ""
        if not kept or self._tree.has(path):
            return where(self._tree, path)
        owner = path.rpartition(".")[0].rpartition(".")[0]
        return f"{where(self._tree, owner)} › {kept}" if owner else kept

    def _sort(self, facts: Mapping[str, Any]) -> str:
        return labels.label(SORTS, str(facts.get("what", "")))

    def _numbers(self, facts: Mapping[str, Any]) -> int:
        return int(facts.get("count", 0))

    def _set_value(self, facts: Mapping[str, Any]) -> str:
        value = facts.get("value")
        told = "" if isinstance(value, Mapping) else value_told(self._tree, str(facts.get("path", "")), value)
        if len(told) > 30:
            told = told[:29] + "…"
        return f"{self._place(facts)} = {told}" if told else _("{place} changed").format(place=self._place(facts))

    def _set_values(self, facts: Mapping[str, Any]) -> str:
        n = self._numbers(facts)
        return ngettext("{n} value changed", "{n} values changed", n).format(n=number(n, 0))

    def _clear_value(self, facts: Mapping[str, Any]) -> str:
        return _("{place} back to the base").format(place=self._place(facts))

    def _clear_values(self, facts: Mapping[str, Any]) -> str:
        n = self._numbers(facts)
        return ngettext("{n} value back to the base", "{n} values back to the base", n).format(n=number(n, 0))

    def _paste(self, facts: Mapping[str, Any]) -> str:
        n = self._numbers(facts)
        return ngettext("paste of {n} number", "paste of {n} numbers", n).format(n=number(n, 0))

    def _set_source(self, facts: Mapping[str, Any]) -> str:
        tag = labels.label(labels.TAGS, str(facts.get("tag", "")))
        return _("source of {place}: {tag}").format(place=self._place(facts), tag=tag)

    def _clear_source(self, facts: Mapping[str, Any]) -> str:
        return _("source of {place} taken out").format(place=self._place(facts))

    def _add(self, facts: Mapping[str, Any]) -> str:
        place = self._element(facts, str(facts["path"]))
        return _("{sort} added: {place}").format(sort=self._sort(facts), place=place)

    def _duplicate(self, facts: Mapping[str, Any]) -> str:
        path = str(facts["path"])
        copy = f"{path.rpartition('.')[0]}.{facts.get('id', '')}"
        return _("{place} duplicated as {id}").format(place=where(self._tree, path), id=self._element(facts, copy))

    def _remove(self, facts: Mapping[str, Any]) -> str:
        return _("{sort} removed: {place}").format(
            sort=self._sort(facts), place=self._element(facts, str(facts["path"]))
        )

    def _merge(self, facts: Mapping[str, Any]) -> str:
        paths = [str(path) for path in facts.get("paths", ())]
        names = facts.get("names") or [{}] * len(paths)
        places = [self._element(name, path) for path, name in zip(paths, names, strict=True)]
        return _("merged: {places}").format(places=_(", ").join(places))

    def _move_people(self, facts: Mapping[str, Any]) -> str:
        n = int(facts.get("people", 0))
        told = ngettext("{n} person moved: {source} → {target}", "{n} people moved: {source} → {target}", n)
        return told.format(n=number(n, 0), source=self._place(facts, "source"), target=self._place(facts, "target"))

    def _title(self, facts: Mapping[str, Any]) -> str:
        name = str(facts.get("name", ""))
        return self._titles.get(name, name)

    def _choose(self, facts: Mapping[str, Any]) -> str:
        return _("chosen: {measure}").format(measure=self._title(facts))

    def _unchoose(self, facts: Mapping[str, Any]) -> str:
        return _("no longer chosen: {measure}").format(measure=self._title(facts))

    def _entry(self, facts: Mapping[str, Any]) -> int:
        return int(facts.get("place", 0)) + 1

    def _add_entry(self, facts: Mapping[str, Any]) -> str:
        return _("entry {n} of the timeline added").format(n=self._entry(facts))

    def _change_entry(self, facts: Mapping[str, Any]) -> str:
        return _("entry {n} of the timeline changed").format(n=self._entry(facts))

    def _remove_entry(self, facts: Mapping[str, Any]) -> str:
        return _("entry {n} of the timeline removed").format(n=self._entry(facts))

    def _set_powers(self, facts: Mapping[str, Any]) -> str:
        n = self._numbers(facts)
        return ngettext("{n} power held otherwise", "{n} powers held otherwise", n).format(n=number(n, 0))

    def _set_words(self, _facts: Mapping[str, Any]) -> str:
        return _("title and description")

    def _take_over(self, facts: Mapping[str, Any]) -> str:
        return _("what others had changed in {file}").format(file=Path(str(facts.get("file", ""))).name)
