"""How the interface feels, through a real pseudo-terminal and beside an empty Textual app; `python interface.py`.

Ours and the empty app take turns: from the start to the first paint, and from a key to its paint while two other
processes keep the machine busy, ours on the table of people of Laiyang, whose load check answers while one types. Also
how long Laiyang takes to open, and the memory after that. Nothing of the user's is touched. The last line printed is
one JSON object with the figures and the limits they are held against; the exit code is 1 where one is exceeded.
"""

from __future__ import annotations

import compileall
import fcntl
import json
import os
import pty
import random
import re
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Self

import planner

STARTS = 9
KEYS = 120
WARM_UP = 6
PATIENCE_SECONDS = 60.0
QUIET_SECONDS = 0.5
GAPS_SECONDS = (0.08, 0.35)
"""Between two keys: as people type, with pauses in which the load check is made."""

LIMITS = {
    "start_ratio": 1.5,
    "opening_seconds": 1.0,
    "memory_megabytes_more": 200.0,
    "key_median_ratio": 2.0,
    "key_p95_ratio": 2.5,
}

EMPTY = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("READY")
Empty().run()
"""
FIELD = """
from textual.app import App
from textual.widgets import Input
class Field(App):
    def compose(self):
        yield Input(placeholder="READY")
Field().run()
"""
OURS = """
from pathlib import Path
import planner.__main__
from planner.tui.launch import start
start(language="en", settings=Path({folder!r}, "settings.json"), drafts=Path({folder!r}, "drafts"))
"""
BUSY = "while True: pass"

ESCAPES = re.compile(rb"\x1b(?:\[[0-9;?<>=]*[ -/]*[@-~]|[78]|\][^\x07]*\x07|[P_][^\x1b]*\x1b\\)")
DOWN, ENTER, BACKSPACE, NEXT_PART = b"\x1b[B", b"\r", b"\x7f", b"\x1bOR"


class Terminal:
    """A program on a pseudo-terminal of its own."""

    def __init__(self, code: str, store: Path, columns: int = 120, lines: int = 40) -> None:
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        environment = os.environ | {"TERM": "xterm-256color", "COLORTERM": "truecolor", "PLANNER_STORE": str(store)}
        self._master = master
        self._painted = b""
        self.begun = time.perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, "-c", code],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=environment,
            start_new_session=True,
        )
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *trouble: object) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        os.close(self._master)

    def _read(self, seconds: float) -> bool:
        ready, _writing, _trouble = select.select([self._master], [], [], seconds)
        if ready:
            self._painted += os.read(self._master, 1 << 16)
        return bool(ready)

    @property
    def shown(self) -> str:
        """What was painted since the last key, without colours and moves."""
        return ESCAPES.sub(b"", self._painted).decode("utf-8", "ignore")

    def until(self, wanted: str) -> float:
        """Wait until something is painted; the moment. Fails where it never comes."""
        end = time.perf_counter() + PATIENCE_SECONDS
        while wanted not in self.shown:
            if not self._read(1.0) and time.perf_counter() > end:
                raise RuntimeError(f"{wanted!r} was never painted; painted was: {self.shown[-2000:]}")
        return time.perf_counter()

    def quiet(self) -> None:
        """Wait until nothing more is painted."""
        while self._read(QUIET_SECONDS):
            pass

    def forget(self) -> None:
        """What was painted so far is not looked at."""
        while self._read(0.0):
            pass

    def press(self, *keys: bytes) -> float:
        """Press keys, each read and painted before the next; the moment of the last."""
        for place, key in enumerate(keys):
            if place:
                self.quiet()
            self._painted = b""
            now = time.perf_counter()
            os.write(self._master, key)
        return now

    def megabytes(self) -> float:
        """Memory in use."""
        told = subprocess.run(["ps", "-o", "rss=", "-p", str(self.process.pid)], capture_output=True, check=True)
        return int(told.stdout) / 1024


def finished_store(path: Path) -> None:
    """A store in which the study of Home's four rows is complete, so that nothing is simulated beside."""
    from planner.experiments.result import Replication
    from planner.metrics import FigureKey
    from planner.store import Store
    from planner.studies.spec import request_for
    from planner.tui.screens.home.example import FAMILY, MOST, PRECISION, four

    scenarios = four().scenarios
    request = request_for(scenarios, families=(FAMILY,), precision=PRECISION, replications=None, most=MOST, matters=())
    figures = {FigureKey(name, FAMILY): 3.0 for name in ("resolution_time_mean", "overdue_end")}
    with Store.open(path) as store:
        study = store.begin(scenarios, request)
        for position, number in study.missing():
            study.commit(Replication(scenario=position, number=number, figures=figures, seconds=1.0, backlog={}))


def starts(ours: str, store: Path) -> tuple[list[float], list[float]]:
    """Seconds from the start to the first paint: of the empty app, and of ours."""
    found: tuple[list[float], list[float]] = ([], [])
    for _round in range(STARTS):
        for code, marker, seconds in ((EMPTY, "READY", found[0]), (ours, "Township planner", found[1])):
            with Terminal(code, store) as terminal:
                seconds.append(terminal.until(marker) - terminal.begun)
    return found


def open_laiyang(terminal: Terminal) -> float:
    """Go from Home to Laiyang as it is; seconds from the last key until its screen is painted."""
    terminal.until("Laiyang: 150")
    terminal.until("Gaomi, Weifang")
    terminal.quiet()
    terminal.press(*[DOWN] * 5, ENTER)
    terminal.until("which scenario")
    terminal.quiet()
    terminal.press(*[DOWN] * 3, ENTER)
    terminal.until("How shall it be opened")
    terminal.quiet()
    pressed = terminal.press(DOWN, ENTER)
    return terminal.until("Laiyang today · current.toml") - pressed


@contextmanager
def busy(processes: int = 2) -> Iterator[None]:
    """Other work on the machine."""
    working = [subprocess.Popen([sys.executable, "-c", BUSY]) for _each in range(processes)]
    try:
        yield
    finally:
        for process in working:
            process.kill()
            process.wait()


def typing(field: Terminal, people: Terminal) -> tuple[list[float], list[float]]:
    """Seconds from a key to its paint, in a field of an empty app and in a cell of the people of Laiyang, in turns."""
    found: tuple[list[float], list[float]] = ([], [])
    pace = random.Random(1)
    typed = ""
    for number in range(KEYS + WARM_UP):
        key, typed = (BACKSPACE, "") if typed else (str(1 + number % 9).encode(), str(1 + number % 9))
        # An empty field shows its placeholder again.
        for terminal, wanted, seconds in ((field, typed or "READY", found[0]), (people, f"{typed}▏", found[1])):
            pressed = terminal.press(key)
            painted = terminal.until(wanted)
            if number >= WARM_UP:
                seconds.append(painted - pressed)
            time.sleep(pace.uniform(*GAPS_SECONDS))
            terminal.forget()
    return found


def p95(values: list[float]) -> float:
    """The 95th percentile."""
    return quantiles(values, n=20)[-1]


def measure(folder: Path) -> dict[str, float]:
    """All figures."""
    # As an installation does: an environment may forbid to keep what is compiled, and every start would do it again.
    compileall.compile_dir(Path(planner.__file__).parent, quiet=2)
    store = folder / "results.sqlite"
    finished_store(store)
    ours = OURS.format(folder=str(folder))
    empty_starts, our_starts = starts(ours, store)
    print("first paint, seconds: empty", [round(one, 3) for one in empty_starts])
    print("first paint, seconds: ours ", [round(one, 3) for one in our_starts])
    with Terminal(FIELD, store) as field, Terminal(ours, store) as people:
        field.until("READY")
        opening = open_laiyang(people)
        people.quiet()
        memory, empty_memory = people.megabytes(), field.megabytes()
        people.press(NEXT_PART)
        people.until("Chengxiang Street")
        people.quiet()
        people.press(b"1")
        people.until("1▏")
        people.press(BACKSPACE)
        people.quiet()
        with busy():
            empty_keys, our_keys = typing(field, people)
    return {
        "empty_start_seconds": median(empty_starts),
        "start_seconds": median(our_starts),
        "start_ratio": median(our_starts) / median(empty_starts),
        "opening_seconds": opening,
        "empty_memory_megabytes": empty_memory,
        "memory_megabytes": memory,
        "memory_megabytes_more": memory - empty_memory,
        "empty_key_median_seconds": median(empty_keys),
        "key_median_seconds": median(our_keys),
        "key_median_ratio": median(our_keys) / median(empty_keys),
        "empty_key_p95_seconds": p95(empty_keys),
        "key_p95_seconds": p95(our_keys),
        "key_p95_ratio": p95(our_keys) / p95(empty_keys),
    }


def main() -> int:
    """Measure, print, compare with the limits."""
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder))
    exceeded = [name for name, limit in LIMITS.items() if figures[name] > limit]
    for name in exceeded:
        print(f"{name} is {figures[name]:.2f}, more than {LIMITS[name]}")
    print(json.dumps({**{name: round(value, 4) for name, value in figures.items()}, "limits": LIMITS}))
    return 1 if exceeded else 0


if __name__ == "__main__":
    sys.exit(main())
