"""How a process is stopped: by Ctrl-C, and by SIGTERM and SIGHUP, which do as Ctrl-C does. No traceback, whenever.

The exit code is what a shell expects: 128 and the number of the signal, so 130 after Ctrl-C.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

STOPPED = 130

LATER_SECONDS = 0.05


class _Stop:
    """The signal that came, 0 before any; and whether there is still something to stop."""

    number = 0
    over = False


def stopped() -> bool:
    """Whether this process was asked to stop."""
    return _Stop.number != 0


def exit_code() -> int:
    """Of a process that was stopped."""
    return 128 + _Stop.number if _Stop.number else STOPPED


@contextmanager
def stoppable() -> Iterator[None]:
    """Let SIGTERM and SIGHUP do as Ctrl-C does while this lasts, unless they are ignored (`nohup`).

    Ctrl-C is a KeyboardInterrupt, wherever it lands; while replications are run it is a message
    (`planner.experiments.dispatch`).
    """
    _Stop.number, _Stop.over = 0, False
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before: dict[int, Any] = {}
    wanted = {"SIGINT": _interrupt, "SIGTERM": _as_ctrl_c, "SIGHUP": _as_ctrl_c}
    for name, handler in wanted.items():
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) != signal.SIG_IGN:
            before[number] = signal.signal(number, handler)
    told = sys.unraisablehook
    sys.unraisablehook = _not_lost
    try:
        yield
    finally:
        _Stop.over = True
        sys.unraisablehook = told
        for number, handler in before.items():
            signal.signal(number, handler)


def end_quietly() -> None:
    """The work is over: what stops this process now has nothing more to tell."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None:
            signal.signal(number, signal.SIG_IGN)


def interrupt() -> None:
    """Send what Ctrl-C sends to the main thread, which wakes it up."""
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
    else:
        import _thread

        _thread.interrupt_main()


def _interrupt(number: int, _frame: FrameType | None) -> None:
    _Stop.number = _Stop.number or number
    raise KeyboardInterrupt


def _as_ctrl_c(number: int, frame: FrameType | None) -> None:
    _Stop.number = _Stop.number or number
    handler = signal.getsignal(signal.SIGINT)
    if callable(handler):
        handler(signal.SIGINT, frame)
    else:
        # Who started this process has it ignore Ctrl-C, not this.
        raise KeyboardInterrupt


def _again() -> None:
    if not _Stop.over:
        interrupt()


def _not_lost(unraisable: Any) -> None:
    """Ctrl-C that lands where Python can raise nothing, as while it tidies up, is sent again."""
    if unraisable.exc_type is KeyboardInterrupt:
        again = threading.Timer(LATER_SECONDS, _again)
        again.daemon = True
        again.start()
    else:
        sys.__unraisablehook__(unraisable)
