"""How a sheet is drawn: titles that stay in sight, whole columns only, every line by itself, and what is where."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Offset, Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from planner.tui.widgets.sheet_content import GAP, Cell, Content, Layout, Row, cut, laid_out, shown, title_lines
from planner.wording.cells import fit, width, wrap

TITLE = -1
"""In the place of a row or column: its title, which stands for all of it."""


class DrawnSheet(ScrollView):
    """A table with a cursor, marked cells, and a cell that something is typed into; `Sheet` takes keys and mouse."""

    DEFAULT_CSS = """
    DrawnSheet { height: 1fr; background: $background; scrollbar-size-horizontal: 1; scrollbar-size-vertical: 1; }
    DrawnSheet > .sheet--header { color: $text-muted; background: $surface; }
    DrawnSheet > .sheet--here { color: $text-primary; text-style: bold; background: $surface; }
    DrawnSheet > .sheet--title { color: $foreground; background: $surface; }
    DrawnSheet > .sheet--heading { color: $text-primary; text-style: bold; }
    DrawnSheet > .sheet--total { text-style: bold; background: $surface; }
    DrawnSheet > .sheet--cursor { background: $primary; color: $background; text-style: bold; }
    DrawnSheet > .sheet--cursor-away { background: $panel; text-style: bold; }
    DrawnSheet > .sheet--region { background: $primary-muted; }
    DrawnSheet > .sheet--typing { background: $accent; color: $background; text-style: bold; }
    DrawnSheet > .sheet--own { text-style: underline; }
    DrawnSheet > .sheet--changed { color: $text-accent; text-style: bold; }
    DrawnSheet > .sheet--muted { color: $text-muted; }
    DrawnSheet > .sheet--bad { color: $text-error; text-style: bold; }
    DrawnSheet > .sheet--good { color: $text-success; }
    DrawnSheet > .sheet--line { color: $foreground 30%; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"sheet--{name}"
        for name in (
            *("header", "here", "title", "heading", "total", "cursor", "cursor-away", "region", "typing"),
            *("own", "changed", "muted", "bad", "good", "line"),
        )
    }

    def __init__(self, *, titles: bool, single: bool, most_title: int, **given: Any) -> None:
        super().__init__(**given)
        self._titles = titles
        self._single = single
        self._most_title = most_title
        self.content = Content()
        self._layout = laid_out(self.content, 0)
        self.row = 0
        self.column = 0
        self.typing: str | None = None
        self._other: tuple[int, int] | None = None
        self._pending: dict[tuple[int, int], str] = {}
        self._styles: dict[tuple[str, ...], Style] = {}

    # What is shown ------------------------------------------------------------------------------------------------

    def show(self, content: Content) -> None:
        """Show another content; the cursor stays in its place, and what is being typed stays."""
        before, self.content = self.content, content
        self._pending = {}
        layout = laid_out(content, self._inner_width(), self._most_title)
        same_place = layout == self._layout and len(before.rows) == len(content.rows)
        same_heads = (before.corner, before.columns) == (content.corner, content.columns)
        if same_place and same_heads and before.totals == content.totals:
            for place, (old, new) in enumerate(zip(before.rows, content.rows, strict=True)):
                if old != new:
                    self._paint_row(place)
        else:
            self._lay_out(layout)
        self.row, self.column = self._inside(self.row, self.column)
        self._paint_row(self.row)

    @property
    def _room(self) -> Size:
        """The place inside the scroll bars."""
        return self.scrollable_content_region.size

    def _inner_width(self) -> int:
        return max(20, self._room.width)

    def _lay_out(self, layout: Layout) -> None:
        self._layout = layout
        lines = layout.header + len(self.content.rows) + len(self.content.totals)
        # Titles of columns scroll by whole columns: the last one must be able to come to the left.
        self.virtual_size = Size(layout.total, lines)
        self.refresh()

    def on_resize(self) -> None:
        """Lay it out for the new width."""
        self._lay_out(laid_out(self.content, self._inner_width(), self._most_title))
        self._bring_into_sight()

    def notify_style_update(self) -> None:
        """Other colours."""
        super().notify_style_update()
        self._styles.clear()

    @property
    def title_cells(self) -> int:
        """Cells of the titles of rows."""
        return self._layout.titles

    @property
    def region_marked(self) -> tuple[range, range]:
        """Rows and columns that are marked; those of the cursor where no more are. A title marks all of it."""
        row, column = self.row, self.column
        other_row, other_column = self._other or (row, column)
        rows = range(min(row, other_row), max(row, other_row) + 1)
        columns = range(min(column, other_column), max(column, other_column) + 1)
        if TITLE in rows:
            rows = range(len(self.content.rows))
        if TITLE in columns:
            columns = range(len(self.content.columns))
        return rows, columns

    def cells_marked(self) -> Iterator[tuple[int, int, Cell]]:
        """The cells that are marked, with their places."""
        rows, columns = self.region_marked
        for row in rows:
            cells = self.content.rows[row].cells if row < len(self.content.rows) else ()
            for column in columns:
                if column < len(cells):
                    yield row, column, cells[column]

    # Drawing --------------------------------------------------------------------------------------------------------

    def _style(self, *names: str) -> Style:
        if names not in self._styles:
            style = self.rich_style
            for name in names:
                # Only what a class of its own sets: its background is the sheet's unless it has another.
                style += self.get_component_rich_style(f"sheet--{name}", partial=True)
            self._styles[names] = style
        return self._styles[names]

    @property
    def _first_column(self) -> int:
        """The first column in sight."""
        x = round(self.scroll_x)
        return next((place for place, start in enumerate(self._layout.starts) if start - GAP >= x), 0)

    def _in_sight(self) -> Iterator[tuple[int, int]]:
        """Columns in sight that have room for all of them, and the cell at which each begins."""
        layout, first = self._layout, self._first_column
        for place in range(first, len(layout.widths)):
            at = layout.titles + layout.starts[place] - (layout.starts[first] - GAP)
            if at + layout.widths[place] > self._room.width and place > first:
                return
            yield place, at

    def render_line(self, y: int) -> Strip:
        """One line of the terminal."""
        layout, content = self._layout, self.content
        wide = self._room.width
        foot = self._room.height - len(content.totals)
        if y < layout.header:
            return self._header_line(y).adjust_cell_length(wide, self._style("header"))
        place = y - layout.header + round(self.scroll_y)
        if content.totals and y >= min(foot, layout.header + len(content.rows)):
            place = y - min(foot, layout.header + len(content.rows))
            if place >= len(content.totals):
                return Strip.blank(wide, self._style())
            return self._row_line(content.totals[place], None).adjust_cell_length(wide, self._style("total"))
        if place >= len(content.rows):
            return Strip.blank(wide, self._style())
        return self._row_line(content.rows[place], place).adjust_cell_length(wide, self._style())

    def _header_line(self, y: int) -> Strip:
        layout, columns = self._layout, self.content.columns
        style = self._style("header")
        corner = cut(self.content.corner, layout.titles) if y == layout.header - 1 else ""
        segments = [
            Segment(fit(corner, layout.titles), self._style("here") if self.row == self.column == TITLE else style)
        ]
        at = layout.titles
        sight = list(self._in_sight())
        _rows, marked = self.region_marked
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
                here = first <= self.column <= last and self.has_focus
                segments.append(self._gap(start - at, at, there[0][0], style))
                segments.append(
                    Segment(fit(cut(words, end - start), end - start), self._style("here") if here else style)
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
            here = place in marked and self.has_focus
            segments.append(Segment(fit(" " * lead + words, wide), self._style("here") if here else style))
            at = start + wide
        return Strip(segments)

    def _row_line(self, row: Row, place: int | None) -> Strip:
        layout = self._layout
        if row.heading:
            words = cut(row.title, self._room.width)
            return Strip([Segment(words, self._style("heading"))])
        base = ("total",) if place is None else ()
        rows, columns = self.region_marked
        marked = place is not None and place in rows
        title_here = place is not None and place == self.row and self.column == TITLE
        style = (
            self._cursor_style() if title_here else self._style("here" if marked and self.has_focus else "title", *base)
        )
        words = f"{row.mark} {row.title}" if row.mark else row.title
        segments = [Segment(fit(cut(words, layout.titles), layout.titles), style)]
        at = layout.titles
        blank = self._style(*base)
        several = len(rows) > 1 or len(columns) > 1
        typed = None
        for column, start in self._in_sight():
            if (place, column) == (self.row, self.column) and self.typing is not None:
                typed = start
            in_region = marked and column in columns and several
            inside = in_region and at > layout.titles and column > columns.start
            segments.append(self._gap(start - at, at, column, self._style(*base, "region") if inside else blank))
            cell = row.cells[column] if column < len(row.cells) else Cell(open=False)
            segments.append(self._cell(cell, place, column, base, in_region))
            at = start + layout.widths[column]
        strip = Strip(segments)
        return strip if typed is None else self._with_long_typed(strip, typed)

    def _with_long_typed(self, strip: Strip, start: int) -> Strip:
        """What is typed and too long for its cell, over the cells beside it: one sees all that one types."""
        end = self._room.width
        words = self._end_of_typed(end - self._layout.titles)
        cells = width(words)
        if cells <= self._typing_room(self.column):
            return strip
        first = min(start, end - cells)
        typed = Strip([Segment(words, self._style("typing"))])
        return Strip.join([strip.crop(0, first), typed, strip.crop(first + cells, end)])

    def _end_of_typed(self, room: int) -> str:
        """The end of what is typed that fits into so many cells, with the cursor."""
        words = f"{self.typing}▏"
        while width(words) > room:
            words = words[1:]
        return words

    def _typing_room(self, column: int) -> int:
        """The cells of a column in which typed text stands."""
        layout = self._layout
        wide = layout.widths[column]
        return min(wide, layout.texts[column] + 1) if self.content.columns[column].right else wide

    def _gap(self, cells: int, at: int, column: int, style: Style) -> Segment:
        """The cells before a column; a line where a group of columns begins beside another one."""
        if at > self._layout.titles and self._layout.begins_group(column):
            return Segment(" " * (cells - 1) + "│", style + self._style("line"))
        return Segment(" " * cells, style)

    def _cursor_style(self) -> Style:
        return self._style("cursor" if self.has_focus else "cursor-away")

    def _cell(self, cell: Cell, place: int | None, column: int, base: tuple[str, ...], in_region: bool) -> Segment:
        layout = self._layout
        wide, text, right = layout.widths[column], layout.texts[column], self.content.columns[column].right
        is_cursor = place is not None and (place, column) == (self.row, self.column)
        if is_cursor and self.typing is not None:
            room = self._typing_room(column)
            words = self._end_of_typed(room)
            lead = room - width(words) if right else 0
            return Segment(fit(" " * lead + words, wide), self._style("typing"))
        if place is not None and (place, column) in self._pending:
            cell = Cell(self._pending[place, column], styles=("changed", "own"))
        words = shown(cell, wide, text, right)
        if is_cursor:
            return Segment(words, self._cursor_style())
        return Segment(words, self._style(*base, *cell.styles, *(("region",) if in_region else ())))

    def _paint_row(self, row: int) -> None:
        y = self._layout.header + row - round(self.scroll_y)
        self.refresh(Region(0, y, self._room.width, 1))

    # Places ---------------------------------------------------------------------------------------------------------

    def _inside(self, row: int, column: int) -> tuple[int, int]:
        """The nearest place where the cursor may stand."""
        least = TITLE if self._titles else 0
        row = max(least, min(row, len(self.content.rows) - 1))
        column = 0 if self._single else max(least, min(column, len(self.content.columns) - 1))
        return row, column

    def _bring_into_sight(self) -> None:
        layout, size = self._layout, self._room
        room = size.height - layout.header - len(self.content.totals)
        top = round(self.scroll_y)
        if self.row <= 0 or (self.row < len(self.content.rows) and self._only_headings_above(self.row)):
            top = 0
        elif room > 0:
            top = min(self.row, max(top, self.row - room + 1))
        left = round(self.scroll_x)
        if self.column <= 0:
            left = 0
        elif self.column < len(layout.starts):
            start = layout.starts[self.column] - GAP
            room = size.width - layout.titles
            end = start + GAP + layout.widths[self.column]
            if start < left:
                left = start
            else:
                starts = [one - GAP for one in layout.starts]
                left = next((one for one in starts if one >= left and end - one <= room), start)
        if (left, top) != (round(self.scroll_x), round(self.scroll_y)):
            self.scroll_to(left, top, animate=False, force=True)

    def _only_headings_above(self, row: int) -> bool:
        return all(one.heading for one in self.content.rows[:row])

    def _place_at(self, spot: Offset) -> tuple[int, int] | None:
        """The row and column below the mouse."""
        layout = self._layout
        column = next(
            (place for place, at in self._in_sight() if at - GAP < spot.x <= at + layout.widths[place] - 1), None
        )
        if spot.x < layout.titles:
            column = TITLE
        if column is None:
            return None
        if spot.y < layout.header:
            return TITLE, column
        row = spot.y - layout.header + round(self.scroll_y)
        foot = self._room.height - len(self.content.totals)
        return (row, column) if row < len(self.content.rows) and spot.y < max(foot, 0) else None
