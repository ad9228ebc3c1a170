"""What a person should know of the files that a command reads, before anything that is made from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.errors import Problem
    from planner.load.reading import Reading

KINDS = ("encoding", "own-measure")
"""That a file is not what it seems to be; `planner check` tells all there is to note."""


class FileNotes:
    """The notes of every scenario that a command reads, each told once."""

    def __init__(self) -> None:
        self._found: dict[str, Problem] = {}

    def take(self, reading: Reading) -> Reading:
        """Remember the notes of a scenario that was read."""
        self._found |= {repr(note): note for note in reading.notes if note.kind in KINDS}
        return reading

    def say(self) -> None:
        """Print them to stderr."""
        from planner.cli.consoles import talk
        from planner.cli.layout import say
        from planner.i18n import _
        from planner.i18n.problems import sentence

        for told in dict.fromkeys(sentence(note) for note in self._found.values()):
            say(talk(), _("Note: {note}").format(note=told), style="yellow")
