"""A sheet: a table that one moves, marks, types and pastes in as in a spreadsheet.

Titles of rows and columns stay in sight while it scrolls, by whole columns. Every line is drawn by itself, so that
typing repaints one line. Full-width digits and letters are accepted as they come.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar

from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from planner.tui.widgets.sheet_content import Cell, Content, Layout, laid_out
from planner.tui.widgets.sheet_drawing import TITLE, Drawing
from planner.wording import N_

_KEYS: Mapping[str, tuple[str, tuple[Any, ...]]] = {
    "up": ("go", (-1, 0)),
    "down": ("go", (1, 0)),
    "left": ("go", (0, -1)),
    "right": ("go", (0, 1)),
    "shift+up": ("go", (-1, 0, True)),
    "shift+down": ("go", (1, 0, True)),
    "shift+left": ("go", (0, -1, True)),
    "shift+right": ("go", (0, 1, True)),
    "pageup": ("turn", (-1,)),
    "pagedown": ("turn", (1,)),
    "home": ("edge", (False,)),
    "end": ("edge", (True,)),
    "ctrl+home": ("corner", (False,)),
    "ctrl+end": ("corner", (True,)),
    "tab": ("next", (1,)),
    "shift+tab": ("next", (-1,)),
    "enter": ("open", ()),
    "space": ("press", ()),
    "ideographic_space": ("press", ()),
    "delete": ("clear", ()),
    "backspace": ("rub_out", ()),
}
"""Keys and what they do. They are taken as they come and not by bindings, which would lag behind typed characters."""


_MOVES = ("go", "turn", "edge", "corner", "next", "open")
"""What accepts what is typed, and moves on."""


def one_cell(text: str) -> str | None:
    """What is pasted, where it is one cell of a spreadsheet; None where it is a block."""
    lines = text.strip("\r\n").splitlines() or [""]
    return lines[0].strip() if len(lines) == 1 and "\t" not in lines[0] else None


class Sheet(ScrollView, can_focus=True):
    """A table with a cursor. What is typed and pasted it only reports: who owns it changes the document, and shows the
    new content."""

    DEFAULT_CSS = """
    Sheet { height: 1fr; background: $background; scrollbar-size-horizontal: 1; scrollbar-size-vertical: 1; }
    Sheet > .sheet--header { color: $text-muted; background: $surface; }
    Sheet > .sheet--here { color: $text-primary; text-style: bold; background: $surface; }
    Sheet > .sheet--title { color: $foreground; background: $surface; }
    Sheet > .sheet--heading { color: $text-primary; text-style: bold; }
    Sheet > .sheet--total { text-style: bold; background: $surface; }
    Sheet > .sheet--cursor { background: $primary; color: $background; text-style: bold; }
    Sheet > .sheet--cursor-away { background: $panel; text-style: bold; }
    Sheet > .sheet--region { background: $primary-muted; }
    Sheet > .sheet--typing { background: $accent; color: $background; text-style: bold; }
    Sheet > .sheet--own { text-style: underline; }
    Sheet > .sheet--changed { color: $text-accent; text-style: bold; }
    Sheet > .sheet--muted { color: $text-muted; }
    Sheet > .sheet--bad { color: $text-error; text-style: bold; }
    Sheet > .sheet--good { color: $text-success; }
    Sheet > .sheet--line { color: $foreground 30%; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"sheet--{name}"
        for name in (
            *("header", "here", "title", "heading", "total", "cursor", "cursor-away", "region", "typing"),
            *("own", "changed", "muted", "bad", "good", "line"),
        )
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", N_("edits or opens what is marked"), show=False),
        Binding("delete", "clear", N_("goes back to the value of the base"), show=False),
        Binding("ctrl+c", "copy", N_("copies what is marked, for a spreadsheet"), show=False),
    ]

    class Moved(Message):
        """The cursor is somewhere else."""

        def __init__(self, sheet: Sheet) -> None:
            super().__init__()
            self.sheet = sheet

        @property
        def control(self) -> Sheet:
            """The sheet, by which handlers select."""
            return self.sheet

    class Typing(Moved):
        """Something is being typed into the cell of the cursor; None when it was given up."""

        def __init__(self, sheet: Sheet, text: str | None) -> None:
            super().__init__(sheet)
            self.text = text

    class Typed(Moved):
        """A text was typed into a cell, and accepted."""

        def __init__(self, sheet: Sheet, row: int, column: int, text: str) -> None:
            super().__init__(sheet)
            self.row = row
            self.column = column
            self.text = text

    class Pasted(Moved):
        """A block is to go where the cursor is."""

        def __init__(self, sheet: Sheet, text: str) -> None:
            super().__init__(sheet)
            self.text = text

    class Opened(Moved):
        """Enter on a cell that nothing is typed into, a double click, or Space (`pressed`)."""

        def __init__(self, sheet: Sheet, pressed: bool) -> None:
            super().__init__(sheet)
            self.pressed = pressed

    class Cleared(Moved):
        """What is marked is to go back to the value of the base."""

    def __init__(
        self, *, types: bool = True, titles: bool = True, single: bool = False, most_title: int = 40, **given: Any
    ) -> None:
        """`types`: characters are typed into cells; `titles`: the cursor also goes onto titles; `single`: it stays in
        the first column, and a line is what one marks."""
        super().__init__(**given)
        self.content = Content()
        self.row = 0
        self.column = 0
        self.typing: str | None = None
        """What is being typed into the cell of the cursor."""
        self.above: Widget | None = None
        self.takes: Callable[[str], bool] = lambda text: True
        """Whether what is typed can be read; what cannot stays under the cursor until it is put right or given up."""
        self._types = types
        self._titles = titles
        self._single = single
        self._most_title = most_title
        self.arrangement = laid_out(self.content, 0)
        self._other: tuple[int, int] | None = None
        """The corner of what is marked that lies opposite the cursor."""
        self._pending: dict[tuple[int, int], str] = {}
        self._styles: dict[tuple[str, ...], Style] = {}
        self._was_here = False

    # What is shown ----------------------------------------------------------------------------------------------------

    def show(self, content: Content) -> None:
        """Show another content; the cursor stays in its place, and what is being typed stays."""
        before, self.content = self.content, content
        self._pending = {}
        layout = laid_out(content, self._inner_width(), self._most_title)
        same_place = layout == self.arrangement and len(before.rows) == len(content.rows)
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
        self.arrangement = layout
        lines = layout.header + len(self.content.rows) + len(self.content.totals)
        # Titles of columns scroll by whole columns: the last one must be able to come to the left.
        self.virtual_size = Size(layout.total, lines)
        self.refresh()

    def on_resize(self) -> None:
        """Lay it out for the new width."""
        self._lay_out(laid_out(self.content, self._inner_width(), self._most_title))
        self._bring_into_sight()

    def notify_style_update(self) -> None:
        """The colours are others: what was worked out from them is forgotten."""
        super().notify_style_update()
        self._styles.clear()

    def _style(self, *names: str) -> Style:
        if names not in self._styles:
            style = self.rich_style
            for name in names:
                # Only what a class of its own sets: its background is the sheet's unless it has another.
                style += self.get_component_rich_style(f"sheet--{name}", partial=True)
            self._styles[names] = style
        return self._styles[names]

    @property
    def _drawing(self) -> Drawing:
        return Drawing(
            content=self.content,
            layout=self.arrangement,
            room=self._room,
            left=round(self.scroll_x),
            top=round(self.scroll_y),
            row=self.row,
            column=self.column,
            marked=self.region_marked,
            typing=self.typing,
            pending=self._pending,
            focused=self.has_focus,
            style=self._style,
        )

    def render_line(self, y: int) -> Strip:
        """One line of the terminal."""
        return self._drawing.line(y)

    def _paint_row(self, row: int) -> None:
        y = self.arrangement.header + row - round(self.scroll_y)
        self.refresh(Region(0, y, self._room.width, 1))

    # What is marked ---------------------------------------------------------------------------------------------------

    @property
    def title_cells(self) -> int:
        """Cells of the titles of rows."""
        return self.arrangement.titles

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

    # Moving ---------------------------------------------------------------------------------------------------------

    def move_to(self, row: int, column: int, *, extend: bool = False, way: int = 1) -> None:
        """Put the cursor somewhere, or mark as far as there; headings are passed over in the direction `way`."""
        before = (self.row, self.column)
        row, column = self._inside(row, column)
        rows = self.content.rows
        if 0 <= row < len(rows) and rows[row].heading:
            ways = (range(row, len(rows)), range(row, -1, -1))
            for places in ways if way >= 0 else reversed(ways):
                found = next((place for place in places if not rows[place].heading), None)
                if found is not None:
                    row = found
                    break
        if extend and self._other is None:
            self._other = before
        cleared = not extend and self._other is not None
        if not extend:
            self._other = None
        if (row, column) == before and not cleared:
            return
        self.row, self.column = row, column
        self._bring_into_sight()
        self.refresh()
        self.post_message(self.Moved(self))

    def action_go(self, down: int, right: int, extend: bool = False) -> None:
        """An arrow: accepts what is typed, and moves; out of the sheet at its upper and lower edge."""
        was_typing = self._accept()
        row, column = self.row + down, self.column + right
        if right < 0 and self._single and not was_typing:
            self.screen.focus_previous()
        elif down and not extend and not was_typing and self._inside(row, column)[0] == self.row:
            self._leave(down)
        else:
            self.move_to(row, column, extend=extend, way=down or 1)

    def _leave(self, way: int) -> None:
        """To what is above (the part before, where nothing was named), or to the next part."""
        if way < 0 and self.above is not None:
            self.above.focus()
        else:
            self.screen.focus_next() if way > 0 else self.screen.focus_previous()

    def action_turn(self, way: int) -> None:
        """A page up or down."""
        self._accept()
        page = max(1, self._room.height - self.arrangement.header - len(self.content.totals) - 1)
        self.move_to(max(0, self.row + way * page), self.column, way=way)

    def action_edge(self, last: bool) -> None:
        """The first or last column."""
        self._accept()
        self.move_to(self.row, len(self.content.columns) - 1 if last else 0)

    def action_corner(self, last: bool) -> None:
        """The first or last cell."""
        self._accept()
        self.move_to(*((len(self.content.rows) - 1, len(self.content.columns) - 1) if last else (0, 0)))

    def action_next(self, way: int) -> None:
        """Tab: the next cell; from the last one of a row out of the sheet."""
        was_typing = self._accept()
        column = self.column + way
        if not self._types or self._single or not 0 <= column < len(self.content.columns):
            if was_typing:
                return
            self.screen.focus_next() if way > 0 else self.screen.focus_previous()
        else:
            self.move_to(self.row, column)

    def _inside(self, row: int, column: int) -> tuple[int, int]:
        """The nearest place where the cursor may stand."""
        least = TITLE if self._titles else 0
        row = max(least, min(row, len(self.content.rows) - 1))
        column = 0 if self._single else max(least, min(column, len(self.content.columns) - 1))
        return row, column

    def _bring_into_sight(self) -> None:
        left, top = self._drawing.scrolled_to_cursor()
        if (left, top) != (round(self.scroll_x), round(self.scroll_y)):
            self.scroll_to(left, top, animate=False, force=True)

    # Typing ---------------------------------------------------------------------------------------------------------

    @property
    def cell(self) -> Cell | None:
        """The cell of the cursor; None on a title or heading."""
        rows = self.content.rows
        if not (0 <= self.row < len(rows)) or self.column < 0:
            return None
        cells = rows[self.row].cells
        return cells[self.column] if self.column < len(cells) else None

    def _may_type(self) -> bool:
        cell = self.cell
        return self._types and cell is not None and cell.open

    def on_key(self, event: events.Key) -> None:
        """Characters are typed into the cell; a question mark asks for help, unless something is being typed."""
        if event.key in _KEYS:
            event.stop()
            event.prevent_default()
            name, values = _KEYS[event.key]
            if self.typing and name in _MOVES and not self.takes(self.typing):
                return
            getattr(self, f"action_{name}")(*values)
        elif event.is_printable and event.character:
            if self.typing is None and event.character in "?？":
                return
            if self._may_type():
                event.stop()
                event.prevent_default()
                self._type((self.typing or "") + event.character)
            else:
                self.post_message(self.Typing(self, event.character))
        elif event.key == "escape" and self.typing is not None:
            event.stop()
            event.prevent_default()
            self._type(None)

    def _type(self, text: str | None) -> None:
        self.typing = text
        self._other = None
        self._paint_row(self.row)
        self._lead_input_method()
        self.post_message(self.Typing(self, text))

    def _lead_input_method(self) -> None:
        """Put the terminal's cursor into the cell: an input method shows its candidates there."""
        start = next((start for column, start in self._drawing.columns_in_sight() if column == self.column), None)
        if start is not None:
            y = self.arrangement.header + self.row - round(self.scroll_y)
            self.app.cursor_position = self.content_region.offset + Offset(start, y)

    def _accept(self) -> bool:
        """Report what was typed; whether there was anything."""
        if self.typing is None:
            return False
        text, self.typing = self.typing, None
        self._pending[self.row, self.column] = text
        self._paint_row(self.row)
        self.post_message(self.Typed(self, self.row, self.column, text))
        return True

    def forget(self, row: int, column: int) -> None:
        """Show what the content says in a cell, and not what was typed: it was refused."""
        self._pending.pop((row, column), None)
        self._paint_row(row)

    def on_blur(self) -> None:
        """What is typed is accepted."""
        self._accept()
        self.refresh()

    def on_focus(self) -> None:
        """The cursor lights up."""
        self.refresh()

    def action_open(self) -> None:
        """Enter: accepts what is typed and goes down; else edits the cell, or opens it."""
        if self._accept():
            self.move_to(self.row + 1, self.column)
        elif self._may_type():
            cell = self.cell
            self._type("" if cell is None else cell.text if cell.edited is None else cell.edited)
        else:
            self.post_message(self.Opened(self, False))

    def action_press(self) -> None:
        """Say that Space was pressed on the cell, unless something is being typed."""
        if self.typing is None:
            self.post_message(self.Opened(self, True))

    def action_rub_out(self) -> None:
        """The last character; where nothing is typed, the same as Delete."""
        if self.typing is None:
            self.action_clear()
        else:
            self._type(self.typing[:-1])

    def action_clear(self) -> None:
        """Empty what is being typed; else say that the cells are to go back to the base."""
        if self.typing is not None:
            self._type("")
        else:
            self.post_message(self.Cleared(self))

    def action_copy(self) -> None:
        """What is marked, as a spreadsheet takes it."""
        rows, columns = self.region_marked
        lines = [
            "\t".join(row.cells[column].text for column in columns if column < len(row.cells))
            for row in (self.content.rows[place] for place in rows if place < len(self.content.rows))
        ]
        self.app.copy_to_clipboard("\n".join(lines))

    def on_paste(self, event: events.Paste) -> None:
        """A block from a spreadsheet."""
        event.stop()
        event.prevent_default()
        cell = one_cell(event.text)
        if self.typing is not None and cell is not None:
            self._type(self.typing + cell)
            return
        if self.typing is not None:
            self._type(None)
        self.post_message(self.Pasted(self, event.text))

    # The mouse ------------------------------------------------------------------------------------------------------

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """The cursor goes where the mouse is."""
        place = self._drawing.place_at(event.offset)
        if place is not None and self._single and place[0] != TITLE:
            place = (place[0], 0)
        self._accept()
        self._was_here = place == (self.row, self.column) and self.has_focus
        if place is None or self._inside(*place) != place:
            return
        if self.content.rows and place[0] >= 0 and self.content.rows[place[0]].heading:
            return
        self.move_to(*place, extend=event.shift)
        self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """With a button down, more is marked."""
        if event.button and self.app.mouse_captured is self and self._types:
            place = self._drawing.place_at(event.offset)
            if place is not None and place != (self.row, self.column):
                self.move_to(*place, extend=True)

    def on_mouse_up(self) -> None:
        """The button is up: nothing more is marked by moving."""
        self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """Once more on what is marked: as Enter; where numbers are typed, twice at once."""
        if self._was_here and self._drawing.place_at(event.offset) and (event.chain == 2 or not self._may_type()):
            self.action_open()

    # Another language -----------------------------------------------------------------------------------------------

    def kept(self) -> Any:
        """The cursor, and what is being typed."""
        return self.row, self.column, self.typing

    def take_back(self, kept: Any) -> None:
        """Put back the cursor, and what was being typed."""
        self.row, self.column = self._inside(kept[0], kept[1])
        self.typing = kept[2]
        self._bring_into_sight()
        self.refresh()
