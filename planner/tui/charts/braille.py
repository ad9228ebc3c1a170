"""Dots in braille characters: two by four in each cell."""

from __future__ import annotations

_BITS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
"""By column and row of a dot in its cell (Unicode, block Braille Patterns)."""

BLANK = 0x2800


class Dots:
    """The dots of one layer: 2 × `width` columns, 4 × `height` rows, counted from the upper left."""

    def __init__(self, width: int, height: int) -> None:
        self.columns = 2 * width
        self.rows = 4 * height
        self._cells: dict[tuple[int, int], int] = {}

    def set(self, column: int, row: int) -> None:
        """Set a dot; what lies outside is not drawn."""
        if 0 <= column < self.columns and 0 <= row < self.rows:
            cell = (column // 2, row // 4)
            self._cells[cell] = self._cells.get(cell, 0) | _BITS[column % 2][row % 4]

    def at(self, x: int, y: int) -> int:
        """The dots of a cell as bits; 0 where there are none."""
        return self._cells.get((x, y), 0)


def character(bits: int) -> str:
    """The character with these dots."""
    return chr(BLANK + bits)
