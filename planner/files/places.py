"""Where scenario files lie: the folder of a set of scenarios, the shipped one, and what stays inside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]

ID = re.compile(r"[^\W_][\w-]*")
"""An id: letters of any script, digits, `-` and `_`, beginning with a letter or digit."""


def shipped() -> Path:
    """The folder of scenarios that comes with the planner: of the checkout, or inside an installed wheel."""
    installed = PACKAGE / "_scenarios"
    return (installed if installed.is_dir() else PACKAGE.parent / "scenarios").resolve()


def root_of(file: Path) -> Path:
    """The scenario folder of a file: the nearest above it with `measures/` or with files in `base/`, else its own."""
    folder = file.resolve().parent
    for candidate in (folder, *folder.parents):
        # A folder that happens to be called `base` says nothing: somebody's home may hold one.
        if (candidate / "measures").is_dir() or any((candidate / "base").glob("*.toml")):
            return candidate
    return folder


def roots_of(file: Path) -> tuple[Path, ...]:
    """Where `extends` and `measures` of a file may lie: its own scenario folder, then the shipped one."""
    own, common = root_of(file), shipped()
    return (own,) if own == common else (own, common)


def inside(path: Path, roots: tuple[Path, ...]) -> bool:
    """Whether a path, symbolic links followed, lies in one of the folders."""
    real = path.resolve()
    return any(real.is_relative_to(root) for root in roots)


def name_of(file: Path) -> str:
    """A scenario's name: its path below its scenario folder, without `.toml`."""
    real = file.resolve()
    return real.relative_to(root_of(file)).with_suffix("").as_posix()


def named_files(folder: str, roots: tuple[Path, ...]) -> dict[str, Path]:
    """The files `<root>/<folder>/<id>.toml` by id; where two roots have the same id, the first root's."""
    found: dict[str, Path] = {}
    for path in _toml_files(folder, roots):
        found.setdefault(path.stem, path)
    return dict(sorted(found.items()))


def _toml_files(folder: str, roots: tuple[Path, ...]) -> Iterator[Path]:
    for root in roots:
        place = root / folder
        if place.is_dir():
            yield from (path for path in sorted(place.glob("*.toml")) if inside(path, roots))
