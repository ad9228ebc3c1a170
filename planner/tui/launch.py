"""The interface, as `planner` without a verb opens it."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

from planner.i18n import _, set_language
from planner.tui.settings import Settings, default_path

REFUSED = 2


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

    # What is loaded at a start is no garbage: until Home is on the screen, nobody looks for any (`planner.tui.app`).
    gc.disable()
    import asyncio

    from planner.tui.app import PlannerApp
    from planner.tui.loop import new_loop

    app = PlannerApp(drafts=drafts, settings=kept, file=Path(file) if file else None)
    with asyncio.Runner(loop_factory=new_loop) as runner:
        runner.run(app.run_async())
    return app.return_code or 0


def on_a_terminal() -> bool:
    """Whether this is a terminal that can place its cursor; Textual paints on stderr."""
    streams = (sys.stdin, sys.stdout, sys.stderr)
    return all(stream is not None and stream.isatty() for stream in streams) and os.environ.get("TERM") not in (
        "dumb",
        "unknown",
    )
