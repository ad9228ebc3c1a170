"""People: townships, departments and shared teams by teams and post types, as a spreadsheet would have them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Button, Checkbox

from planner.editing import Balance, EditRefused, PeopleTable, balance, field_at, people_table
from planner.editing.pasting import Pasting, pasting
from planner.editing.people import Of, PeopleCell
from planner.editing.state import Tree
from planner.tui.screens.scenario import people_words
from planner.tui.screens.scenario.parts import Edited, Refused, TryingView
from planner.tui.widgets.controls import Segments, Tools
from planner.tui.widgets.sheet import Sheet, one_cell
from planner.tui.widgets.words import Words
from planner.wording import N_, _, ngettext
from planner.wording.problems import nearest, sentence

if TYPE_CHECKING:
    from planner.editing import Command, Document, State

MOST_REASONS = 100
"""Why a block is refused: the first so many reasons are told."""


class PeopleView(TryingView):
    """The people of all units in a table that takes numbers, blocks of a spreadsheet, and moves."""

    DEFAULT_CSS = """
    PeopleView { height: 1fr; layout: vertical; }
    PeopleView .view-tools { dock: top; }
    PeopleView .view-tools > * { margin: 0 1 0 0; }
    PeopleView .view-tools > Button { min-width: 4; }
    PeopleView Checkbox { border: none; padding: 0; height: 1; }
    PeopleView .view-told { height: auto; max-height: 2; padding: 0 1; background: $surface; }
    PeopleView .view-balance { height: auto; max-height: 2; padding: 0 1; background: $surface; color: $text-muted; }
    PeopleView .view-balance.-moved { color: $foreground; text-style: bold; }
    PeopleView .view-told.-wrong { color: $text-error; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f4", "move_people", N_("moves people between units, with the balance of posts"), show=False),
    ]

    def __init__(self, document: Document, **given: Any) -> None:
        super().__init__(document, **given)
        self.state: State | None = None
        self.table: PeopleTable | None = None
        self._reference: Tree | None = None
        self._balances: tuple[tuple[State, Balance], ...] = ()

    def help_text(self) -> str:
        """What one can do here."""
        return _(
            "A number typed on a cell replaces it; Enter, Tab and the arrows accept it and move on. A block copied "
            "from a spreadsheet goes where its headings and names of units say, and from the marked cell on where it "
            "has none; a preview says so first. Shift and arrows mark several cells; the "
            "title of a row or column stands for all of it."
        )

    def compose(self) -> ComposeResult:
        """Choices, the sheet, the cell in words, the balance."""
        yield Sheet(id="people-sheet", most_title=24)
        yield Words(classes="view-told", id="people-told")
        yield Words(classes="view-balance", id="people-balance")
        with Tools(classes="view-tools"):
            yield Segments([(id, _(words)) for id, words in people_words.OF.items()], id="people-of")
            yield Checkbox(_("certified"), True, id="people-certified")
            yield Button("F4 " + _("Move"), id="people-move", compact=True)
            yield Button("Del " + _("To base"), id="people-clear", compact=True)

    def on_mount(self) -> None:
        """Up from the first row leads to the choice above, and down from there back."""
        choice = self.query_one(Segments)
        self.sheet.above, choice.below = choice, self.sheet
        self.sheet.takes = self._takes

    @property
    def sheet(self) -> Sheet:
        """The sheet in which the table of people is shown."""
        return self.query_one("#people-sheet", Sheet)

    @property
    def of(self) -> Of:
        """Which units are shown."""
        return self.query_one("#people-of", Segments).value  # type: ignore[return-value]

    def _base(self, state: State) -> Tree:
        if state.base is not None:
            return state.base.tree
        if self._reference is None:
            self._reference = self.document.reference
        return self._reference

    # Showing --------------------------------------------------------------------------------------------------------

    def refresh_from(self, state: State) -> None:
        """Show the people now."""
        self.state = state
        certified = self.query_one("#people-certified", Checkbox).value
        self.table = people_table(state, self.of, base=self._base(state), certified=certified)
        self.sheet.show(people_words.content(self.table, _(people_words.OF[self.of]), state.base is not None))
        self._tell()
        self.show_preview(None)

    def show_preview(self, state: State | None) -> None:
        """The balance, with what is being typed."""
        state = state or self.state
        if state is None:
            return
        found = self._balance(state)
        line = self.query_one("#people-balance", Words)
        line.update(people_words.balance_told(found))
        line.set_class(bool(found.units), "-moved")

    def look_into(self, state: State) -> None:
        """The balance takes time that a key would feel."""
        self._balance(state)

    def _balance(self, state: State) -> Balance:
        """The balance of a state; those of the present state and of the one typed last are kept."""
        found = next((balance for known, balance in self._balances if known is state), None)
        if found is None:
            found = balance(self._base(state), state.tree)
            present = [one for one in self._balances if one[0] is self.state]
            self._balances = (*present, (state, found))
        return found

    def _tell(self, wrong: str = "") -> None:
        if self.table is None or self.state is None:
            return
        told = self.query_one("#people-told", Words)
        told.set_class(bool(wrong), "-wrong")
        told.update(wrong or people_words.told(self.table, self.state, self.sheet.row, self.sheet.column))

    def on_segments_changed(self) -> None:
        """Other units are chosen: the table shows theirs, from its upper left."""
        if self.state is not None and (self.table is None or self.table.of != self.of):
            self.sheet.move_to(0, 0)
            self.refresh_from(self.state)

    def on_checkbox_changed(self) -> None:
        """With or without certificates."""
        if self.state is not None:
            self.refresh_from(self.state)

    def on_sheet_moved(self, event: Sheet.Moved) -> None:
        """Another cell in words."""
        event.stop()
        self._tell()

    def go_to(self, path: str) -> bool:
        """Show the cell of a number of people."""
        of = path.partition(".")[0]
        if self.state is None or of not in people_words.OF:
            return False
        self.query_one("#people-of", Segments).choose(of)
        self.refresh_from(self.state)
        assert self.table is not None
        for row, line in enumerate(self.table.rows):
            for column, cell in enumerate(line.cells):
                if cell.path and (cell.path == path or cell.path.startswith(f"{path}.")):
                    self.sheet.move_to(row, column)
                    self.sheet.focus()
                    return True
        return False

    # Editing --------------------------------------------------------------------------------------------------------

    def cell_at(self, row: int, column: int) -> PeopleCell | None:
        """The number at a row and column of the sheet; None where a name or a total stands."""
        table = self.table
        if table is None or not 0 <= row < len(table.rows) or not 0 <= column < len(table.columns):
            return None
        cell = table.rows[row].cells[column]
        return cell if cell.path else None

    def _read(self, cell: PeopleCell, text: str) -> int:
        """The number typed. Raises EditRefused."""
        assert self.state is not None
        return int(field_at(self.state, cell.path).read(text))

    def on_sheet_typing(self, event: Sheet.Typing) -> None:
        """Say at once what is wrong, or what it would do."""
        event.stop()
        cell = self.cell_at(self.sheet.row, self.sheet.column)
        if event.text is None or not self.sheet.typing or cell is None:
            self.try_values(None)
            self._tell(_("Nothing can be typed here.") if event.text and cell is None else "")
            return
        try:
            number = self._read(cell, event.text)
        except EditRefused as refused:
            self.try_values(None)
            self._tell(sentence(refused.problems[0]))
        else:
            self._tell()
            self.try_values({cell.path: number})

    def _takes(self, text: str) -> bool:
        cell = self.cell_at(self.sheet.row, self.sheet.column)
        if cell is None:
            return True
        try:
            self._read(cell, text)
        except EditRefused as refused:
            self._tell(sentence(refused.problems[0]) + _(" Esc brings back what was there."))
            return False
        return True

    def on_sheet_typed(self, event: Sheet.Typed) -> None:
        """A number was accepted."""
        event.stop()
        self.try_values(None)
        cell = self.cell_at(event.row, event.column)
        if cell is None or not event.text:
            self.sheet.forget(event.row, event.column)
            return
        try:
            self.document.set_value(cell.path, self._read(cell, event.text))
        except EditRefused as refused:
            self.sheet.forget(event.row, event.column)
            self._refuse(refused)
        else:
            self.post_message(Edited())

    def _refuse(self, refused: EditRefused) -> None:
        self._tell(sentence(refused.problems[0]) + nearest(refused.problems[0]))
        self.post_message(Refused(refused.problems))

    def on_sheet_cleared(self, event: Sheet.Cleared) -> None:
        """Back to the base, all that is marked at once."""
        event.stop()
        marked = [cell for row, column, _shown in self.sheet.cells_marked() if (cell := self.cell_at(row, column))]
        own = [cell for cell in marked if cell.own]
        try:
            if len(own) == 1:
                self.document.clear_value(own[0].path)
            elif own:
                self.document.set_values({cell.path: cell.base or 0 for cell in own}, "clear-values")
        except EditRefused as refused:
            self._refuse(refused)
            return
        if own:
            self.post_message(Edited())
        elif marked:
            self._tell(_("Nothing here is stated in this scenario: it is the base's already."))

    def on_sheet_opened(self, event: Sheet.Opened) -> None:
        """Cells without numbers of their own open nothing."""
        event.stop()
        self._tell(_("Nothing can be typed here."))

    def on_sheet_pasted(self, event: Sheet.Pasted) -> None:
        """A block: all of it, or nothing and every reason why not."""
        event.stop()
        if self.table is None:
            return
        rows, columns = self.sheet.region_marked
        one = one_cell(event.text)
        marked = [cell for row, column, _s in self.sheet.cells_marked() if (cell := self.cell_at(row, column))]
        try:
            if one is not None and len(marked) > 1:
                values = {cell.path: self._read(cell, one) for cell in marked}
                self._pasted(self.document.set_values(values, "paste", of=self.table.of))
                return
            found = pasting(self.table, rows.start, columns.start, event.text)
            if found.is_one_number:
                self._pasted(self.document.paste(found))
                return
        except EditRefused as refused:
            self._say_refused(refused)
            return
        self._preview_pasting(self.table, found)

    @work(exclusive=True, group="pasting")
    async def _preview_pasting(self, table: PeopleTable, found: Pasting) -> None:
        """Say what goes where, and paste it where a person agrees."""
        from planner.tui.screens.scenario.people_dialogs import PastePreview

        if not await self.app.push_screen_wait(PastePreview(table, found)):
            return
        try:
            self._pasted(self.document.paste(found))
        except EditRefused as refused:
            self._say_refused(refused)

    def _pasted(self, command: Command | None) -> None:
        self.post_message(Edited(command))
        if command is None:
            self._tell(_("The same numbers stand there already."))

    @work(exclusive=True, group="refused")
    async def _say_refused(self, refused: EditRefused) -> None:
        from planner.tui.frame.dialogs import Say

        lines = []
        for problem in refused.problems[:MOST_REASONS]:
            facts = problem.facts
            at = _("row {row}, column {column}: ").format(**facts) if "row" in facts and "column" in facts else ""
            lines.append(f"{at}{sentence(problem)}{nearest(problem)}")
        more = len(refused.problems) - MOST_REASONS
        if more > 0:
            lines.append(ngettext("and {n} more", "and {n} more", more).format(n=f"{more:,}"))
        title = _("Nothing was pasted; rows and columns are counted within the block:")
        await self.app.push_screen_wait(Say(title, lines))

    # Moving ---------------------------------------------------------------------------------------------------------

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Move people, or go back to the base."""
        event.stop()
        if event.button.id == "people-clear":
            self.sheet.action_clear()
            self.sheet.focus()
        else:
            self.action_move_people()

    @work(exclusive=True, group="moving")
    async def action_move_people(self) -> None:
        """Ask from where to where, and how many; then move them."""
        from planner.tui.screens.scenario.people_dialogs import MovePeople

        if self.state is None:
            return
        cell = self.cell_at(self.sheet.row, max(self.sheet.column, 0))
        move = await self.app.push_screen_wait(
            MovePeople(self.document, self.state, self._base(self.state), cell.path if cell else "")
        )
        if move is None:
            return
        try:
            command = self.document.move_people(move.people, move.source, move.target, move.certified)
        except EditRefused as refused:
            self._refuse(refused)
        else:
            self.post_message(Edited(command))
