"""The file of a document as it was last read or written, and the ways to read and write it."""

from __future__ import annotations

import json
import os
import tomllib
from pathlib import Path

from attrs import frozen

from planner.editing.rewriting import rewritten
from planner.editing.tables import Tables
from planner.errors import Problem, ScenarioError
from planner.files.atomic import write_whole
from planner.files.places import inside, root_of, roots_of
from planner.files.toml import decoded, fingerprint_of, parsed, read_bytes
from planner.files.writing import BYTE_ORDER_MARK


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
