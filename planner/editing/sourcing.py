"""Tags of sources in a file: a pattern may be written as one quoted key or in nested tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from planner.editing.tables import Tables, value_at, with_value, without
from planner.files.bare import bare
from planner.files.tree import Path
from planner.model.scenario import Source


def with_source(tables: Tables, pattern: str, source: Source) -> Tables:
    """The tables with a tag for a pattern, in the place of the one it has."""
    words = {key: value for key, value in bare(source).items() if value not in ("", {"zh": "", "en": ""})}
    path = _written_as(tables, pattern) or ("sources", pattern)
    return with_value(tables, path, words)


def without_source(tables: Tables, pattern: str) -> Tables:
    """The tables without the tag of a pattern."""
    path = _written_as(tables, pattern)
    return tables if path is None else without(tables, path)


def _written_as(tables: Tables, pattern: str) -> Path | None:
    """Where the tag of exactly this pattern stands in the file."""
    return _search(value_at(tables, ("sources",)), pattern, ("sources",))


def _search(value: Any, rest: str, path: Path) -> Path | None:
    if not isinstance(value, Mapping) or isinstance(value.get("tag"), str):
        return None
    if rest in value:
        found = value[rest]
        is_tag = isinstance(found, str) or (isinstance(found, Mapping) and isinstance(found.get("tag"), str))
        if is_tag:
            return (*path, rest)
    for key, inner in value.items():
        if rest.startswith(f"{key}."):
            found_below = _search(inner, rest[len(key) + 1 :], (*path, key))
            if found_below is not None:
                return found_below
    return None
