"""The cases of one replication of a study, fetched by running it again in a process of its own."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from planner.wording import _, language

Began = Callable[[float | None], object]
"""Told when it has begun, with the seconds that it is likely to take, as far as they are known."""

Files = tuple[Path, Path]
"""Of cases and of events."""

WORDS_KEPT = 20


class NotFetched(Exception):
    """The process ended without writing them; the text says why, in words."""


class FetchedCases:
    """Files of cases, in a folder that is gone when it is closed, or nobody knows it. Fetched once, they are there."""

    def __init__(self, store: Path) -> None:
        self.store = store
        self._folder = TemporaryDirectory(prefix="planner-cases-", ignore_cleanup_errors=True)
        self._found: dict[tuple[int, int, int], Files] = {}

    def close(self) -> None:
        """Remove the files of the cases that were fetched."""
        self._folder.cleanup()

    def has(self, study: int, scenario: int, replication: int) -> bool:
        """Whether they are there already."""
        return (study, scenario, replication) in self._found

    async def fetch(self, study: int, scenario: int, replication: int, began: Began) -> Files:
        """The cases of a replication of a scenario; both are counted from 1. Cancelled, it leaves nothing.

        The process is `planner results cases`, with a lower priority. Raises NotFetched.
        """
        key = (study, scenario, replication)
        if key not in self._found:
            folder = Path(self._folder.name)
            name = "-".join(map(str, key))
            cases, events = folder / f"{name}-cases.parquet", folder / f"{name}-events.parquet"
            await self._run(self._command(key, cases, events), began)
            self._found[key] = (cases, events)
        return self._found[key]

    def _command(self, key: tuple[int, int, int], cases: Path, events: Path) -> list[str]:
        study, scenario, replication = map(str, key)
        verb = ["results", "cases", study, "--scenario", scenario, "--replication", replication]
        files = ["--cases", str(cases), "--events", str(events), "--store", str(self.store)]
        return [
            sys.executable,
            "-m",
            "planner.cli.attached",
            *verb,
            *files,
            "--progress",
            "json",
            "--lang",
            language(),
        ]

    @staticmethod
    async def _run(command: list[str], began: Began) -> None:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            env={**os.environ, "PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8"},
            # A session of its own: a Ctrl-C on this terminal is none of its business.
            start_new_session=True,
        )
        words: deque[str] = deque(maxlen=WORDS_KEPT)
        try:
            assert process.stderr is not None
            async for line in process.stderr:
                text = line.decode("utf-8", "replace").rstrip()
                event = _event(text)
                if event is None:
                    words.append(text)
                elif event["event"] == "started":
                    began(event.get("seconds"))
            code = await process.wait()
        except asyncio.CancelledError:
            _kill(process)
            with suppress(asyncio.CancelledError):
                await asyncio.shield(process.wait())
            raise
        if code:
            said = "\n".join(word for word in words if word)
            raise NotFetched(said or _("The process that simulates ended with code {code}.").format(code=code))


def _event(text: str) -> dict[str, Any] | None:
    if not text.startswith("{"):
        return None
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) and "event" in found else None


def _kill(process: asyncio.subprocess.Process) -> None:
    with suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
