"""Where scenario files lie: the folder of a set of scenarios, the shipped one, and what stays inside them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from planner.model.text import visible

PACKAGE = Path(__file__).resolve().parents[1]

DEEPEST_SOUGHT = 3
MOST_ENTRIES = 1_000
"""How deep, and among how many of a folder's entries, the nearest right file is looked for."""

ID = re.compile(r"[^\W_][\w-]*")
"""An id: letters of any script, digits, `-` and `_`, beginning with a letter or digit."""


def shipped() -> Path:
    """The folder of scenarios that comes with the planner: of the checkout, or inside an installed wheel."""
    installed = PACKAGE / "_scenarios"
    return (installed if installed.is_dir() else PACKAGE.parent / "scenarios").resolve()


def real_path(path: Path) -> Path:
    """The path from the root of the file system, symbolic links followed as far as they lead somewhere.

    Unlike `Path.resolve` it gives an answer for links in a circle and for names that no file can have.
    """
    try:
        return Path(os.path.realpath(path))
    except (OSError, ValueError):
        return Path(os.path.abspath(str(path).replace("\0", "")))


def root_of(file: Path) -> Path:
    """The scenario folder of a file: the nearest from its own upward that shows itself as one, else its own.

    A folder above shows itself by scenario files in its `base/`, or by `measures/` beside scenario files of its own.
    A mere folder `measures` above is somebody else's, whatever it holds.
    """
    folder = real_path(file).parent
    for candidate in (folder, *folder.parents):
        # A folder that happens to be called `base` says nothing: somebody's home may hold one.
        if any(_toml_in(candidate / "base")):
            return candidate
        if os.path.isdir(candidate / "measures") and (candidate == folder or any(_toml_in(candidate))):
            return candidate
    return folder


def _toml_in(folder: Path) -> Iterator[Path]:
    """The files `*.toml` of a folder; none where it cannot be read."""
    try:
        yield from folder.glob("*.toml")
    except OSError:
        return


def roots_of(file: Path) -> tuple[Path, ...]:
    """Where `extends` and `measures` of a file may lie: its own scenario folder, then the shipped one."""
    own, common = root_of(file), shipped()
    return (own,) if own == common else (own, common)


def inside(path: Path, roots: tuple[Path, ...]) -> bool:
    """Whether a path, symbolic links followed, lies in one of the folders."""
    real = real_path(path)
    return any(real.is_relative_to(root) for root in roots)


SCHEMA = "schema/scenario.schema.json"
"""In a scenario folder, what tells an editor of scenario files which keys and values there are."""


def schema_line(file: Path) -> str:
    """The first line of a scenario file that names its schema for editors; nothing where its folder has none."""
    root = root_of(file)
    if not (root / SCHEMA).is_file():
        return ""
    way = Path(os.path.relpath(root / SCHEMA, real_path(file).parent))
    return f"#:schema {way.as_posix()}\n"


def name_of(file: Path) -> str:
    """A scenario's name: its path below its scenario folder, without `.toml`, as it may be shown."""
    real = real_path(file)
    return visible(real.relative_to(root_of(file)).with_suffix("").as_posix())


def named_files(folder: str, roots: tuple[Path, ...]) -> dict[str, Path]:
    """The files `<root>/<folder>/<id>.toml` by id; where two roots have the same id, the first root's."""
    found: dict[str, Path] = {}
    for path in _toml_files(folder, roots):
        found.setdefault(path.stem, path)
    return dict(sorted(found.items()))


def _toml_files(folder: str, roots: tuple[Path, ...]) -> Iterator[Path]:
    for root in roots:
        yield from (path for path in sorted(_toml_in(root / folder)) if inside(path, roots))


def files_near(roots: tuple[Path, ...], most: int = 1_000) -> list[str]:
    """Scenario files below some folders, as `extends` may name them: so many at most, whatever else lies there."""
    found = ((root, path) for root in roots for path in _walked(root, DEEPEST_SOUGHT))
    return [path.relative_to(root).as_posix() for root, path in islice(found, most)]


def _walked(folder: Path, deep: int) -> Iterator[Path]:
    try:
        entries = sorted(islice(os.scandir(folder), MOST_ENTRIES), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.name.endswith(".toml"):
            yield Path(entry.path)
        elif deep and not entry.name.startswith(".") and entry.is_dir(follow_symlinks=False):
            yield from _walked(Path(entry.path), deep - 1)
