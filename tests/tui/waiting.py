"""Waiting for a condition, never for a time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

from textual.pilot import Pilot

LIMIT_SECONDS = 120.0
"""A generous limit: what has not come by then does not come."""


async def until(pilot: Pilot[Any], condition: Callable[[], object], what: str = "") -> None:
    """Let the app go on until a condition holds; fails where it never does."""
    end = time.monotonic() + LIMIT_SECONDS
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"never came: {what or condition}")
        await pilot.pause()
        await asyncio.sleep(0.01)
