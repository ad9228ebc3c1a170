"""Powers: who holds the power over which case type, and whether it can be used there (放、缓放、收回)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import work
from textual.app import ComposeResult
from textual.widgets import Button, Static

from planner.editing import EditRefused, PowersGrid, powers_grid
from planner.editing.powers import COUNTY, By, PowerCell
from planner.i18n import _
from planner.i18n.problems import nearest, sentence
from planner.tui.screens.scenario import powers_words
from planner.tui.screens.scenario.messages import Edited, Refused
from planner.tui.screens.scenario.view import DocumentView
from planner.tui.widgets.segments import Segments
from planner.tui.widgets.sheet import Sheet
from planner.tui.widgets.tools import Tools
from planner.tui.widgets.words import Words

if TYPE_CHECKING:
    from planner.editing import Document, State


class PowersView(DocumentView):
    """The grid of powers: case types down, kinds of township or townships across."""

    DEFAULT_CSS = """
    PowersView { height: 1fr; layout: vertical; }
    PowersView .view-tools { dock: top; }
    PowersView .view-tools > * { margin: 0 1 0 0; }
    PowersView .view-tools > Button { min-width: 4; }
    PowersView .view-told { height: auto; max-height: 3; padding: 0 1; background: $surface; }
    PowersView .view-told.-wrong { color: $text-error; }
    PowersView .view-legend { height: 1; padding: 0 1; background: $surface; color: $text-muted; }
    """

    def __init__(self, document: Document, **given: Any) -> None:
        super().__init__(document, **given)
        self.state: State | None = None
        self.grid: PowersGrid | None = None

    def help_text(self) -> str:
        """What one can do here."""
        return _(
            "Space goes through the ways of holding a power, Enter offers them in a list. On the title of a row or "
            "column both set all of it; Shift and arrows mark several. Beside it stands what the load check says: "
            "delegate where a crew can be formed, later where its team is overloaded, recall where no crew can be "
            "formed."
        )

    def compose(self) -> ComposeResult:
        """Choices, the sheet, the cell in words."""
        yield Sheet(id="powers-sheet", types=False, most_title=24)
        yield Words(classes="view-told", id="powers-told")
        yield Static(classes="view-legend", id="powers-legend", markup=False)
        with Tools(classes="view-tools"):
            yield Segments([(id, _(words)) for id, words in powers_words.BY.items()], id="powers-by")
            yield Button("Enter " + _("Held how"), id="powers-choose", compact=True)
            yield Button("Del " + _("To base"), id="powers-clear", compact=True)

    def on_mount(self) -> None:
        """Up from the first row leads to the choice above, and down from there back."""
        choice = self.query_one(Segments)
        self.sheet.above, choice.below = choice, self.sheet

    @property
    def sheet(self) -> Sheet:
        """The grid."""
        return self.query_one("#powers-sheet", Sheet)

    @property
    def by(self) -> By:
        """What stands across."""
        return self.query_one("#powers-by", Segments).value  # type: ignore[return-value]

    # Showing --------------------------------------------------------------------------------------------------------

    def refresh_from(self, state: State) -> None:
        """Show the powers now."""
        self.state = state
        self.grid = powers_grid(state, self.by)
        self.sheet.show(powers_words.content(self.grid, state))
        legend = _("◆ differs from the base")
        if self.by == "townships":
            legend += _("   △ delegate later: overloaded   ✗ recall: no crew")
        self.query_one("#powers-legend", Static).update(legend)
        self._tell()

    def _tell(self, wrong: str = "") -> None:
        if self.grid is None or self.state is None:
            return
        told = self.query_one("#powers-told", Words)
        told.set_class(bool(wrong), "-wrong")
        told.update(wrong or powers_words.told(self.grid, self.state, self.sheet.row, self._column(self.sheet.column)))

    def _column(self, column: int) -> int:
        """The column of the grid for one of the sheet, which has two for each kind; past the last for the others."""
        assert self.grid is not None
        if column < 0 or self.by == "townships":
            return column
        return min(column // 2, len(self.grid.columns))

    def on_segments_changed(self) -> None:
        """Kinds or townships."""
        if self.state is not None and (self.grid is None or self.grid.by != self.by):
            self.sheet.move_to(max(self.sheet.row, 0), 0)
            self.refresh_from(self.state)

    def on_sheet_moved(self, event: Sheet.Moved) -> None:
        """Another cell in words."""
        event.stop()
        self._tell()

    def on_sheet_typing(self, event: Sheet.Typing) -> None:
        """Nothing is typed here."""
        event.stop()
        self._tell(_("Space or Enter changes how a power is held."))

    def on_sheet_pasted(self, event: Sheet.Pasted) -> None:
        """Nor pasted."""
        event.stop()
        self._tell(_("Space or Enter changes how a power is held."))

    def go_to(self, path: str) -> bool:
        """Show how a township or kind holds a power."""
        match path.split("."):
            case ["townships" | "kinds" as by, column, "powers", case_type, *_rest]:
                if self.state is None:
                    return False
                self.query_one("#powers-by", Segments).choose(by)
                self.refresh_from(self.state)
                assert self.grid is not None
                rows = [row.case_type for row in self.grid.rows]
                if case_type in rows and column in self.grid.columns:
                    place = self.grid.columns.index(column)
                    self.sheet.move_to(rows.index(case_type), place * 2 if by == "kinds" else place)
                    self.sheet.focus()
                    return True
        return False

    # Editing --------------------------------------------------------------------------------------------------------

    def _marked(self) -> list[PowerCell]:
        if self.grid is None:
            return []
        rows, columns = self.sheet.region_marked
        found = dict.fromkeys(self._column(column) for column in columns)
        return [
            self.grid.rows[row].cells[column]
            for row in rows
            if row < len(self.grid.rows)
            for column in found
            if 0 <= column < len(self.grid.columns)
        ]

    def on_sheet_opened(self, event: Sheet.Opened) -> None:
        """Space: the next way of holding it. Enter: a list."""
        event.stop()
        if not event.pressed:
            self.action_choose()
            return
        marked = self._marked()
        if marked:
            ways = powers_words.HOLDINGS
            first = marked[0].holding or ways[-1]
            self._hold(marked, ways[(ways.index(first) + 1) % len(ways)] if first in ways else ways[0])

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Choose, or go back to the base."""
        event.stop()
        if event.button.id == "powers-clear":
            self.sheet.action_clear()
            self.sheet.focus()
        else:
            self.action_choose()

    @work(exclusive=True, group="choosing")
    async def action_choose(self) -> None:
        """A list of the ways of holding a power, for all that is marked."""
        from planner.tui.frame.dialogs import Pick

        marked = self._marked()
        if not marked:
            self._tell(_("Mark powers first."))
            return
        now = {cell.holding for cell in marked}
        words = {way: powers_words.holding(way) for way in powers_words.HOLDINGS}
        rows = [(way, f"● {told}" if now == {way} else f"  {told}") for way, told in words.items()]
        way = await self.app.push_screen_wait(Pick(_("Held how?"), rows))
        if isinstance(way, str):
            self._hold(marked, way)

    def on_sheet_cleared(self, event: Sheet.Cleared) -> None:
        """As in the base."""
        event.stop()
        own = [cell for cell in self._marked() if cell.own]
        if self.state is None or not own:
            self._tell(_("Nothing here is stated in this scenario: it is the base's already."))
            return
        state = self.state
        paths = [path for cell in own for path in cell.paths if state.own_value(path) is not None]
        if len(paths) == 1:
            self._do(lambda: self.document.clear_value(paths[0]))
        else:
            values = {path: state.base_value(path) or COUNTY for path in paths}
            self._do(lambda: self.document.set_values(values, "clear-values"))

    def _hold(self, cells: list[PowerCell], way: str) -> None:
        values = {path: way for cell in cells for path in cell.paths}
        if len(values) == 1:
            self._do(lambda: self.document.set_value(*next(iter(values.items()))))
        else:
            self._do(lambda: self.document.set_values(values, "set-powers", holding=way))

    def _do(self, command: Any) -> None:
        try:
            done = command()
        except EditRefused as refused:
            problem = refused.problems[0]
            self._tell(sentence(problem) + nearest(problem))
            self.post_message(Refused(refused.problems))
        else:
            self.post_message(Edited(done))
