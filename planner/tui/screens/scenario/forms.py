"""Forms made from the model's own fields, line by line, and the parts of the screen that consist of such forms."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.message import Message

from planner.editing import EditRefused, Field, acts_on
from planner.tui.screens.scenario import form_fields, structure
from planner.tui.screens.scenario.parts import DocumentView, Edited, GoTo, Refused, TryingView
from planner.tui.screens.scenario.people_words import who
from planner.tui.screens.scenario.structure import FormLine
from planner.tui.widgets.controls import Segments
from planner.tui.widgets.sheet import Sheet, one_cell
from planner.tui.widgets.sheet_content import Cell, Column, Content, Row
from planner.tui.widgets.words import Words
from planner.wording import N_, _, fields, names, ngettext
from planner.wording.cells import width
from planner.wording.problem_words import ProblemWords

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
        self.lines: list[FormLine] = []
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
        """The sheet in which the form is shown."""
        return self.query_one(Sheet)

    @property
    def line(self) -> FormLine | None:
        """The line of the form that the cursor is on; None where there is none."""
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

    def _row(self, state: State, line: FormLine) -> Row:
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
        told = form_fields.value_told(state, field, field.value)
        unit = form_fields.unit_told(field) if told else ""
        shown = f"{form_fields.value_shown(state, field)} {unit}".rstrip() or _("not filled in")
        cells = [Cell(shown, styles=styles if told else ("muted",), open=field.kind in TYPED, edited=told)]
        if with_base:
            is_shown = field.differs or not self._narrow
            base = form_fields.base_told(state, field, with_unit=not self._narrow) if is_shown else ""
            cells.append(Cell(base, styles=("muted",), open=False))
        if not self._narrow:
            cells.append(
                Cell(
                    "" if field.kind == "text" else form_fields.tag_told(state, field.path),
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
                for one in (form_fields.unit_told(field), form_fields.range_told(field), who(state, field.path))
                if one
            )
            parts += [fields.sentence(field.path), limits, form_fields.source_told(field), self._acts]
        told.update("\n".join(part for part in parts if part))

    def _ask_acts(self) -> None:
        """Say what the field acts on, when the cursor rests."""
        self._acts = ""
        if self._asking is not None:
            self._asking.stop()
        self._asking = self.set_timer(0.15, self._acts_on)

    def _acts_on(self) -> None:
        if self.state is not None and self.line is not None and self.line.field is not None:
            self._acts = form_fields.acts_told(self.state, acts_on(self.state, self.line.path))
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
            words = form_fields.as_typed(self.state, line.field, event.text)
        elif words is not None:
            words = form_fields.as_typed(self.state, line.field, words)
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
        from planner.tui.screens.scenario.form_fields import filled

        assert self.state is not None
        value = await filled(self.app, self.state, field)
        if value is not None:
            self._set(field, value)


class _Forms(DocumentView):
    """The form of a place; where there are several, one chooses between them."""

    DEFAULT_CSS = """
    _Forms { height: 1fr; layout: vertical; }
    _Forms Segments { margin: 0 0 0 1; }
    _Forms > .view-told { padding: 0 1; color: $text-accent; }
    """
    PLACES: ClassVar[tuple[tuple[str, str], ...]] = ()

    def compose(self) -> ComposeResult:
        """The choice, and the form."""
        yield Segments([(path, _(words)) for path, words in self.PLACES], id=f"{self.id}-places")
        yield FormView(self.document, id=f"{self.id}-form")

    @property
    def form(self) -> FormView:
        """The form below the choice of places."""
        return self.query_one(FormView)

    def refresh_from(self, state: State) -> None:
        """Show what is in force now."""
        form = self.form
        form.state = state
        if form.path:
            form.refresh_from(state)
        else:
            form.show_place(self.query_one(Segments).value)

    def on_segments_changed(self, event: Segments.Changed) -> None:
        """The form of the other place."""
        event.stop()
        self.form.show_place(event.segments.value)

    def on_form_view_way(self, event: FormView.Way) -> None:
        """What has forms of its own stands in the tree of everything."""
        event.stop()
        self.post_message(GoTo(event.path))

    def go_to(self, path: str) -> bool:
        """The form with the cursor on a field."""
        first = path.partition(".")[0]
        if path.count(".") > 1 or first not in dict(self.PLACES) or self.form.state is None:
            return False
        if any(line.path == path and line.kind == "way" for line in structure.lines(self.form.state, first)):
            return False  # what has a form of its own, in the tree
        self.query_one(Segments).choose(first)
        self.form.show_place(first, path)
        self.form.sheet.focus()
        return True


class LinkageView(_Forms):
    """How townships and the county call each other, and the platform between them."""

    PLACES = (("linkage", N_("Linkage")), ("platform", N_("Platform")))

    def compose(self) -> ComposeResult:
        """Below the choice, what townships have otherwise."""
        yield Segments([(path, _(words)) for path, words in self.PLACES], id=f"{self.id}-places")
        yield Words(id=f"{self.id}-townships", classes="view-told")
        yield FormView(self.document, id=f"{self.id}-form")

    def refresh_from(self, state: State) -> None:
        """Say as well by which rule townships call the county: measures set it for each of them."""
        super().refresh_from(state)
        rules = Counter(
            str(state.value(f"townships.{township}.linkage.rule")) for township in state.tree.names("townships")
        )
        told = [
            _("{rule}: {townships}").format(
                rule=fields.choice(state.tree, "linkage.rule", rule),
                townships=ngettext("{n} township", "{n} townships", n).format(n=n),
            )
            for rule, n in rules.items()
        ]
        line = self.query_one(Words)
        told_all = _("How townships call the county: {rules}.").format(rules=names.listed(told))
        line.update(told_all + _(" Below stands what applies to a township without a rule of its own."))
        line.display = set(rules) != {str(state.value("linkage.rule"))}


class DemandView(_Forms):
    """What comes up, and what shapes it."""

    PLACES = (
        ("demand", N_("Demand")),
        ("case_types", N_("Case types")),
        ("repeats", N_("Repeat contacts")),
        ("reversal_rate", N_("Reversal rates")),
        ("travel", N_("Travel")),
    )
