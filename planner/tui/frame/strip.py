"""The strip below the head: which study runs, how far it is, and how many wait; a click opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from rich.text import Text
from textual.widget import Widget

from planner.wording import _, language, ngettext

if TYPE_CHECKING:
    from planner.tui.host import Host
    from planner.tui.studies import StudyStatus

BAR = 10
"""Cells of the bar."""


class Strip(Widget):
    """One line, there while a study is under way."""

    def __init__(self) -> None:
        super().__init__(id="strip")
        self._queue: tuple[StudyStatus, ...] = ()

    def on_mount(self) -> None:
        """What is under way when the screen opens."""
        self.bring_up_to_date()

    def bring_up_to_date(self) -> None:
        """See again what is under way."""
        self._queue = cast("Host", self.app).under_way()
        self.display = bool(self._queue)
        if self._queue:
            self.tooltip = _("Click to see it.")
            self.refresh()

    def render(self) -> Text:
        """The first one; the others are counted."""
        if not self._queue:
            return Text()
        first, *waiting = self._queue
        done = round(BAR * first.finished / first.total) if first.total else 0
        line = Text(no_wrap=True, overflow="ellipsis")
        line.append("█" * done + "░" * (BAR - done), "bold")
        line.append(" " + _("{finished} of {asked}").format(finished=first.finished, asked=first.total))
        if first.state == "stopping":
            line.append(_(", stopping"))
        elif first.seconds_left is not None:
            from planner.wording.numbers import seconds

            line.append(_(", {time} left").format(time=seconds(first.seconds_left)))
        if waiting:
            line.append(ngettext(", {n} waits", ", {n} wait", len(waiting)).format(n=len(waiting)))
        line.append("  " + _("; ").join(title.in_language(language()) for title in first.titles), "dim")
        line.truncate(self.content_size.width, overflow="ellipsis")
        return line

    def on_click(self) -> None:
        """Open it."""
        if self._queue:
            cast("Host", self.app).open_study(self._queue[0].study_id)
