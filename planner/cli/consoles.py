"""Where the command line prints: data to stdout, talk to stderr.

Rich respects NO_COLOR, the width of the terminal and pipes; in a pipe lines are not broken. Text that came from outside
is made visible here, between Rich's layout and the colours that Rich adds.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import IO, Any, cast

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from planner.cli.outlets import Styled, outlet
from planner.model.text import visible

PIPE_COLUMNS = 100
"""Width of tables and bars where there is no terminal."""


class SafeConsole(Console):
    """A console in which only the console itself moves the cursor, rings the bell or sets colours."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """The pieces of what is printed, with text made visible."""
        for piece in super().render(renderable, options):
            if piece.control or piece.text.isprintable():
                yield piece
            else:
                yield Segment(visible(piece.text, lines=True), piece.style)

    def render_str(self, text: str, **how: Any) -> Any:
        """A string, made visible before Rich takes out of it what it does not like."""
        return super().render_str(visible(text, lines=True), **how)


def _console(is_talk: bool) -> Console:
    way_out = outlet(is_talk=is_talk)
    is_terminal = way_out.isatty()
    # A terminal that cannot place its cursor gets plain lines.
    plain = not is_terminal or os.environ.get("TERM") in ("dumb", "unknown")
    return SafeConsole(
        stderr=is_talk,
        file=cast(IO[str], Styled(way_out)),
        width=None if is_terminal else PIPE_COLUMNS,
        highlight=False,
        emoji=False,
        markup=False,
        soft_wrap=not is_terminal,
        force_terminal=False if plain else None,
    )


def data() -> Console:
    """The console on stdout, for what the person asked for."""
    return _console(is_talk=False)


def talk() -> Console:
    """The console on stderr, for progress, problems and advice."""
    return _console(is_talk=True)


def to_file() -> Console:
    """For text that goes into a file: no colours."""
    return SafeConsole(
        width=PIPE_COLUMNS, highlight=False, emoji=False, markup=False, color_system=None, force_terminal=False
    )
