"""Changing values in the text of a TOML file that a person wrote."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

from planner.errors import Problem, ScenarioError
from planner.files.nearest import shown
from planner.files.schema import is_staff, is_text, shape_at
from planner.files.toml import parsed
from planner.model.team import POST_TYPES


def edited(file: Path, text: str, new_values: Mapping[str, Any]) -> str:
    """The text with new values by dotted path, None taking one out; comments and order stay.

    The result is read again and compared with what it should say. Raises ScenarioError `not-kept` where it does not,
    and others where it is no TOML file to begin with.
    """
    wanted = parsed(file, text.encode())
    for path, value in new_values.items():
        try:
            _change(wanted, path.split("."), value, deepcopy)
        except ValueError:
            raise _not_kept(file, path, value) from None
        # A table of its own is easier to read, but cannot stand beside dotted keys.
        attempts = (_rewritten(text, path, value, make) for make in (_as_table, _in_line))
        kept = next((attempt for attempt in attempts if _says(attempt, wanted)), None)
        if kept is None:
            raise _not_kept(file, path, value)
        text = kept
    return text


def _not_kept(file: Path, path: str, value: Any) -> ScenarioError:
    return ScenarioError(Problem(kind="not-kept", file=str(file), path=path, facts={"got": shown(value)}))


def _says(text: str | None, wanted: dict[str, Any]) -> bool:
    try:
        return text is not None and tomllib.loads(text) == wanted
    except ValueError:
        return False


def _rewritten(text: str, path: str, value: Any, make: Callable[[Any], Any]) -> str | None:
    """The text with a new value, or None where tomlkit cannot do it."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(text)
        _change(document, path.split("."), value, make)
        return tomlkit.dumps(document)
    except (TOMLKitError, AttributeError, KeyError, TypeError, ValueError):
        return None


def _as_table(value: Any) -> Any:
    flat = isinstance(value, dict) and value and not any(isinstance(inner, dict) for inner in value.values())
    return _in_line(value) if flat else value


def _in_line(value: Any) -> Any:
    import tomlkit

    if not isinstance(value, dict):
        return value
    table = tomlkit.inline_table()
    for key, inner in value.items():
        table[key] = _in_line(inner)
    return table


def _change(tables: Any, keys: Sequence[str], value: Any, make: Callable[[Any], Any]) -> None:
    """Put a value into nested tables, of tomlkit or bare ones alike; short forms on the way are written out.

    Raises ValueError where something else than a table is on the way.
    """
    for depth, key in enumerate(keys[:-1]):
        if key not in tables:
            if value is None:
                return
            tables[key] = make({})
        if not isinstance(tables[key], MutableMapping):
            tables[key] = make(_written_out(keys[: depth + 1], tables[key]))
        tables = tables[key]
    if value is None:
        tables.pop(keys[-1], None)
    else:
        tables[keys[-1]] = make(value)


def _written_out(path: Sequence[str], short: Any) -> dict[str, Any]:
    """The table that a short form stands for. Raises ValueError where it stands for none."""
    shape = shape_at(tuple(path))
    if is_staff(shape) and type(short) is not bool and isinstance(short, int):
        return {post: int(short) if post == "institution" else 0 for post in POST_TYPES}
    if is_text(shape) and isinstance(short, str):
        return {language: str(short) for language in ("zh", "en")}
    raise ValueError(path)
