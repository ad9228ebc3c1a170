"""Files of results: written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from planner.errors import Problem, ResultError


def check_writable(paths: Sequence[Path]) -> None:
    """Refuse now what could not be written after a long run.

    Raises ResultError for a folder that is missing or closed, a folder in place of a file, and a file named twice.
    """
    problems = []
    for number, path in enumerate(paths):
        folder = path.parent
        if not folder.is_dir():
            problems.append(Problem(kind="no-such-folder", file=str(path), facts={"folder": str(folder)}))
        elif path.is_dir():
            problems.append(Problem(kind="is-a-folder", file=str(path)))
        elif not os.access(folder, os.W_OK):
            problems.append(Problem(kind="folder-closed", file=str(path), facts={"folder": str(folder)}))
        if path.resolve() in [other.resolve() for other in paths[:number]]:
            problems.append(Problem(kind="named-twice", file=str(path)))
    if problems:
        raise ResultError(problems)


def write(path: Path, fill: Callable[[Path], object]) -> None:
    """Let `fill` write a new file beside `path`, then put it in its place.

    A device or a pipe is written to as it stands: it must not be replaced by a file. Raises ResultError (and leaves
    what stood at `path` whole) when the disk is full or anything else goes wrong.
    """
    with _explained(path):
        if path.exists() and not path.is_file():
            fill(path)
            return
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        os.close(handle)
        part = Path(name)
        try:
            fill(part)
            with part.open("rb+") as written:
                os.fsync(written.fileno())
            # mkstemp makes files for the owner's eyes only; a result is an ordinary file.
            part.chmod(0o666 & ~_umask())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write a text whole or not at all. Raises ResultError."""
    write(path, lambda part: part.write_text(text, encoding="utf-8"))


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise ResultError(Problem(kind="cannot-write", file=str(path), facts={"reason": reason})) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
