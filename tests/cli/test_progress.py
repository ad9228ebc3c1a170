"""Progress on a real terminal: redrawn in place, and Ctrl-C as a person presses it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

pty = pytest.importorskip("pty", reason="the system has no pseudo-terminals")

TUTORIAL = Path(__file__).parents[2] / "scenarios" / "tutorial.toml"
DRAWN = "\x1b[2K"
"""Erases a line: what stood there is drawn again."""

MANY = ("--replications", 4_000, "--jobs", 2)


class Terminal:
    """A command line on a terminal of its own."""

    def __init__(self, *arguments: object, ignoring: signal.Signals | None = None) -> None:
        self._master, slave = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "planner", *map(str, arguments), "--lang", "en"],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=os.environ | {"TERM": "xterm-256color", "COLUMNS": "100", "LINES": "40"},
            start_new_session=True,
            preexec_fn=None if ignoring is None else lambda: signal.signal(ignoring, signal.SIG_IGN),
        )
        os.close(slave)
        self.seen = ""

    def until(self, found: Callable[[str], bool], seconds: float = 120.0) -> str:
        """Read until the screen has it, or the program has ended."""
        end = time.monotonic() + seconds
        while not found(self.seen):
            try:
                piece = os.read(self._master, 65_536)
            except OSError:
                break
            if not piece or time.monotonic() > end:
                break
            self.seen += piece.decode(errors="replace")
        return self.seen

    def press_ctrl_c(self) -> None:
        """As the terminal does: to every process in front."""
        os.killpg(self.process.pid, 2)

    def goes_away(self) -> None:
        """As a window that is closed."""
        os.close(self._master)

    def ended(self) -> int:
        """Read all that is left; the exit code."""
        self.until(lambda _seen: False)
        code = self.process.wait(60)
        os.close(self._master)
        return code


@pytest.mark.parametrize(
    ("arguments", "where", "kept"),
    [
        pytest.param(
            ("run", TUTORIAL), "widest interval:", "planner results resume 1 --jobs 2", marks=pytest.mark.slow
        ),
        (("compare", TUTORIAL, "--with", "whistle"), "widest interval:", "planner results resume 1 --jobs 2"),
        pytest.param(
            ("sweep", TUTORIAL, "--vary", "linkage.return_days=1,2"),
            "widest interval:",
            "planner results resume 1 --jobs 2",
            marks=pytest.mark.slow,
        ),
        (
            ("staff", TUTORIAL, "--for", "enforcement.on_time_rate>=0.95"),
            "Ctrl-C shows the best so far",
            "Stopped early",
        ),
        (("run", "--steady", TUTORIAL), "Looking for the warm-up:", "Stopped early, before the warm-up was known"),
    ],
)
def test_it_is_redrawn_in_place_and_ctrl_c_keeps_what_is_done(arguments, where, kept, own_store) -> None:
    terminal = Terminal(*arguments, *MANY)
    seen = terminal.until(lambda told: where in told and told.count(DRAWN) > 3)
    assert where in seen
    assert seen.count(DRAWN) > 3
    terminal.press_ctrl_c()
    assert terminal.ended() == 130
    assert "Traceback" not in terminal.seen
    assert kept in terminal.seen.replace("\r\n", "\n")


def test_a_signal_that_ends_the_interface_leaves_the_terminal_as_it_was(tmp_path, monkeypatch) -> None:
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    terminal = Terminal(TUTORIAL)
    terminal.until(lambda told: "Example Town" in told)
    os.kill(terminal.process.pid, signal.SIGTERM)
    assert terminal.ended() == 128 + signal.SIGTERM
    for mode in ("1049", "1000"):
        assert terminal.seen.rindex(f"\x1b[?{mode}l") > terminal.seen.rindex(f"\x1b[?{mode}h")


def test_the_interface_ends_with_its_terminal_also_where_hang_ups_are_ignored(tmp_path, monkeypatch) -> None:
    """As under `nohup`: nothing tells it that the window was closed."""
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    terminal = Terminal(TUTORIAL, ignoring=signal.SIGHUP)
    terminal.until(lambda told: "Example Town" in told)
    terminal.goes_away()
    assert terminal.process.wait(60) == 128 + signal.SIGHUP
