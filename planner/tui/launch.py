"""The interface, as `planner` without a verb opens it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from planner.i18n import _, set_language
from planner.tui.settings import Settings, default_path

REFUSED = 2

SWITCH_SECONDS = 0.0005
"""How long a thread that works something out may keep a key waiting; Python's own five milliseconds would be felt."""


def start(
    *,
    language: str | None = None,
    file: str | None = None,
    settings: Path | None = None,
    drafts: Path | None = None,
) -> int:
    """Open the interface on this terminal, on a scenario if a file is named; the exit code when it was left.

    Settings and drafts are those of this user unless others are given.
    """
    kept = Settings(settings or default_path())
    set_language(language or kept.language)
    if not on_a_terminal():
        sentence = _(
            "`planner` alone opens the interface, which needs a terminal: start it in a terminal window, "
            "or give a command, such as `planner run FILE`; `planner --help` lists them."
        )
        print(sentence, file=sys.stderr)
        return REFUSED

    from planner.tui.app import PlannerApp

    sys.setswitchinterval(SWITCH_SECONDS)
    app = PlannerApp(drafts=drafts, settings=kept, file=Path(file) if file else None)
    app.run()
    return app.return_code or 0


def on_a_terminal() -> bool:
    """Whether this is a terminal that can place its cursor; Textual paints on stderr."""
    streams = (sys.stdin, sys.stdout, sys.stderr)
    return all(stream.isatty() for stream in streams) and os.environ.get("TERM") not in ("dumb", "unknown")
