"""How a sheet is drawn: titles that stay in sight, whole columns only, every line by itself, and what is where."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from attrs import frozen
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Offset, Size
from textual.strip import Strip

from planner.tui.widgets.sheet_content import GAP, Cell, Content, Layout, Row, shown, title_lines
from planner.wording.cells import cut, fit, width, wrap

TITLE = -1
"""In the place of a row or column: its title, which stands for all of it."""


@frozen(kw_only=True)
class Drawing:
    """A sheet as it is at one moment, and the lines that show it."""

    content: Content
    layout: Layout
    room: Size
    """The place inside the scroll bars."""
    left: int
    """The cells by which it is scrolled to the right."""
    top: int
    """The rows by which it is scrolled down."""
    row: int
    column: int
    """The place of the cursor."""
    marked: tuple[range, range]
    """The rows and columns that are marked."""
    typing: str | None
    """What is being typed into the cell of the cursor, if anything is."""
    pending: Mapping[tuple[int, int], str]
    """What was typed into cells and is not in the content yet."""
    focused: bool
    style: Callable[..., Style]
    """The style by the names of its parts, as `sheet--<name>` in the style sheet."""

    def line(self, y: int) -> Strip:
        """One line of the terminal, counted from the upper edge of the sheet."""
        layout, content = self.layout, self.content
        wide = self.room.width
        foot = self.room.height - len(content.totals)
        if y < layout.header:
            return self._header_line(y).adjust_cell_length(wide, self.style("header"))
        place = y - layout.header + self.top
        if content.totals and y >= min(foot, layout.header + len(content.rows)):
            place = y - min(foot, layout.header + len(content.rows))
            if place >= len(content.totals):
                return Strip.blank(wide, self.style())
            return self._row_line(content.totals[place], None).adjust_cell_length(wide, self.style("total"))
        if place >= len(content.rows):
            return Strip.blank(wide, self.style())
        return self._row_line(content.rows[place], place).adjust_cell_length(wide, self.style())

    def _header_line(self, y: int) -> Strip:
        layout, columns = self.layout, self.content.columns
        style = self.style("header")
        corner = cut(self.content.corner, layout.titles) if y == layout.header - 1 else ""
        segments = [
            Segment(fit(corner, layout.titles), self.style("here") if self.row == self.column == TITLE else style)
        ]
        at = layout.titles
        sight = list(self.columns_in_sight())
        _rows, marked = self.marked
        if y < layout.group_lines:
            for first, last in layout.groups:
                there = [(place, start) for place, start in sight if first <= place <= last]
                if not there:
                    continue
                start, end = there[0][1], there[-1][1] + layout.widths[there[-1][0]]
                lines = wrap(columns[first].group, end - start)
                words = lines[y] if y < len(lines) else ""
                if y == layout.group_lines - 1 and len(lines) > layout.group_lines:
                    words = " ".join(lines[y:])
                here = first <= self.column <= last and self.focused
                segments.append(self._gap(start - at, at, there[0][0], style))
                segments.append(
                    Segment(fit(cut(words, end - start), end - start), self.style("here") if here else style)
                )
                at = end
            return Strip(segments)
        line = y - layout.group_lines
        for place, start in sight:
            wide = layout.widths[place]
            lines = title_lines(columns[place].title, wide)
            # Titles stand at the foot of the header.
            number = line - (layout.title_lines - len(lines))
            words = lines[number] if 0 <= number < len(lines) else ""
            if line == layout.title_lines - 1 and len(lines) > layout.title_lines:
                words = cut("".join(lines[number:]), wide)
            words = cut(words, wide)
            text = layout.texts[place] if columns[place].right else wide
            lead = max(0, text - width(words)) if columns[place].right else 0
            segments.append(self._gap(start - at, at, place, style))
            here = place in marked and self.focused
            segments.append(Segment(fit(" " * lead + words, wide), self.style("here") if here else style))
            at = start + wide
        return Strip(segments)

    def _row_line(self, row: Row, place: int | None) -> Strip:
        layout = self.layout
        if row.heading:
            words = cut(row.title, self.room.width)
            return Strip([Segment(words, self.style("heading"))])
        base = ("total",) if place is None else ()
        rows, columns = self.marked
        marked = place is not None and place in rows
        title_here = place is not None and place == self.row and self.column == TITLE
        style = (
            self._cursor_style() if title_here else self.style("here" if marked and self.focused else "title", *base)
        )
        words = f"{row.mark} {row.title}" if row.mark else row.title
        segments = [Segment(fit(cut(words, layout.titles), layout.titles), style)]
        at = layout.titles
        blank = self.style(*base)
        several = len(rows) > 1 or len(columns) > 1
        typed = None
        for column, start in self.columns_in_sight():
            if (place, column) == (self.row, self.column) and self.typing is not None:
                typed = start
            in_region = marked and column in columns and several
            inside = in_region and at > layout.titles and column > columns.start
            segments.append(self._gap(start - at, at, column, self.style(*base, "region") if inside else blank))
            cell = row.cells[column] if column < len(row.cells) else Cell(open=False)
            segments.append(self._cell(cell, place, column, base, in_region))
            at = start + layout.widths[column]
        strip = Strip(segments)
        return strip if typed is None else self._with_long_typed(strip, typed)

    def _with_long_typed(self, strip: Strip, start: int) -> Strip:
        """What is typed and too long for its cell, over the cells beside it: one sees all that one types."""
        end = self.room.width
        words = self._end_of_typed(end - self.layout.titles)
        cells = width(words)
        if cells <= self._typing_room(self.column):
            return strip
        first = min(start, end - cells)
        typed = Strip([Segment(words, self.style("typing"))])
        return Strip.join([strip.crop(0, first), typed, strip.crop(first + cells, end)])

    def _end_of_typed(self, room: int) -> str:
        """The end of what is typed that fits into so many cells, with the cursor."""
        words = f"{self.typing}▏"
        while width(words) > room:
            words = words[1:]
        return words

    def _typing_room(self, column: int) -> int:
        """The cells of a column in which typed text stands."""
        layout = self.layout
        wide = layout.widths[column]
        return min(wide, layout.texts[column] + 1) if self.content.columns[column].right else wide

    def _gap(self, cells: int, at: int, column: int, style: Style) -> Segment:
        """The cells before a column; a line where a group of columns begins beside another one."""
        if at > self.layout.titles and self.layout.begins_group(column):
            return Segment(" " * (cells - 1) + "│", style + self.style("line"))
        return Segment(" " * cells, style)

    def _cursor_style(self) -> Style:
        return self.style("cursor" if self.focused else "cursor-away")

    def _cell(self, cell: Cell, place: int | None, column: int, base: tuple[str, ...], in_region: bool) -> Segment:
        layout = self.layout
        wide, text, right = layout.widths[column], layout.texts[column], self.content.columns[column].right
        is_cursor = place is not None and (place, column) == (self.row, self.column)
        if is_cursor and self.typing is not None:
            room = self._typing_room(column)
            words = self._end_of_typed(room)
            lead = room - width(words) if right else 0
            return Segment(fit(" " * lead + words, wide), self.style("typing"))
        if place is not None and (place, column) in self.pending:
            cell = Cell(self.pending[place, column], styles=("changed", "own"))
        words = shown(cell, wide, text, right)
        if is_cursor:
            return Segment(words, self._cursor_style())
        return Segment(words, self.style(*base, *cell.styles, *(("region",) if in_region else ())))

    # Places -----------------------------------------------------------------------------------------------------------

    @property
    def _first_column(self) -> int:
        """The first column in sight."""
        x = self.left
        return next((place for place, start in enumerate(self.layout.starts) if start - GAP >= x), 0)

    def columns_in_sight(self) -> Iterator[tuple[int, int]]:
        """Columns in sight that have room for all of them, and the cell at which each begins."""
        layout, first = self.layout, self._first_column
        for place in range(first, len(layout.widths)):
            at = layout.titles + layout.starts[place] - (layout.starts[first] - GAP)
            if at + layout.widths[place] > self.room.width and place > first:
                return
            yield place, at

    def place_at(self, spot: Offset) -> tuple[int, int] | None:
        """The row and column below the mouse."""
        layout = self.layout
        column = next(
            (place for place, at in self.columns_in_sight() if at - GAP < spot.x <= at + layout.widths[place] - 1), None
        )
        if spot.x < layout.titles:
            column = TITLE
        if column is None:
            return None
        if spot.y < layout.header:
            return TITLE, column
        row = spot.y - layout.header + self.top
        foot = self.room.height - len(self.content.totals)
        return (row, column) if row < len(self.content.rows) and spot.y < max(foot, 0) else None

    def scrolled_to_cursor(self) -> tuple[int, int]:
        """How far to the right and down the sheet is to be scrolled so that the cursor is in sight."""
        layout, top, left = self.layout, self.top, self.left
        room = self.room.height - layout.header - len(self.content.totals)
        rows = self.content.rows
        if self.row <= 0 or (self.row < len(rows) and all(row.heading for row in rows[: self.row])):
            top = 0
        elif room > 0:
            top = min(self.row, max(top, self.row - room + 1))
        if self.column <= 0:
            left = 0
        elif self.column < len(layout.starts):
            start = layout.starts[self.column] - GAP
            room = self.room.width - layout.titles
            end = start + GAP + layout.widths[self.column]
            if start < left:
                left = start
            else:
                starts = [one - GAP for one in layout.starts]
                left = next((one for one in starts if one >= left and end - one <= room), start)
        return left, top
