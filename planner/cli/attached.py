"""A command line run for another program: in the background, and no longer than that program wants it.

`python -m planner.cli.attached results resume 3` is `planner results resume 3` with a lower priority, stopped as by
Ctrl-C when its standard input is closed: because the program that began it closed it, or is gone, however it went.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from typing import NoReturn

from planner.cli.stopping import interrupt

NICENESS = 10
"""By how much its priority is lowered, and that of the processes it begins: whoever types is not kept waiting."""

GRACE_SECONDS = 20.0
"""How long it may take to stop."""


def main() -> NoReturn:
    """Run the command line of this process, and end it with its exit code."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    threading.Thread(target=_stop_with_input, daemon=True).start()
    from planner.cli.main import main as run

    run()


def _stop_with_input() -> None:
    """Wait until standard input is closed, then do as Ctrl-C does; what does not stop for it is ended."""
    try:
        # Not through `sys.stdin`, whose lock would be held when the interpreter wants to close it.
        while os.read(sys.__stdin__.fileno() if sys.__stdin__ else 0, 4096):
            pass
    except OSError:
        pass
    interrupt()
    time.sleep(GRACE_SECONDS)
    os._exit(1)


if __name__ == "__main__":
    main()
