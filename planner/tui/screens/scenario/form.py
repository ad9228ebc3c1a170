"""A form made from the model's own fields: values, units, bases and sources in lines, and the marked one in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import work
from textual.app import ComposeResult
from textual.message import Message

from planner.editing import EditRefused, Field, acts_on
from planner.i18n import _, fields
from planner.i18n.cells import width
from planner.i18n.problem_words import ProblemWords
from planner.tui.screens.scenario import form_words, structure
from planner.tui.screens.scenario.messages import Edited, Refused
from planner.tui.screens.scenario.people_words import who
from planner.tui.screens.scenario.structure import Line
from planner.tui.screens.scenario.trying import TryingView
from planner.tui.widgets.sheet import Sheet, one_cell
from planner.tui.widgets.sheet_content import Cell, Column, Content, Row
from planner.tui.widgets.words import Words

if TYPE_CHECKING:
    from planner.editing import Document, State

TYPED = ("number", "whole-number", "date")
"""Kinds of fields that are typed in their cell; others are opened."""
LISTS = ("names", "numbers", "dates", "pairs")
"""Kinds of fields that take several cells of a spreadsheet."""


class FormView(TryingView):
    """The form of one place of the scenario (`path`)."""

    DEFAULT_CSS = """
    FormView { layout: vertical; height: 1fr; width: 1fr; }
    FormView .view-told { height: auto; max-height: 4; padding: 0 1; background: $surface; }
    FormView .view-told.-wrong { color: $text-error; }
    """

    WIDE = 72

    class Way(Message):
        """A person goes to the form of another place."""

        def __init__(self, path: str) -> None:
            super().__init__()
            self.path = path

    class Removing(Message):
        """A person wants an element to be gone."""

        def __init__(self, path: str) -> None:
            super().__init__()
            self.path = path

    def __init__(self, document: Document, **given: Any) -> None:
        super().__init__(document, **given)
        self.state: State | None = None
        self.path = ""
        self.lines: list[Line] = []
        self._acts = ""
        self._asking: Any = None

    def help_text(self) -> str:
        """What one can do here."""
        return _(
            "A number or date typed on a line replaces it; Enter edits it, or opens a list or a text. Space changes "
            "yes to no. Delete goes back to the base's value. Below stands what the field means, where it comes from, "
            "and what it acts on. ◆ marks what differs from the base."
        )

    def compose(self) -> ComposeResult:
        """The lines, and the marked one in words."""
        yield Sheet(id=f"{self.id}-sheet", titles=False, single=True, most_title=44)
        yield Words(id=f"{self.id}-told", classes="view-told")

    @property
    def _narrow(self) -> bool:
        """Whether there is room for values only: bases stand where they differ, sources below."""
        return self.size.width < self.WIDE

    def on_mount(self) -> None:
        """What cannot be read stays where it was typed."""
        self.sheet.takes = self._takes

    def on_resize(self) -> None:
        """More or fewer columns."""
        if self.state is not None:
            self.refresh_from(self.state)

    @property
    def sheet(self) -> Sheet:
        """The lines."""
        return self.query_one(Sheet)

    @property
    def line(self) -> Line | None:
        """The marked line."""
        row = self.sheet.row
        return self.lines[row] if 0 <= row < len(self.lines) else None

    # Showing --------------------------------------------------------------------------------------------------------

    def refresh_from(self, state: State) -> None:
        """Show the form now."""
        self.state = state
        self.lines = structure.lines(state, self.path)
        columns = [Column(_("Value"), right=False, fills=True, most=48, wraps=False)]
        if state.base is not None:
            columns.append(Column(_("Base"), right=False, most=20, wraps=False))
        if not self._narrow:
            columns.append(Column(_("Source"), right=False, most=16, wraps=False))
        rows = [self._row(state, line) for line in self.lines]
        corner = fields.label(state.tree, self.path) if self.path else _("Scenario")
        self.sheet.show(Content(columns=tuple(columns), rows=tuple(rows), corner=corner))
        if self.sheet.row < len(rows) and rows and rows[self.sheet.row].heading:
            self.sheet.move_to(self.sheet.row + 1, 0)
        self._tell()

    def show_place(self, path: str, field: str = "") -> None:
        """Show the form of a place, with the cursor on a field of it."""
        if self.state is None:
            return
        if path != self.path:
            self.path = path
            self.sheet.move_to(0, 0)
            self.sheet.scroll_to(0, 0, animate=False, force=True)
        self.refresh_from(self.state)
        rows = [place for place, line in enumerate(self.lines) if line.kind != "heading" and line.path == field]
        if rows:
            self.sheet.move_to(rows[0], 0)
        self._ask_acts()

    def _row(self, state: State, line: Line) -> Row:
        tree = state.tree
        if line.kind == "heading":
            return Row(fields.label(tree, line.path) if line.path else _("More"), heading=True)
        label = fields.label(tree, line.path)
        with_base = state.base is not None
        if line.field is None:
            size = structure.size_of(state, line.path)
            own = structure.is_stated(state, line.path)
            words = "›" if size is None else f"› {size}"
            cells = [Cell(words, styles=("muted",), open=False)]
            if with_base:
                new = structure.is_element(line.path) and not (state.base and state.base.tree.has(line.path))
                cells.append(Cell(_("new") if new else "", styles=("muted",), open=False))
            return Row(label, tuple(cells), mark="◆" if own and with_base else "")
        field = line.field
        styles = (
            *(("own",) if with_base and field.own is not None else ()),
            *(("changed",) if with_base and field.differs else ()),
        )
        told = form_words.value_told(state, field, field.value)
        unit = form_words.unit_told(field) if told else ""
        shown = f"{form_words.value_shown(state, field)} {unit}".rstrip() or _("not filled in")
        cells = [Cell(shown, styles=styles if told else ("muted",), open=field.kind in TYPED, edited=told)]
        if with_base:
            is_shown = field.differs or not self._narrow
            base = form_words.base_told(state, field, with_unit=not self._narrow) if is_shown else ""
            cells.append(Cell(base, styles=("muted",), open=False))
        if not self._narrow:
            cells.append(
                Cell(
                    "" if field.kind == "text" else form_words.tag_told(state, field.path),
                    styles=("muted",),
                    open=False,
                )
            )
        return Row(label, tuple(cells), mark="◆" if with_base and field.differs else "")

    def _tell(self, wrong: str = "") -> None:
        told = self.query_one(Words)
        told.set_class(bool(wrong), "-wrong")
        if wrong:
            told.update(wrong)
            return
        state, line = self.state, self.line
        if state is None or line is None:
            told.update("")
            return
        label = fields.label(state.tree, line.path)
        parts = [label] if line.field is not None and width(label) > self.sheet.title_cells - 2 else []
        if line.field is None:
            parts = [fields.place(state.tree, line.path)]
        if line.field is not None:
            field = line.field
            limits = " · ".join(
                one
                for one in (form_words.unit_told(field), form_words.range_told(field), who(state, field.path))
                if one
            )
            parts += [fields.sentence(field.path), limits, form_words.source_told(field), self._acts]
        told.update("\n".join(part for part in parts if part))

    def _ask_acts(self) -> None:
        """Say what the field acts on, when the cursor rests."""
        self._acts = ""
        if self._asking is not None:
            self._asking.stop()
        self._asking = self.set_timer(0.15, self._acts_on)

    def _acts_on(self) -> None:
        if self.state is not None and self.line is not None and self.line.field is not None:
            self._acts = form_words.acts_told(self.state, acts_on(self.state, self.line.path))
            # What was refused meanwhile stays to be read.
            if self._acts and self.sheet.typing is None and not self.query_one(Words).has_class("-wrong"):
                self._tell()

    def on_sheet_moved(self, event: Sheet.Moved) -> None:
        """Another line in words."""
        self._ask_acts()
        self._tell()

    # Editing --------------------------------------------------------------------------------------------------------

    def on_sheet_typing(self, event: Sheet.Typing) -> None:
        """Say at once what is wrong, or what it would do."""
        event.stop()
        line = self.line
        if event.text is None or not self.sheet.typing or line is None or line.field is None:
            self.try_values(None)
            hint = _("Enter opens this.") if event.text and self.sheet.typing is None else ""
            self._tell(hint)
            return
        try:
            value = line.field.read(event.text)
        except EditRefused as refused:
            self.try_values(None)
            self._tell(self._reason(refused, line.field))
        else:
            self._tell()
            self.try_values({line.path: value} if value is not None else None)

    def _takes(self, text: str) -> bool:
        line = self.line
        if line is None or line.field is None:
            return True
        try:
            line.field.read(text)
        except EditRefused as refused:
            self._tell(self._reason(refused, line.field) + _(" Esc brings back what was there."))
            return False
        return True

    def on_sheet_typed(self, event: Sheet.Typed) -> None:
        """A value was accepted."""
        event.stop()
        self.try_values(None)
        line = self.lines[event.row] if event.row < len(self.lines) else None
        if line is None or line.field is None or not self._set_typed(line.field, event.text):
            self.sheet.forget(event.row, event.column)

    def _set_typed(self, field: Field, text: str) -> bool:
        """Read and set it; whether it was right. Nothing typed at all means the base's value."""
        try:
            value = field.read(text)
        except EditRefused as refused:
            self._refuse(refused, field)
            return False
        if value is None:
            self._clear(field)
            return True
        return self._set(field, value)

    def _set(self, field: Field, value: Any) -> bool:
        try:
            command = self.document.set_value(field.path, value)
        except EditRefused as refused:
            self._refuse(refused, field)
            return False
        self.post_message(Edited(command))
        return True

    def _reason(self, refused: EditRefused, field: Field) -> str:
        assert self.state is not None
        share = _(" Thirty percent is typed as 30% or 0.3.") if field.unit == "share" else ""
        return ProblemWords(self.state).what(refused.problems[0]) + share

    def _refuse(self, refused: EditRefused, field: Field) -> None:
        self._tell(self._reason(refused, field))
        self.post_message(Refused(refused.problems))

    def _clear(self, field: Field) -> None:
        if field.own is None:
            self._tell(_("Nothing here is stated in this scenario: it is the base's already."))
            return
        try:
            command = self.document.clear_value(field.path)
        except EditRefused as refused:
            self._refuse(refused, field)
        else:
            self.post_message(Edited(command))

    def on_sheet_cleared(self, event: Sheet.Cleared) -> None:
        """Back to the base; an element is to be removed."""
        event.stop()
        line = self.line
        if line is None:
            return
        if line.field is not None:
            self._clear(line.field)
        elif structure.is_element(line.path):
            self.post_message(self.Removing(line.path))

    def on_sheet_pasted(self, event: Sheet.Pasted) -> None:
        """What is pasted on a line goes into its field: one cell, or several into a list."""
        event.stop()
        line = self.line
        if self.state is None or line is None or line.field is None or line.field.kind == "text":
            self._tell(_("Enter opens this."))
            return
        words = one_cell(event.text)
        if words is None and line.field.kind in LISTS:
            words = form_words.as_typed(self.state, line.field, event.text)
        elif words is not None:
            words = form_words.as_typed(self.state, line.field, words)
        if words is None:
            self._tell(_("One value stands here, and several cells were pasted: copy one of them."))
        else:
            self._set_typed(line.field, words)

    def on_sheet_opened(self, event: Sheet.Opened) -> None:
        """Enter or Space on a line: another form, yes to no, a list, a text."""
        event.stop()
        line = self.line
        if line is None:
            return
        if line.field is None:
            if not event.pressed:
                self.post_message(self.Way(line.path))
        elif line.field.kind == "yes-or-no":
            self._set(line.field, not line.field.value)
        elif line.field.kind not in TYPED:
            self._open(line.field)

    @work(exclusive=True, group="opening")
    async def _open(self, field: Field) -> None:
        from planner.tui.screens.scenario.filling import filled

        assert self.state is not None
        value = await filled(self.app, self.state, field)
        if value is not None:
            self._set(field, value)
