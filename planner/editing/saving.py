"""The file of a document on the disk: read, rewritten with its comments and order, and what comes of saving."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from attrs import frozen

from planner.editing.tables import UNSTATED, Edit, Tables, edits_between, same
from planner.errors import Problem, ScenarioError
from planner.files.atomic import write_whole
from planner.files.places import inside, root_of, roots_of
from planner.files.toml import decoded, fingerprint_of, parsed, read_bytes
from planner.files.writing import BYTE_ORDER_MARK, edited


def rewritten(file: Path, text: str, wanted: Tables) -> str:
    """The text with the content `wanted`, which it is held against.

    Raises ScenarioError `not-kept` where the file cannot take it.
    """
    there = tomllib.loads(text)
    if same(there, wanted):
        return text
    for new in _attempts(file, text, there, wanted):
        if _says(new, wanted):
            return new
    raise ScenarioError(Problem(kind="not-kept", file=str(file), facts={"got": ""}))


def _says(text: str, wanted: Tables) -> bool:
    try:
        return same(tomllib.loads(text), wanted)
    except ValueError:
        return False


def _attempts(file: Path, text: str, there: Tables, wanted: Tables) -> Iterator[str]:
    """All at once, touching as little as can be; then less and less gently, where dotted keys stand in the way."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    for in_line in (False, True):
        with suppress(TOMLKitError, AttributeError, KeyError, IndexError, TypeError, ValueError):
            document = tomlkit.parse(text)
            _settle(document, wanted, in_line=in_line)
            yield tomlkit.dumps(document)
    edits = edits_between(there, wanted)
    if all("." not in key for edit in edits for key in edit.path):
        values = {".".join(edit.path): None if edit.value is UNSTATED else edit.value for edit in edits}
        with suppress(ScenarioError):
            yield edited(file, text, values)


def _settle(table: MutableMapping[str, Any], wanted: Mapping[str, Any], *, in_line: bool) -> None:
    """Make a table of tomlkit say what is wanted, touching only what differs.

    Headings cannot stand beside dotted keys, nor in a line: what is new there is written `in_line`. A table of dotted
    keys is gone when its last key is, so that an empty one is written anew.
    """
    for key in [key for key in table if key not in wanted]:
        del table[key]
    for key, value in wanted.items():
        there = table.get(key)
        beside = in_line or _is_in_line(table)
        if key not in table:
            _add(table, key, _new(value, key, in_line=beside))
        elif isinstance(there, MutableMapping) and isinstance(value, Mapping) and (value or not _is_dotted(table, key)):
            _settle(there, value, in_line=beside or _is_dotted(table, key))
        elif _is_list_of_tables(there) and _is_list_of_tables(value) and value:
            _settle_list(there, value, in_line=beside)
        elif not same(_bare(there), value):
            table[key] = _new(value, key, in_line=beside or value == {})


def _is_dotted(table: Any, key: str) -> bool:
    """Whether a key of a table was written with dots: `teams.squad = …`."""
    return any(there is not None and there.key == key and there.is_dotted() for there, _item in _body(table))


def _body(table: Any) -> list[tuple[Any, Any]]:
    """What a table or document of tomlkit is made of, in order: keys with items; blanks and comments have no key."""
    found: list[tuple[Any, Any]] = table.body if hasattr(table, "body") else table.value.body
    return found


def _is_in_line(table: Any) -> bool:
    from tomlkit.items import InlineTable

    return isinstance(table, InlineTable)


def _is_array(values: Any) -> bool:
    from tomlkit.items import Array

    return isinstance(values, Array)


def _add(table: Any, key: str, value: Any) -> None:
    """Add a key behind the last one: comments at the end belong to what comes next."""
    body = _body(table)
    end = len(body)
    while end and body[end - 1][0] is None:
        end -= 1
    rest = body[end:]
    del body[end:]
    table[key] = value
    body.extend(rest)


def _settle_list(there: Any, wanted: list[Any], *, in_line: bool) -> None:
    """Make a list of tables say what is wanted; entries that stay keep their comments."""
    stay = 0
    while stay < min(len(there), len(wanted)) and same(_bare(there[stay]), wanted[stay]):
        stay += 1
    gone = len(there) - len(wanted)
    if gone > 0 and [_bare(one) for one in there[stay + gone :]] == wanted[stay:]:
        for _ in range(gone):
            del there[stay]
        return
    while len(there) > len(wanted):
        del there[-1]
    for place in range(stay, len(there)):
        _settle(there[place], wanted[place], in_line=in_line)
    for value in wanted[len(there) :]:
        there.append(_in_line(value) if in_line or _is_array(there) else _table(value))


def _is_list_of_tables(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, Mapping) for one in value)


def _bare(value: Any) -> Any:
    return value.unwrap() if hasattr(value, "unwrap") else value


def _new(value: Any, key: str, *, in_line: bool) -> Any:
    """A value as tomlkit writes it: entries of a timeline and large tables with headings, others in a line."""
    import tomlkit

    if in_line:
        return _in_line(value)
    if key == "timeline" and value and _is_list_of_tables(value):
        entries = tomlkit.aot()
        for entry in value:
            entries.append(_table(entry))
        return entries
    nested = isinstance(value, Mapping) and any(isinstance(inner, Mapping) for inner in value.values())
    return _table(value) if nested else _in_line(value)


def _table(value: Mapping[str, Any]) -> Any:
    import tomlkit

    table = tomlkit.table()
    for key, inner in value.items():
        is_list = isinstance(inner, list) and inner and _is_list_of_tables(inner)
        table[key] = _lines(inner) if is_list else _new(inner, key, in_line=False)
    return table


def _lines(values: list[Any]) -> Any:
    """A list of small tables, one a line."""
    import tomlkit

    array = tomlkit.array()
    for value in values:
        array.append(_in_line(value))
    return array.multiline(True)


def _in_line(value: Any) -> Any:
    import tomlkit

    if isinstance(value, Mapping):
        table = tomlkit.inline_table()
        for key, inner in value.items():
            table[key] = _in_line(inner)
        return table
    if isinstance(value, list):
        array = tomlkit.array()
        for inner in value:
            array.append(_in_line(inner))
        return array
    return value


@frozen(kw_only=True)
class Paper:
    """What a document was made from, or saved as.

    `home` is where its content is read from: the file, or the place beside its base where a what-if that was never
    saved would lie; such a one has neither `file` nor `fingerprint`.
    """

    home: Path
    file: Path | None
    text: str
    fingerprint: str | None
    tables: Tables


@frozen(kw_only=True)
class OnDisk:
    """A file as it lies on the disk now."""

    file: Path
    text: str
    tables: Tables
    fingerprint: str
    marked: bool
    """Whether it begins with a byte order mark."""


def read_file(file: Path) -> OnDisk:
    """A file with its content. Raises ScenarioError where it cannot be read, or is not TOML."""
    content = read_bytes(file)
    return OnDisk(
        file=file,
        text=decoded(file, content),
        tables=parsed(file, content),
        fingerprint=fingerprint_of(content),
        marked=content.startswith(BYTE_ORDER_MARK),
    )


def fingerprint_now(file: Path) -> str | None:
    """The fingerprint of a file as it lies there, or None where it cannot be read."""
    try:
        return fingerprint_of(read_bytes(file))
    except ScenarioError:
        return None


def opened(file: Path) -> Paper:
    """An existing file. Raises ScenarioError where it cannot be read, or is not TOML."""
    disk = read_file(file.resolve())
    return Paper(home=disk.file, file=disk.file, text=disk.text, fingerprint=disk.fingerprint, tables=disk.tables)


def begun_on(base: Path) -> Paper:
    """A new what-if that extends a base and says nothing yet. Raises ScenarioError where the base cannot be read."""
    real = base.resolve()
    read_file(real)
    text = f"format = 1\nextends = {json.dumps(real.name, ensure_ascii=False)}\n"
    return Paper(home=_free_path(real), file=None, text=text, fingerprint=None, tables=tomllib.loads(text))


def _free_path(base: Path) -> Path:
    """A path beside a base at which nothing lies."""
    number = 1
    while (path := base.with_name(f"{base.stem}-what-if{f'-{number}' if number > 1 else ''}.toml")).exists():
        number += 1
    return path


def write_over(disk: OnDisk, wanted: Tables) -> tuple[str, str]:
    """Give a file a new content, whole or not at all; its new text and fingerprint.

    Raises ScenarioError: `changed-on-disk` where it is no longer the one that was read, `not-kept`, `unwritable`.
    """

    def unchanged() -> None:
        if fingerprint_now(disk.file) != disk.fingerprint:
            raise ScenarioError(Problem(kind="changed-on-disk", file=str(disk.file)))

    unchanged()
    text = rewritten(disk.file, disk.text, wanted)
    if text == disk.text:
        return text, disk.fingerprint
    content = (BYTE_ORDER_MARK if disk.marked else b"") + text.encode()
    write_whole(disk.file, content, unchanged)
    return text, fingerprint_of(content)


def write_new(file: Path, text: str, wanted: Tables) -> tuple[str, str]:
    """Write a new file; its text and fingerprint. Raises ScenarioError `exists`, `not-kept`, `unwritable`."""

    def still_new() -> None:
        if os.path.lexists(file):
            raise ScenarioError(Problem(kind="exists", file=str(file), facts={"at": str(file)}))

    still_new()
    text = rewritten(file, text, wanted)
    write_whole(file, text.encode(), still_new)
    return text, fingerprint_of(text.encode())


def way_to(base: Path, file: Path) -> str:
    """How `extends` in `file` names a base. Raises ScenarioError `outside` where it is in no scenario folder of it."""
    roots, own = roots_of(file), root_of(file)
    if not inside(base, roots):
        facts = {"got": str(base), "root": str(own)}
        raise ScenarioError(Problem(kind="outside", file=str(file), path="extends", facts=facts))
    real = base.resolve()
    if real.is_relative_to(own):
        return Path(os.path.relpath(real, file.resolve().parent)).as_posix()
    home = next(root for root in roots if real.is_relative_to(root))
    return real.relative_to(home).as_posix()


@frozen
class Saved:
    """The file was written, and has this fingerprint now."""

    file: Path
    fingerprint: str


@frozen
class ChangedOnDisk:
    """Somebody else has changed the file since it was opened; nothing was written.

    `theirs` is what they changed; `both` are those of its paths at, above or below which one has changed things as
    well. Saving again `onto` this fingerprint lays one's own changes over theirs.
    """

    file: Path
    fingerprint: str
    theirs: tuple[Edit, ...]
    both: tuple[str, ...]


@frozen
class NotSaved:
    """Nothing was written, and these are the reasons."""

    problems: tuple[Problem, ...]


Outcome = Saved | ChangedOnDisk | NotSaved


def compared(saved: Tables, own: Tables, disk: OnDisk) -> ChangedOnDisk:
    """What others have done to a file beside what one has done oneself."""
    theirs, mine = edits_between(saved, disk.tables), edits_between(saved, own)
    both = [".".join(edit.path) for edit in theirs if any(_related(edit, other) for other in mine)]
    return ChangedOnDisk(disk.file, disk.fingerprint, theirs, tuple(both))


def _related(one: Edit, other: Edit) -> bool:
    length = min(len(one.path), len(other.path))
    return one.path[:length] == other.path[:length]
