"""One study being run: `planner results resume` in a process of its own, and what it reports."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from planner.tui.studies.messages import How
from planner.wording import _, language

GRACE_SECONDS = 15.0
"""How long a process may take to stop before it is killed."""

WORDS_KEPT = 6
"""The last lines of what it says in words, among them what went wrong."""

STOPPED_BY_SIGNAL = 128
"""An exit code above it: the command ended as a signal asked it to."""

STOPPED = 130
"""The exit code of a command that was stopped."""

Tell = Callable[[Mapping[str, Any]], object]
"""Told each event that the process reports, from another thread."""

End = Callable[[How, str], object]
"""Told once how it ended, and what went wrong; from another thread."""


def command(study_id: int, store: Path) -> list[str]:
    """The command line: what a person would type, run in the background."""
    verb = ["results", "resume", str(study_id), "--store", str(store), "--progress", "json", "--json"]
    return [sys.executable, "-m", "planner.cli.attached", *verb, "--lang", language()]


class Runner:
    """A process at work on a study. It ends when this program does, however that goes."""

    def __init__(self, study_id: int, store: Path, tell: Tell, end: End) -> None:
        """Begin. Raises OSError where the process cannot be started."""
        self._tell = tell
        self._end = end
        self._stopping = False
        self._killer: threading.Timer | None = None
        self._process = subprocess.Popen(
            command(study_id, store),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            env={**os.environ, "PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8"},
            # A session of its own: a Ctrl-C on this terminal is none of its business.
            start_new_session=True,
            creationflags=getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0),
        )
        self._thread = threading.Thread(target=self._follow, name=f"study {study_id}", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Let it stop as by Ctrl-C, which keeps what is finished; one that does not is killed after some seconds."""
        if self._stopping:
            return
        self._stopping = True
        self._let_go()
        self._killer = threading.Timer(GRACE_SECONDS, self.kill)
        self._killer.daemon = True
        self._killer.start()

    def kill(self) -> None:
        """End it and its workers at once. What it has announced is kept all the same."""
        with suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()

    def wait(self, seconds: float) -> bool:
        """Wait until it has ended, at most so long; whether it has."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _let_go(self) -> None:
        """Close its standard input, by which it knows that it is not wanted any more."""
        with suppress(OSError):
            if self._process.stdin is not None:
                self._process.stdin.close()

    def _follow(self) -> None:
        """Read what it reports to the end; then say how it ended."""
        words: deque[str] = deque(maxlen=WORDS_KEPT)
        assert self._process.stderr is not None
        with self._process.stderr as lines:
            for line in lines:
                event = _event(line)
                if event is not None:
                    self._tell(event)
                elif line.strip():
                    words.append(line.strip())
        code = self._process.wait()
        if self._killer is not None:
            self._killer.cancel()
        self._let_go()
        if code == 0:
            self._end("finished", "")
        elif self._stopping or code == STOPPED:
            self._end("stopped", "")
        elif code < 0 or code > STOPPED_BY_SIGNAL:
            told = _("The process that simulates was ended from outside. What it had finished is kept.")
            self._end("failed", told)
        else:
            self._end(
                "failed", " ".join(words) or _("The process that simulates ended with code {code}.").format(code=code)
            )


def _event(line: str) -> Mapping[str, Any] | None:
    """What a line of JSON reports; None for any other."""
    if not line.startswith("{"):
        return None
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) and "event" in found else None
