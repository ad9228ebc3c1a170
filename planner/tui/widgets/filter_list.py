"""A list that is filtered by typing: rows of cells below headings, marked, opened, ticked and removed.

Only the lines in sight are drawn, so that thousands of rows cost nothing. What is typed goes into the filter wherever
the cursor is; Backspace takes it back, Esc clears it. Full-width characters count as their plain ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar
from unicodedata import normalize

from attrs import frozen
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from planner.wording import N_, _
from planner.wording.cells import cut, fit, pieces, width, wrap

ALL = 1_000
"""As the most cells of a column that may take the whole line."""


@frozen(kw_only=True)
class ListColumn:
    """A column of at most `most` cells; one that `fills` takes what is left as well, but never less than `least`.

    It is left out where the list is narrower than `from_cells`. `is_mark`: a click on it ticks the row.
    """

    title: str = ""
    most: int = 40
    least: int = 12
    right: bool = False
    fills: bool = False
    from_cells: int = 0
    is_mark: bool = False


@frozen
class ListRow:
    """A row: cells of words and the name of a style (`muted`, `bad`, `good`, `changed`, or none); a heading has one.

    `also` are further words by which it is found.
    """

    id: str
    cells: tuple[tuple[str, str], ...]
    heading: bool = False
    also: str = ""

    @property
    def words(self) -> str:
        """Everything by which it is found."""
        return " ".join((self.id, *(words for words, _style in self.cells), self.also))


def heading(words: str) -> ListRow:
    """A heading over the rows that follow."""
    return ListRow("", ((words, ""),), heading=True)


def row(id: str, *cells: str | tuple[str, str], also: str = "") -> ListRow:
    """A row; words without a style may be given as they are."""
    return ListRow(id, tuple((cell, "") if isinstance(cell, str) else cell for cell in cells), also=also)


def widths_of(columns: Sequence[ListColumn], rows: Sequence[ListRow], cells: int) -> tuple[int, ...]:
    """Cells of each column, 0 for one that is left out; between two columns, and before the first, one stays free."""
    shown = [column.from_cells <= cells for column in columns]
    widths = []
    for place, column in enumerate(columns):
        found = (width(row.cells[place][0]) for row in rows if not row.heading and place < len(row.cells))
        natural = max(found, default=0)
        # A column in which nothing stands says nothing.
        natural = max(natural, width(column.title)) if natural or not rows else 0
        widths.append(min(natural, column.most) if shown[place] else 0)
    left = cells - 1 - sum(wide + 1 for wide in widths if wide)
    for place, column in enumerate(columns):
        if column.fills and shown[place]:
            before = widths[place]
            wide = before + left + (0 if before else -1)
            widths[place] = max(column.least, min(wide, column.most))
            break
    return tuple(widths)


def broken(row: ListRow, column: int, cells: int, most_lines: int) -> list[str]:
    """The lines of a cell; the last that there may be ends in an ellipsis where words are left over."""
    words = row.cells[column][0] if column < len(row.cells) else ""
    if width(words) <= cells or most_lines == 1:
        return [cut(words, cells)]
    lines = [piece for line in wrap(words, cells) for piece in pieces(line, cells)]
    if len(lines) > most_lines:
        lines = [*lines[: most_lines - 1], cut(lines[most_lines - 1] + "…", cells)]
    return lines


def plainly(words: str) -> str:
    """Words as they are compared: full-width forms and capitals make no difference."""
    return normalize("NFKC", words).casefold()


class FilterList(ScrollView, can_focus=True):
    """Rows in columns; those that are shown contain every word of `filter`."""

    DEFAULT_CSS = """
    FilterList { height: 1fr; background: $background; scrollbar-size-horizontal: 0; scrollbar-size-vertical: 1; }
    FilterList > .filter-list--filter { color: $text-muted; }
    FilterList > .filter-list--filtered { color: $text-accent; text-style: bold; }
    FilterList > .filter-list--title { color: $text-muted; background: $surface; }
    FilterList > .filter-list--heading { color: $text-primary; text-style: bold; }
    FilterList > .filter-list--cursor { background: $primary; color: $background; text-style: bold; }
    FilterList > .filter-list--cursor-away { background: $panel; text-style: bold; }
    FilterList > .filter-list--muted { color: $text-muted; }
    FilterList > .filter-list--bad { color: $text-error; text-style: bold; }
    FilterList > .filter-list--good { color: $text-success; }
    FilterList > .filter-list--changed { color: $text-accent; text-style: bold; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"filter-list--{name}"
        for name in (
            *("filter", "filtered", "title", "heading", "cursor", "cursor-away"),
            *("muted", "bad", "good", "changed"),
        )
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", show=False),
        Binding("down", "step(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "edge(False)", show=False),
        Binding("end", "edge(True)", show=False),
        Binding("enter", "choose", N_("opens what is marked"), show=False),
        Binding("space,ideographic_space", "press", N_("ticks what is marked"), show=False),
        Binding("delete", "remove", show=False),
        Binding("backspace", "rub_out", N_("takes back what was typed to filter"), show=False),
    ]

    class Highlighted(Message):
        """The cursor is on another row; `id` is empty where there is none."""

        def __init__(self, rows: FilterList, id: str) -> None:
            super().__init__()
            self.rows = rows
            self.id = id

        @property
        def control(self) -> FilterList:
            """The list, by which handlers select."""
            return self.rows

    class Chosen(Highlighted):
        """Enter or a click on the row with the cursor."""

    class Pressed(Highlighted):
        """Space, or a click on the mark of a row."""

    class Removed(Highlighted):
        """Delete was pressed on the row with the cursor."""

    def __init__(
        self, columns: Sequence[ListColumn] = (), *, most_lines: int = 1, nothing: str = "", **given: Any
    ) -> None:
        """`most_lines`: lines that a row may take; `nothing`: what is said where there is no row."""
        super().__init__(**given)
        self.columns = tuple(columns)
        self.rows: tuple[ListRow, ...] = ()
        self.filter = ""
        self.nothing = nothing
        self._most_lines = most_lines
        self.rows_shown: list[ListRow] = []
        self._lines: list[tuple[int, int]] = []
        self._first_lines: list[int] = []
        self._widths: tuple[int, ...] = ()
        self._at = -1
        self._styles: dict[str, Style] = {}
        self._wanted = ""
        self._plain: list[str] = []

    # What is shown --------------------------------------------------------------------------------------------------

    def show(self, rows: Sequence[ListRow], columns: Sequence[ListColumn] | None = None) -> None:
        """Show other rows; the cursor stays on the row with the same id, else in its place."""
        self.rows = tuple(rows)
        self._plain = []
        if columns is not None:
            self.columns = tuple(columns)
        self._choose_rows(self._wanted or self.marked)

    @property
    def marked(self) -> str:
        """The id of the row with the cursor; empty where there is none."""
        return self.rows_shown[self._at].id if 0 <= self._at < len(self.rows_shown) else ""

    def mark(self, id: str) -> bool:
        """Put the cursor on a row, also one that comes later; whether it is there now."""
        self._wanted = id
        if self.filter and not any(row.id == id for row in self.rows_shown):
            self.set_filter("")
        places = [place for place, row in enumerate(self.rows_shown) if row.id == id and not row.heading]
        if places:
            self._wanted = ""
            self._go(places[0])
        return bool(places)

    def set_filter(self, words: str) -> None:
        """Show the rows with these words; the cursor goes to the first that has them in its main column."""
        self.filter = words
        self._choose_rows(self.marked)
        wanted = plainly(words).split()
        places = [place for place, row in enumerate(self.rows_shown) if not row.heading]
        if wanted and places:
            main = next((place for place, column in enumerate(self.columns) if column.fills), 0)
            best = [place for place in places if self._has(place, main, wanted)]
            self._go(self._at if self._at in best else (best or places)[0])

    def _has(self, place: int, column: int, wanted: list[str]) -> bool:
        cells = self.rows_shown[place].cells
        return column < len(cells) and all(word in plainly(cells[column][0]) for word in wanted)

    def _matches(self, place: int, wanted: list[str]) -> bool:
        if not wanted:
            return True
        if not self._plain:
            self._plain = [plainly(row.words) for row in self.rows]
        return all(word in self._plain[place] for word in wanted)

    def _choose_rows(self, id: str) -> None:
        wanted = plainly(self.filter).split()
        shown: list[ListRow] = []
        headings: list[ListRow] = []
        for number, row in enumerate(self.rows):
            if row.heading:
                headings = [row]
            elif self._matches(number, wanted):
                shown += [*headings, row]
                headings = []
        self.rows_shown = shown
        before = self._at
        places = [place for place, row in enumerate(shown) if not row.heading]
        there = [place for place in places if shown[place].id == id]
        if there:
            self._wanted = "" if id == self._wanted else self._wanted
        self._at = there[0] if there else min(places, key=lambda place: abs(place - before), default=-1)
        self._lay_out()
        self.post_message(self.Highlighted(self, self.marked))

    def _lay_out(self) -> None:
        cells = self._cells
        self._widths = widths_of(self.columns, self.rows_shown, cells)
        self._lines, self._first_lines = [], []
        for place, row in enumerate(self.rows_shown):
            self._first_lines.append(len(self._lines))
            high = 1 if row.heading or self._most_lines == 1 else self._height(row)
            self._lines += [(place, line) for line in range(high)]
        self.virtual_size = Size(0, self._head + max(len(self._lines), 1))
        self._bring_into_sight()
        self.refresh()

    def _height(self, row: ListRow) -> int:
        return max(len(broken(row, column, wide, self._most_lines)) for column, wide in enumerate(self._widths) if wide)

    @property
    def _cells(self) -> int:
        return max(self.size.width - 1, 1)

    @property
    def _head(self) -> int:
        return 2 if any(column.title for column in self.columns) else 1

    def on_resize(self) -> None:
        """The columns are laid out for the new width."""
        self._lay_out()

    def notify_style_update(self) -> None:
        """The colours are others: what was worked out from them is forgotten."""
        self._styles.clear()
        super().notify_style_update()

    def _style(self, name: str = "") -> Style:
        if name not in self._styles:
            self._styles[name] = self.get_component_rich_style(f"filter-list--{name}") if name else self.rich_style
        return self._styles[name]

    def render_line(self, y: int) -> Strip:
        """One line: the filter, the titles, then the rows."""
        cells = self.size.width
        if y == 0:
            return self._filter_line(cells)
        if y < self._head:
            titles = [fit(column.title, wide) for column, wide in zip(self.columns, self._widths, strict=False) if wide]
            return Strip([Segment(fit(" " + " ".join(titles), cells), self._style("title"))], cells)
        line = y - self._head + round(self.scroll_y)
        if line >= len(self._lines):
            words = self.nothing if not self.rows and line == 0 else ""
            return Strip([Segment(fit(f" {words}", cells), self._style("muted"))], cells)
        return self._row_line(*self._lines[line], cells)

    def _filter_line(self, cells: int) -> Strip:
        if not self.filter:
            words, style = _("Type to filter."), self._style("filter")
        else:
            n = sum(not row.heading for row in self.rows_shown)
            of = sum(not row.heading for row in self.rows)
            words = _("Filter: {words}▏  {n} of {of}; Backspace or Esc takes it back").format(
                words=self.filter, n=n, of=of
            )
            style = self._style("filtered")
        return Strip([Segment(fit(f" {words}", cells), style)], cells)

    def _row_line(self, place: int, line: int, cells: int) -> Strip:
        row = self.rows_shown[place]
        if row.heading:
            return Strip([Segment(fit(f" {row.cells[0][0]}", cells), self._style("heading"))], cells)
        here = place == self._at
        cursor = ("cursor" if self.has_focus else "cursor-away") if here else ""
        segments = [Segment(" ", self._style(cursor))]
        used = 1
        for column, wide in enumerate(self._widths):
            if not wide:
                continue
            lines = broken(row, column, wide, self._most_lines)
            words = lines[line] if line < len(lines) else ""
            style = row.cells[column][1] if column < len(row.cells) else ""
            lead = " " * max(0, wide - width(words)) if self.columns[column].right else ""
            segments.append(Segment(fit(lead + words, wide) + " ", self._style(cursor or style)))
            used += wide + 1
        segments.append(Segment(" " * max(0, cells - used), self._style(cursor)))
        return Strip(segments, max(used, cells)).adjust_cell_length(cells, self._style(cursor))

    # Moving ---------------------------------------------------------------------------------------------------------

    def _go(self, place: int) -> None:
        if place == self._at or not 0 <= place < len(self.rows_shown):
            return
        before, self._at = self._at, place
        if not self._bring_into_sight():
            self._paint(before)
            self._paint(place)
        self.post_message(self.Highlighted(self, self.marked))

    def _paint(self, place: int) -> None:
        if 0 <= place < len(self._first_lines):
            first = self._first_lines[place]
            y = self._head + first - round(self.scroll_y)
            end = self._first_lines[place + 1] if place + 1 < len(self._first_lines) else len(self._lines)
            self.refresh(Region(0, y, self.size.width, end - first))

    def _bring_into_sight(self) -> bool:
        """Scroll to the cursor; whether that was needed."""
        room = self.size.height - self._head
        if room <= 0 or not 0 <= self._at < len(self._first_lines):
            return False
        top = round(self.scroll_y)
        first = self._first_lines[self._at]
        last = self._first_lines[self._at + 1] - 1 if self._at + 1 < len(self._first_lines) else len(self._lines) - 1
        if self._at and self.rows_shown[self._at - 1].heading:
            first -= 1
        wanted = min(first, max(top, last - room + 1))
        if wanted == top:
            return False
        self.scroll_to(y=wanted, animate=False, force=True)
        return True

    def action_step(self, way: int) -> None:
        """The next row, or the one before; at the edges out of the list."""
        places = [place for place, row in enumerate(self.rows_shown) if not row.heading]
        beyond = [place for place in places if (place > self._at if way > 0 else place < self._at)]
        if beyond:
            self._go(beyond[0] if way > 0 else beyond[-1])
        elif way < 0:
            self.scroll_home(animate=False)

    def action_page(self, way: int) -> None:
        """Move the cursor by a page."""
        places = [place for place, row in enumerate(self.rows_shown) if not row.heading]
        if places:
            target = self._at + way * max(1, self.size.height - self._head - 1)
            self._go(min(places, key=lambda place: abs(place - target)))

    def action_edge(self, last: bool) -> None:
        """The first or last row."""
        places = [place for place, row in enumerate(self.rows_shown) if not row.heading]
        if places:
            self._go(places[-1 if last else 0])

    # Doing ----------------------------------------------------------------------------------------------------------

    def _say(self, kind: type[Highlighted]) -> None:
        if self.marked:
            self.post_message(kind(self, self.marked))

    def action_choose(self) -> None:
        """Say that the row with the cursor is to be opened."""
        self._say(self.Chosen)

    def action_press(self) -> None:
        """Say that the row with the cursor is to be ticked or unticked."""
        self._say(self.Pressed)

    def action_remove(self) -> None:
        """Say that the row with the cursor is to be removed."""
        self._say(self.Removed)

    def action_rub_out(self) -> None:
        """The last character of the filter."""
        if self.filter:
            self.set_filter(self.filter[:-1])

    def on_key(self, event: events.Key) -> None:
        """Characters filter; a question mark asks for help, unless something was typed already."""
        if event.key in ("space", "ideographic_space"):
            return
        if event.is_printable and event.character:
            if not self.filter and event.character in "?？":
                return
            event.stop()
            event.prevent_default()
            self.set_filter(self.filter + event.character)
        elif event.key == "escape" and self.filter:
            event.stop()
            event.prevent_default()
            self.set_filter("")

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted filters as well."""
        event.stop()
        self.set_filter(self.filter + " ".join(event.text.split()))

    def on_click(self, event: events.Click) -> None:
        """Mark a row; on its mark: tick it; on the row that is marked already: open it."""
        line = event.y - self._head + round(self.scroll_y)
        if event.y < self._head or not 0 <= line < len(self._lines):
            return
        place = self._lines[line][0]
        if self.rows_shown[place].heading:
            return
        was = place == self._at
        self._go(place)
        if self.columns and self.columns[0].is_mark and event.x <= (self._widths[0] if self._widths else 0):
            self.action_press()
        elif was:
            self.action_choose()

    def on_focus(self) -> None:
        """The cursor lights up."""
        self._paint(self._at)

    def on_blur(self) -> None:
        """The cursor goes out."""
        self._paint(self._at)

    # Another language -----------------------------------------------------------------------------------------------

    def kept(self) -> Any:
        """The cursor and the filter."""
        return self.marked, self.filter

    def take_back(self, kept: Any) -> None:
        """Put the filter and the cursor back."""
        marked, self.filter = kept
        self._choose_rows(marked)
