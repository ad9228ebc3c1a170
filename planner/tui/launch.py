"""The interface, as `planner` without a verb opens it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from planner.i18n import _, set_language
from planner.tui.settings import Settings, default_path

REFUSED = 2


def start(*, language: str | None = None, file: str | None = None) -> int:
    """Open the interface on this terminal, on a scenario if a file is named; the exit code when it was left."""
    settings = Settings(default_path())
    set_language(language or settings.language)
    if not on_a_terminal():
        sentence = _(
            "`planner` alone opens the interface, which needs a terminal: start it in a terminal window, "
            "or give a command, such as `planner run FILE`; `planner --help` lists them."
        )
        print(sentence, file=sys.stderr)
        return REFUSED

    from planner.tui.app import PlannerApp

    app = PlannerApp(settings=settings, file=Path(file) if file else None)
    app.run()
    return app.return_code or 0


def on_a_terminal() -> bool:
    """Whether input and output are a terminal that can place its cursor."""
    # Textual paints on stderr.
    return all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)) and os.environ.get("TERM") not in (
        "dumb",
        "unknown",
    )
