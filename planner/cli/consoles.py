"""Where the command line prints: data to stdout, talk to stderr.

Rich respects NO_COLOR, the width of the terminal and pipes; in a pipe lines are not broken.
"""

from __future__ import annotations

import os
import sys

from rich.console import Console

PIPE_COLUMNS = 100
"""Width of tables and bars where there is no terminal."""


def _console(stderr: bool) -> Console:
    is_terminal = (sys.stderr if stderr else sys.stdout).isatty()
    # A terminal that cannot place its cursor gets plain lines.
    plain = not is_terminal or os.environ.get("TERM") in ("dumb", "unknown")
    return Console(
        stderr=stderr,
        width=None if is_terminal else PIPE_COLUMNS,
        highlight=False,
        emoji=False,
        markup=False,
        soft_wrap=not is_terminal,
        force_terminal=False if plain else None,
    )


def data() -> Console:
    """For what was asked for."""
    return _console(stderr=False)


def talk() -> Console:
    """For progress, problems and advice."""
    return _console(stderr=True)


def to_file() -> Console:
    """For text that goes into a file: no colours."""
    return Console(
        width=PIPE_COLUMNS, highlight=False, emoji=False, markup=False, color_system=None, force_terminal=False
    )
