"""Saving: changes in the text of a file that a person wrote, and new what-if files of a few lines."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

from planner.errors import Problem, ScenarioError
from planner.files.atomic import write_whole
from planner.files.findings import shown
from planner.files.places import inside, root_of, roots_of, schema_line
from planner.files.schema import is_staff, is_text, shape_at
from planner.files.toml import decoded, fingerprint_of, parsed, read_bytes
from planner.files.tree import bare
from planner.model.team import POST_TYPES
from planner.model.text import Text


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


BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def fingerprint(path: Path | str) -> str:
    """What tells the present content of a file from another one. Raises ScenarioError where it cannot be read."""
    return fingerprint_of(read_bytes(Path(path)))


def save_changes(path: Path | str, new_values: Mapping[str, Any], *, expected: str) -> str:
    """Write values by dotted path into a file that a person wrote; None takes a value out of the file.

    Everything else in it stays as it is, comments too. Gives the new fingerprint. Raises ScenarioError
    `changed-on-disk` where the file is no longer the one of fingerprint `expected`, `not-kept` where the file cannot
    take a value, `unwritable` where it cannot be written; the old file is then whole.
    """
    file = Path(path)
    content = read_bytes(file)

    def unchanged() -> None:
        if fingerprint(file) != expected:
            raise ScenarioError(Problem(kind="changed-on-disk", file=str(file)))

    unchanged()
    text = edited(file, decoded(file, content), {key: bare(value) for key, value in new_values.items()})
    mark = BYTE_ORDER_MARK if content.startswith(BYTE_ORDER_MARK) else b""
    result = mark + text.encode()
    write_whole(file, result, unchanged)
    return fingerprint_of(result)


def write_scenario(
    path: Path | str,
    base: Path | str,
    values: Mapping[str, Any],
    *,
    measures: Sequence[str] = (),
    title: Text | None = None,
    description: Text | None = None,
) -> str:
    """Write a new what-if file that extends `base` and states only `values`, by dotted path; gives its fingerprint.

    Raises ScenarioError `exists` where there is such a file, `outside` where `base` does not lie in a scenario folder
    of the new file, `not-kept` where a value cannot stand in a file, `unwritable`.
    """
    import tomli_w

    file = Path(path)
    roots = roots_of(file)
    if not inside(Path(base), roots):
        raise ScenarioError(
            Problem(
                kind="outside", file=str(file), path="extends", facts={"got": str(base), "root": str(root_of(file))}
            )
        )
    tables: dict[str, Any] = {"format": 1, "extends": _way(Path(base), file)}
    if measures:
        tables["measures"] = list(measures)
    for key, words in (("title", title), ("description", description)):
        if words is not None:
            tables[key] = bare(words)
    for dotted_path, value in values.items():
        _put(file, tables, dotted_path, bare(value))
    content = (schema_line(file) + tomli_w.dumps(tables)).encode()
    if tomllib.loads(content.decode()) != tables:
        raise _not_kept(file, "", tables)

    def still_new() -> None:
        if file.exists():
            raise ScenarioError(Problem(kind="exists", file=str(file), facts={"at": str(file)}))

    still_new()
    write_whole(file, content, still_new)
    return fingerprint_of(content)


def _way(base: Path, file: Path) -> str:
    """From the folder of `file` to `base`, or from the scenario folder that holds `base` where that is another one."""
    real, folder = base.resolve(), file.resolve().parent
    own = root_of(file)
    if real.is_relative_to(own):
        return Path(os.path.relpath(real, folder)).as_posix()
    home = next(root for root in roots_of(file) if real.is_relative_to(root))
    return real.relative_to(home).as_posix()


def _put(file: Path, tables: dict[str, Any], path: str, value: Any) -> None:
    *above, last = path.split(".")
    for key in above:
        inner = tables.setdefault(key, {})
        if not isinstance(inner, dict):
            raise _not_kept(file, path, value)
        tables = inner
    if value is None or (last in tables and isinstance(tables[last], dict) and not isinstance(value, dict)):
        raise _not_kept(file, path, value)
    tables[last] = {**tables[last], **value} if isinstance(tables.get(last), dict) else value
