"""One paragraph that says where a long task stands, redrawn in place, in lines or as JSON; on stderr."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from types import TracebackType
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.live import Live
from rich.text import Text

from planner.cli.consoles import talk
from planner.cli.outlets import tell_event
from planner.i18n.cells import wrap

if TYPE_CHECKING:
    from planner.experiments import Replication

LINE_EVERY_SECONDS = 10.0

Tell = Callable[[], str]
"""Says where it stands, whenever asked."""


class Display(AbstractContextManager["Display"]):
    """Shows nothing."""

    def __init__(self, tell: Tell) -> None:
        self.tell = tell

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def changed(self) -> None:
        """It stands elsewhere now."""

    def event(self, **facts: object) -> None:
        """Something happened that a program wants to know."""


def replication_event(
    replication: Replication,
    names: Sequence[str],
    *,
    finished: int,
    total: int,
    seconds_left: float | None,
    **more: object,
) -> dict[str, object]:
    """The event that a replication is finished, with the same keys for every verb; scenarios count from 1."""
    return {
        "event": "replication",
        "scenario": names[replication.scenario],
        "scenario_number": replication.scenario + 1,
        "replication": replication.number + 1,
        "finished": finished,
        "total": total,
        "seconds": round(replication.seconds, 3),
        "seconds_left": round(seconds_left or 0.0, 1),
        **more,
    }


class Lines(Display):
    """One line in ten seconds, where nothing can be redrawn."""

    def __init__(self, tell: Tell) -> None:
        super().__init__(tell)
        self._last = time.monotonic()

    def changed(self) -> None:
        """Print where it stands, if the last line is old enough."""
        if time.monotonic() - self._last >= LINE_EVERY_SECONDS:
            self._last = time.monotonic()
            print(self.tell(), file=sys.stderr, flush=True)


class Events(Display):
    """One line of JSON per event."""

    def event(self, **facts: object) -> None:
        """Print it."""
        tell_event(**facts)


class Redrawn(Display):
    """Redrawn in place, four times a second."""

    def __init__(self, tell: Tell, console: Console) -> None:
        super().__init__(tell)
        self._console = console

    def __enter__(self) -> Self:
        # It asks where things stand when it is made already.
        self._live = Live(console=self._console, get_renderable=self._render, refresh_per_second=4, transient=True)
        self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.stop()

    def _render(self) -> Text:
        return Text("\n".join(wrap(self.tell(), self._console.width)), style="dim")


def display(how: str, tell: Tell) -> Display:
    """The display asked for; `auto` redraws on a terminal, and prints lines elsewhere."""
    if how == "json":
        return Events(tell)
    if how == "none":
        return Display(tell)
    console = talk()
    return Redrawn(tell, console) if console.is_terminal else Lines(tell)
