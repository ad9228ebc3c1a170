"""Where values come from: tags, and the sources as numbered notes."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from planner.cli.layout import say
from planner.i18n import _, labels, text
from planner.model.scenario import Source

_STYLES = {"assumption": "yellow", "documented": "green", "statute": "green", "measured": "green", "derived": "green"}


def tag_told(tag: str) -> Text:
    """A tag by its name; what is assumed stands out."""
    return Text(labels.label(labels.TAGS, tag), style=_STYLES.get(tag, "dim"))


class Notes:
    """Sources and notes, numbered as they come up, so that a value takes one line."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def number(self, source: Source | None) -> str:
        """The number of what is said of a value; empty where nothing is."""
        said = [part for part in (source.source, text(source.note)) if part] if source else []
        return f"[{self.numbers.setdefault(_(': ').join(said), len(self.numbers) + 1)}]" if said else ""

    def show(self, console: Console) -> None:
        """Print them all."""
        if self.numbers:
            console.print()
            console.print(Text(_("Sources"), style="bold"))
        for said, number_ in self.numbers.items():
            say(console, f"[{number_}] {said}", style="dim")
