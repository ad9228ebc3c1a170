"""A line above the parts that says what a person must know: files that others changed, a draft.

A draft of the file that was left over from another time, and the present one where it cannot be kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from planner.i18n import N_, _, names, ngettext
from planner.i18n.journey import moment
from planner.i18n.problems import sentence
from planner.tui.widgets.words import Words

if TYPE_CHECKING:
    from pathlib import Path

    from planner.editing import Draft
    from planner.errors import Problem


class Notice(Words, can_focus=True):
    """Shown only while there is something to say; Enter or a click does what helps."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "open", N_("does what helps"), show=False)]

    class Opened(Message):
        """Enter or a click: `own` where it is the document's own file that others changed; or a draft left over."""

        def __init__(self, own: bool, draft: Draft | None = None) -> None:
            super().__init__()
            self.own = own
            self.draft = draft

    def __init__(self) -> None:
        super().__init__(id="notice")
        self._files: tuple[Path, ...] = ()
        self._own = False
        self._trouble: Problem | None = None
        self._draft: Draft | None = None

    def on_mount(self) -> None:
        """Nothing to say yet."""
        self._say()

    def files(self, files: tuple[Path, ...], own: Path | None) -> None:
        """Say which files have changed on the disk."""
        self._files, self._own = files, own in files
        self._say()

    def trouble(self, trouble: Problem | None) -> None:
        """Say why the draft cannot be kept."""
        self._trouble = trouble
        self._say()

    def left_over(self, draft: Draft | None) -> None:
        """Say that a draft of the file was left over; None once that is settled."""
        self._draft = draft
        self._say()

    def kept(self) -> tuple[tuple[Path, ...], bool, Problem | None, Draft | None]:
        """What it says, for when the screen is built again."""
        return self._files, self._own, self._trouble, self._draft

    def take_back(self, kept: tuple[tuple[Path, ...], bool, Problem | None, Draft | None]) -> None:
        """Say it again."""
        self._files, self._own, self._trouble, self._draft = kept
        self._say()

    def _say(self) -> None:
        lines = [sentence(self._trouble)] if self._trouble is not None else []
        listed = names.listed([file.name for file in self._files])
        if self._own:
            lines.append(
                _("Changed by somebody else: {files}. Ctrl+G or a click shows what can be done.").format(files=listed)
            )
        elif self._files:
            lines.append(_("Changed by somebody else: {files}. Ctrl+G or a click reads it again.").format(files=listed))
        elif self._draft is not None:
            n = self._draft.commands
            lines.append(
                ngettext(
                    "A draft of this file from {when} has {n} change that was not saved. Ctrl+G or a click opens it.",
                    "A draft of this file from {when} has {n} changes that were not saved. Ctrl+G or a click opens it.",
                    n,
                ).format(n=n, when=moment(self._draft.changed.astimezone()))
            )
        self.display = bool(lines)
        self.update("\n".join(lines))

    def action_open(self) -> None:
        """Do what helps."""
        if self._files:
            self.post_message(self.Opened(self._own))
        elif self._draft is not None:
            self.post_message(self.Opened(False, self._draft))

    def on_click(self, event: events.Click) -> None:
        """The same."""
        event.stop()
        self.action_open()
