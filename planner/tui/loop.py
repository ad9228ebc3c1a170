"""The event loop of the interface: a key goes before what is worked out in a thread.

Python lets one thread run at a time. A thread that waits for its turn asks for it after the switch interval, and who
looks for input gives its own turn away. So the loop asks soon, threads ask a little later while it works, and it does
not look for input again before it has done what it knows of.
"""

from __future__ import annotations

import asyncio
import selectors
import sys

WAITING_SECONDS = 0.0005
"""The switch interval while the loop waits: how long a thread may keep a key from it. Python's own five milliseconds
would be felt."""

WORKING_SECONDS = 0.001
"""The switch interval while the loop works: how long it may keep a thread waiting."""

MOST_ROUNDS = 10
"""Rounds of work without a look for input."""


class KeysFirst(selectors.DefaultSelector):
    """Looks for input seldom while there is work, and lets threads wait the longer for it."""

    _rounds = 0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """As any selector does; with a timeout of 0, which asyncio gives while it has work, not always."""
        if timeout is not None and timeout <= 0.0 and self._rounds < MOST_ROUNDS:
            self._rounds += 1
            return []
        self._rounds = 0
        sys.setswitchinterval(WAITING_SECONDS)
        try:
            return super().select(timeout)
        finally:
            sys.setswitchinterval(WORKING_SECONDS)


def new_loop() -> asyncio.AbstractEventLoop:
    """A loop to run the interface in; on Windows, whose loop selects nothing, Python's own with the short interval."""
    if sys.platform == "win32":
        sys.setswitchinterval(WAITING_SECONDS)
        return asyncio.new_event_loop()
    return asyncio.SelectorEventLoop(KeysFirst())
