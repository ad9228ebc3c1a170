"""The interface, as `planner` without a verb opens it."""

from __future__ import annotations

import gc
import os
import select
import signal
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from planner.tui.settings import Settings, default_path
from planner.wording import _, set_language

if TYPE_CHECKING:
    import asyncio

    from planner.tui.app import PlannerApp

REFUSED = 2

ENDING = ("SIGTERM", "SIGHUP")
"""Signals that end a program."""

PATIENCE_SECONDS = 10.0
"""How long it may take after such a signal."""


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
        runner.run(_until_it_ends(app))
    return app.return_code or 0


async def _until_it_ends(app: PlannerApp) -> None:
    """Run the interface; a signal that ends programs leaves it in order, so that the terminal is as it was."""
    import asyncio

    loop = asyncio.get_running_loop()
    for name in ENDING:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            with suppress(NotImplementedError):
                loop.add_signal_handler(number, _end, app, 128 + number)
    threading.Thread(target=_end_with_terminal, args=(app, loop), daemon=True).start()
    await app.run_async()


def _end_with_terminal(app: PlannerApp, loop: asyncio.AbstractEventLoop) -> None:
    """End where the terminal is gone and nothing says so, as under `nohup`, which ignores the signal for it.

    What was changed is in drafts already.
    """
    if not hasattr(select, "poll"):
        return
    hung_up = select.poll()
    hung_up.register(sys.__stdin__ or 0, 0)  # Asked for nothing, it tells that the other side is gone.
    hung_up.poll()
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(_end, app, 128 + getattr(signal, "SIGHUP", 1))


def _end(app: PlannerApp, code: int) -> None:
    """Leave the interface; one whose terminal is gone as well may be unable to, and ends all the same."""
    last = threading.Timer(PATIENCE_SECONDS, os._exit, (code,))
    last.daemon = True
    last.start()
    app.call_later(app.end, code)


def on_a_terminal() -> bool:
    """Whether this is a terminal that can place its cursor; Textual paints on stderr."""
    streams = (sys.stdin, sys.stdout, sys.stderr)
    return all(stream is not None and stream.isatty() for stream in streams) and os.environ.get("TERM") not in (
        "dumb",
        "unknown",
    )
