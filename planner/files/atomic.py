"""Writing a file whole or not at all: scenarios, drafts of results, exports."""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
import time
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from planner.errors import Problem, ScenarioError
from planner.files.places import real_path

_OURS = re.compile(r"\..*\.[0-9a-f]{32}\.township-planner", re.DOTALL)
"""The name of a file that is being written, beside the one whose place it takes."""
LONGEST_NAME = 40
"""Characters of the other file's name in it; a file's name has room for about 80 Chinese characters."""
ABANDONED_SECONDS = 86_400.0
"""Age after which an unfinished file counts as left behind where there are no locks that die with their process."""


def write_whole(path: Path, content: bytes, still_right: Callable[[], None] = lambda: None) -> None:
    """Put `content` in the place of the file at once, as `replace` does. Raises ScenarioError `unwritable`."""
    try:
        replace(path, lambda new: new.write_bytes(content), still_right)
    except OSError as error:
        problem = Problem(kind="unwritable", file=str(path), facts={"detail": error.strerror or str(error)})
        raise ScenarioError(problem) from error


def replace(path: Path, fill: Callable[[Path], object], still_right: Callable[[], None] = lambda: None) -> None:
    """Let `fill` write a new file beside `path`, then put it in its place at once.

    Permissions stay, and a symbolic link stays one; a new file has those that the system gives new files. `still_right`
    is asked at the last moment and may raise. Whatever fails, the old file is whole. What a killed process has left
    unfinished in the folder is cleared away. Raises OSError, also for a name that no file can have.
    """
    if "\0" in str(path):
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
    real = real_path(path)
    clear_unfinished(real.parent)
    mode = stat.S_IMODE(real.stat().st_mode) if real.exists() else None
    new, handle = _begun(real, 0o666 if mode is None else mode)
    try:
        fill(new)
        with new.open("rb+") as written:
            os.fsync(written.fileno())
        if mode is not None:
            # What was asked for at the beginning may be less, by the umask.
            new.chmod(mode)
        still_right()
        os.close(handle)
        handle = -1
        os.replace(new, real)
    finally:
        if handle >= 0:
            os.close(handle)
        new.unlink(missing_ok=True)


def _begun(real: Path, mode: int) -> tuple[Path, int]:
    """An empty file beside `real`, locked as long as its handle is open."""
    while True:
        new = real.parent / f".{real.name[:LONGEST_NAME]}.{uuid4().hex}.township-planner"
        handle = os.open(new, os.O_RDWR | os.O_CREAT | os.O_EXCL, mode | stat.S_IRUSR | stat.S_IWUSR)
        # Between the making and the locking another process may have taken it for a file that was left behind.
        try:
            own = locked(handle)
        except OSError:  # some network drives have no locks
            own = True
        if own and new.exists():
            return new, handle
        os.close(handle)


def clear_unfinished(folder: Path) -> None:
    """Take away files in a folder that a writer of ours has begun and not finished, and that nobody writes any more."""
    try:
        entries = [entry for entry in os.scandir(folder) if _OURS.fullmatch(entry.name)]
    except OSError:
        return
    for entry in entries:
        try:
            if entry.is_file(follow_symlinks=False) and _is_left_behind(Path(entry.path)):
                os.unlink(entry.path)
        except OSError:
            continue


def _is_left_behind(file: Path) -> bool:
    if sys.platform != "win32":
        handle = os.open(file, os.O_RDWR)
        try:
            return locked(handle)
        except OSError:  # some network drives have no locks
            pass
        finally:
            os.close(handle)
    return time.time() - file.stat().st_mtime > ABANDONED_SECONDS


def locked(handle: int) -> bool:
    """Take the lock of an open file, which goes with its handle; False where another one has it.

    Raises OSError where the file lies on a drive without locks.
    """
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
