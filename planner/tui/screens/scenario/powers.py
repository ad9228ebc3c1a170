"""Powers: who holds the power over which case type, and whether it can be used there (放、缓放、收回)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from textual import work
from textual.app import ComposeResult
from textual.widgets import Button, Static

from planner.editing import EditRefused, PowersGrid, State, powers_grid
from planner.editing.powers import COUNTY, By, PowerCell, PowerRow
from planner.tui.screens.scenario.parts import DocumentView, Edited, Refused
from planner.tui.screens.scenario.people_words import who
from planner.tui.widgets.controls import Segments, Tools
from planner.tui.widgets.sheet import Sheet
from planner.tui.widgets.sheet_content import Cell, Column, Content, Row
from planner.tui.widgets.words import Words
from planner.wording import N_, _, labels, ngettext, text
from planner.wording.field_words import CHOICES
from planner.wording.fields import named
from planner.wording.problems import nearest, sentence
from planner.workload import Verdict

if TYPE_CHECKING:
    from planner.editing import Document, State


HOLDINGS = tuple(CHOICES["Township.powers"])
"""Ways of holding a power, in the order in which Space goes through them."""

BY: Mapping[By, str] = {"kinds": N_("By kind"), "townships": N_("By township")}

SHORT: Mapping[str, str] = {"delegate": N_("usable"), "later": N_("overloaded"), "recall": N_("no crew")}
"""Verdicts of the load check in a few letters."""

Verdicts = Mapping[tuple[str, str], Verdict]
"""By township and case type, where a township holds the power."""


def holding_told(key: str | None) -> str:
    """A way of holding a power in words; those of a kind that differ are `varies`."""
    if key is None:
        return _("varies")
    words = CHOICES["Township.powers"].get(key, key)
    return _(words)


def verdicts(state: State) -> Verdicts:
    """What the load check says; nothing while the scenario has problems."""
    load = state.load
    return {} if load is None else {(power.township, power.case_type): power.verdict for power in load.powers}


def townships_of(state: State, grid: PowersGrid, column: int) -> list[str]:
    """The townships that a column stands for."""
    if grid.by == "townships":
        return [grid.columns[column]]
    kind = grid.columns[column]
    tree = state.tree
    return [one for one in tree.names("townships") if tree.value(f"townships.{one}.kind") == kind]


def powers_sheet(grid: PowersGrid, state: State) -> Content:
    """The sheet: per kind or township how the power is held and whether it can be used; department and items."""
    found = verdicts(state)
    columns: list[Column] = []
    for place, id in enumerate(grid.columns):
        name = text(grid.names[place]) or id
        if grid.by == "kinds":
            columns += [Column(_("held"), name, right=False), Column(_("can it be used?"), name, right=False, most=24)]
        else:
            columns.append(Column(name, right=False))
    columns += [Column(_("Department"), right=False, most=18), Column(_("Items"))]
    rows = [
        Row(
            text(row.name) or row.case_type,
            (
                *(cell for place in range(len(grid.columns)) for cell in _cells(grid, state, found, row, place)),
                Cell(named(state.tree, "departments", row.department), styles=("muted",), open=False),
                Cell(f"{row.items:,}", styles=("muted",), open=False),
            ),
        )
        for row in grid.rows
    ]
    return Content(columns=tuple(columns), rows=tuple(rows), corner=_("Case type"))


def _cells(grid: PowersGrid, state: State, found: Verdicts, row: PowerRow, place: int) -> list[Cell]:
    cell = row.cells[place]
    styles: tuple[str, ...] = ("own",) if cell.own and state.base is not None else ()
    differs = cell.differs and state.base is not None
    if differs:
        styles += ("changed",)
    elif cell.holding == "county":
        styles += ("muted",)
    held = Cell(holding_told(cell.holding), "◆" if differs else "", styles)
    there = _counted(found, townships_of(state, grid, place), row.case_type)
    if grid.by == "townships":
        verdict = next(iter(there), None)
        mark = {"later": "△", "recall": "✗"}.get(verdict or "", "")
        return [Cell(held.text, f"{held.mark}{mark}", (*styles, "bad") if verdict == "recall" else styles)]
    words = " ".join(f"{labels.label(labels.VERDICTS, key)} {n}" for key, n in there.items())
    bad: tuple[str, ...] = ("bad",) if there.get("recall") else ("muted",) if not there.get("later") else ("changed",)
    return [held, Cell(words, styles=bad, open=False)]


def _counted(found: Verdicts, townships: list[str], case_type: str) -> dict[Verdict, int]:
    """How many of some townships can use a power, by verdict."""
    counts = Counter(verdict for one in townships if (verdict := found.get((one, case_type))))
    return {key: counts[key] for key in ("delegate", "later", "recall") if counts[key]}


def power_told(grid: PowersGrid, state: State, row: int, column: int) -> str:
    """One cell in words: how it is held, what the base says, and whether it can be used, with the reason."""
    if not 0 <= row < len(grid.rows):
        return _("Space or Enter sets the whole column.") if 0 <= column < len(grid.columns) else ""
    line = grid.rows[row]
    if not 0 <= column < len(grid.columns):
        department = named(state.tree, "departments", line.department)
        words = ngettext("{n} item", "{n} items", line.items).format(n=line.items)
        return f"{text(line.name)} · {department} · {words}"
    cell = line.cells[column]
    words = f"{text(grid.names[column])} {text(line.name)}" + _(": ") + holding_told(cell.holding)
    if cell.differs and state.base is not None:
        words = _("{words} (base: {base})").format(words=words, base=holding_told(cell.base))
    return " · ".join(part for part in (words, _stated(state, cell), usable(grid, state, line, column)) if part)


def _stated(state: State, cell: PowerCell) -> str:
    if cell.own and state.base is not None:
        return _("stated in this scenario")
    return who(state, cell.paths[0])


def usable(grid: PowersGrid, state: State, row: PowerRow, column: int) -> str:
    """Whether the power can be used there, by how many townships, and what is lacking."""
    if state.load is None:
        return _("no load check while there are problems")
    there = townships_of(state, grid, column)
    checks = [power for power in state.load.powers if power.case_type == row.case_type and power.township in there]
    if not checks:
        return ""
    counts = _counted(verdicts(state), there, row.case_type)
    words = [_why(f"{labels.label(labels.VERDICTS, key)} {n}", key) for key, n in counts.items()]
    if len(checks) == 1:
        check = checks[0]
        words = [_why(labels.label(labels.VERDICTS, check.verdict), check.verdict)]
        if not check.crew_can_form:
            words.append(
                _("needs {crew}, {certified} certified; there are {officers}, {holders} certified").format(
                    crew=check.crew,
                    certified=check.certified,
                    officers=check.officers,
                    holders=check.certified_officers,
                )
            )
    return _(", ").join(words)


def _why(words: str, verdict: Verdict) -> str:
    return _("{verdict} ({why})").format(verdict=words, why=_(SHORT[verdict]))


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
            yield Segments([(id, _(words)) for id, words in BY.items()], id="powers-by")
            yield Button("Enter " + _("Held how"), id="powers-choose", compact=True)
            yield Button("Del " + _("To base"), id="powers-clear", compact=True)

    def on_mount(self) -> None:
        """Up from the first row leads to the choice above, and down from there back."""
        choice = self.query_one(Segments)
        self.sheet.above, choice.below = choice, self.sheet

    @property
    def sheet(self) -> Sheet:
        """The sheet in which the grid of powers is shown."""
        return self.query_one("#powers-sheet", Sheet)

    @property
    def by(self) -> By:
        """What the columns are: kinds of townships, or each township."""
        return self.query_one("#powers-by", Segments).value  # type: ignore[return-value]

    # Showing --------------------------------------------------------------------------------------------------------

    def refresh_from(self, state: State) -> None:
        """Show the powers now."""
        self.state = state
        self.grid = powers_grid(state, self.by)
        self.sheet.show(powers_sheet(self.grid, state))
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
        told.update(wrong or power_told(self.grid, self.state, self.sheet.row, self._column(self.sheet.column)))

    def _column(self, column: int) -> int:
        """The column of the grid for one of the sheet, which has two for each kind; past the last for the others."""
        assert self.grid is not None
        if column < 0 or self.by == "townships":
            return column
        return min(column // 2, len(self.grid.columns))

    def on_segments_changed(self) -> None:
        """Other columns are chosen: the grid is made again."""
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
        """A block cannot be pasted here: say how a power is changed."""
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
            ways = HOLDINGS
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
        words = {way: holding_told(way) for way in HOLDINGS}
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
