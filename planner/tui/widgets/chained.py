"""Lists below each other that feel like one: the arrow keys go from the last row of one to the first of the next."""

from __future__ import annotations

from textual.widgets import OptionList


class ChainedList(OptionList):
    """A list whose arrow keys lead out of it, to the list before or after it on the screen."""

    def _neighbour(self, step: int) -> ChainedList | None:
        chain = [one for one in self.screen.query(ChainedList) if one is self or (one.display and _enabled(one))]
        place = chain.index(self) + step
        return chain[place] if 0 <= place < len(chain) else None

    def on_focus(self) -> None:
        """Tab comes here too: then Enter needs a row."""
        if self.highlighted is None:
            self.mark_first()

    def mark_first(self) -> None:
        """The cursor on the first row that can be opened."""
        if enabled := _enabled(self):
            self.highlighted = enabled[0]

    def leave(self) -> None:
        """The last row is gone: the cursor goes to the list after this one, or before it."""
        if other := self._neighbour(1) or self._neighbour(-1):
            self.screen.set_focus(other)
            other.mark_first()

    def action_cursor_down(self) -> None:
        """To the next row, or into the next list."""
        enabled = _enabled(self)
        if (not enabled or self.highlighted == enabled[-1]) and (other := self._neighbour(1)) is not None:
            # At once: the next key must find it there already.
            self.screen.set_focus(other)
            other.highlighted = _enabled(other)[0]
        elif enabled and self.highlighted != enabled[-1]:
            super().action_cursor_down()

    def action_cursor_up(self) -> None:
        """To the row above, or into the list before."""
        enabled = _enabled(self)
        if (not enabled or self.highlighted == enabled[0]) and (other := self._neighbour(-1)) is not None:
            # At once: the next key must find it there already.
            self.screen.set_focus(other)
            other.highlighted = _enabled(other)[-1]
        elif enabled and self.highlighted != enabled[0]:
            super().action_cursor_up()


def _enabled(rows: OptionList) -> list[int]:
    return [place for place in range(rows.option_count) if not rows.get_option_at_index(place).disabled]
