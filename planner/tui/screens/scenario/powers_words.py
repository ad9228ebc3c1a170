"""The grid of powers as a sheet, and the sentences beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from planner.editing import PowersGrid, State
from planner.editing.powers import By, PowerCell, PowerRow
from planner.i18n import N_, _, labels, ngettext, text
from planner.i18n.field_words import CHOICES
from planner.i18n.fields import named
from planner.load import Verdict
from planner.tui.screens.scenario.people_words import who
from planner.tui.widgets.sheet_content import Cell, Column, Content, Row

HOLDINGS = tuple(CHOICES["Township.powers"])
"""Ways of holding a power, in the order in which Space goes through them."""

BY: Mapping[By, str] = {"kinds": N_("By kind"), "townships": N_("By township")}

SHORT: Mapping[str, str] = {"delegate": N_("usable"), "later": N_("overloaded"), "recall": N_("no crew")}
"""Verdicts of the load check in a few letters."""

Verdicts = Mapping[tuple[str, str], Verdict]
"""By township and case type, where a township holds the power."""


def holding(key: str | None) -> str:
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


def content(grid: PowersGrid, state: State) -> Content:
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
    held = Cell(holding(cell.holding), "◆" if differs else "", styles)
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


def told(grid: PowersGrid, state: State, row: int, column: int) -> str:
    """One cell in words: how it is held, what the base says, and whether it can be used, with the reason."""
    if not 0 <= row < len(grid.rows):
        return _("Space or Enter sets the whole column.") if 0 <= column < len(grid.columns) else ""
    line = grid.rows[row]
    if not 0 <= column < len(grid.columns):
        department = named(state.tree, "departments", line.department)
        words = ngettext("{n} item", "{n} items", line.items).format(n=line.items)
        return f"{text(line.name)} · {department} · {words}"
    cell = line.cells[column]
    words = f"{text(grid.names[column])} {text(line.name)}" + _(": ") + holding(cell.holding)
    if cell.differs and state.base is not None:
        words = _("{words} (base: {base})").format(words=words, base=holding(cell.base))
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
