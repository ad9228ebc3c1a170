"""Writing a file whole or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path

from planner.errors import Problem, ScenarioError


def write_whole(path: Path, content: bytes, still_right: Callable[[], None] = lambda: None) -> None:
    """Put `content` in the place of the file at once; its permissions stay, and a symbolic link stays one.

    `still_right` is asked at the last moment and may raise. Whatever fails, the old file is whole; a full disk or a
    missing permission raises ScenarioError `unwritable`.
    """
    real = path.resolve()
    new: str | None = None
    try:
        handle, new = tempfile.mkstemp(prefix=f".{real.name}.", suffix=".new", dir=real.parent)
        with os.fdopen(handle, "wb") as file:
            os.fchmod(file.fileno(), _mode(real))
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        still_right()
        os.replace(new, real)
        new = None
    except OSError as error:
        problem = Problem(kind="unwritable", file=str(path), facts={"detail": error.strerror or str(error)})
        raise ScenarioError(problem) from error
    finally:
        if new is not None:
            Path(new).unlink(missing_ok=True)


def _mode(file: Path) -> int:
    try:
        return stat.S_IMODE(file.stat().st_mode)
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
