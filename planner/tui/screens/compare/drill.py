"""The list of findings, and what is below each: figure, township or department, case type, cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Resize
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from planner.tui.screens.compare import levels, rows
from planner.tui.screens.compare.levels import Level
from planner.tui.screens.compare.views.journey import Journey
from planner.wording import _, labels
from planner.wording import comparison as words
from planner.wording.cells import wrap

if TYPE_CHECKING:
    from planner.studies.snapshot import Snapshot

REGROUP = "by:"
"""Begins the ids of rows that show the same figure by another grouping."""


class Drill(Vertical):
    """One level after the other: Enter goes deeper, `up` comes back to where the cursor was."""

    def __init__(self, levels: list[Level], *, id: str) -> None:
        """`levels` is where one is, kept by whoever composes this again."""
        super().__init__(id=id)
        self.levels = levels
        self._snapshot: Snapshot | None = None
        self._alternative = 0
        self._lines: dict[str, int] = {}

    def compose(self) -> ComposeResult:
        """Facts about the study, the heading of the level, and its rows."""
        yield Static(id="facts", markup=False)
        yield Static(id="heading", markup=False)
        yield OptionList(id="rows", markup=False)

    def on_resize(self, event: Resize) -> None:
        """Another width, other lines."""
        self.bring_up_to_date()

    @property
    def level(self) -> Level:
        """The level that is shown; the one before it is where Esc leads."""
        return self.levels[-1]

    def show(self, snapshot: Snapshot, alternative: int) -> None:
        """Show a snapshot, with the cursor where it is."""
        self._snapshot = snapshot
        self._alternative = alternative
        self.bring_up_to_date()
        for view in self.query("#cases").results(Journey):
            view.show(snapshot, alternative)

    def up(self) -> bool:
        """One level up; False where there is none."""
        if len(self.levels) == 1:
            return False
        self.levels.pop()
        for widget in self.query("#cases"):
            widget.remove()
        self.bring_up_to_date()
        self.query_one("#rows", OptionList).focus()
        return True

    def take_focus(self) -> None:
        """The keys go to the rows, or to the single cases where those are shown."""
        if self.level.depth != "cases":
            self.query_one("#rows").focus()
        elif not self.has_focus_within:
            # Hidden until now, they cannot take it before they are laid out.
            self.call_after_refresh(self.screen.focus_next, "#cases *")

    # What is shown ------------------------------------------------------------------------------------------------

    def bring_up_to_date(self) -> None:
        """Show the level as it is now."""
        snapshot = self._snapshot
        if snapshot is None or not self.is_mounted:
            return
        level = self.level
        options = self.query_one("#rows", OptionList)
        single = level.depth == "cases"
        options.display = not single
        cells = max(20, (self.size.width or self.app.size.width) - 3)
        styles = self._styles()
        told = self._facts(snapshot, level, cells)
        self.query_one("#facts", Static).update(Text("\n".join(told)))
        self.query_one("#facts").display = bool(told)
        heading = (
            ""
            if single or level.depth == "findings"
            else levels.group_heading(snapshot, level, cells, self._alternative)
        )
        self.query_one("#heading", Static).update(Text(heading, no_wrap=True))
        self.query_one("#heading").display = bool(heading)
        if not single:
            _fill(options, self._rows(snapshot, level, cells, styles), level.marked)

    def _styles(self) -> dict[str, str]:
        theme = self.app.current_theme
        return {"better": theme.success or "", "worse": theme.error or "", "muted": "dim"}

    def _facts(self, snapshot: Snapshot, level: Level, cells: int) -> list[str]:
        if level.depth == "findings":
            return []
        assert level.figure is not None
        told = [words.figure(level.figure)]
        if level.depth == "figure":
            told += levels.figure_facts(snapshot, level, self._alternative)
        elif level.depth == "group":
            group = rows.name_of(snapshot, level.by, level.group)
            told[0] = _("{figure}: {group}").format(figure=told[0], group=group)
            if level.by == "department":
                told.append(_("Case types that {group} answers for, in the whole county.").format(group=group))
            else:
                told.append(
                    _("Case types in the whole county; Enter leads to single cases in {group}.").format(group=group)
                )
        else:
            told = [self._where(snapshot, level)]
        return [line for one in told for line in wrap(one, cells)]

    def _where(self, snapshot: Snapshot, level: Level) -> str:
        parts = [rows.name_of(snapshot, "case_type", level.case_type)]
        if level.group:
            parts.insert(0, rows.name_of(snapshot, level.by, level.group))
        return _(" › ").join(parts)

    def _rows(self, snapshot: Snapshot, level: Level, cells: int, styles: dict[str, str]) -> list[rows.LevelRow]:
        if level.depth == "findings":
            if snapshot.findings:
                return rows.finding_rows(snapshot, self._alternative, cells, styles, self._lines)
            return rows.run_rows(snapshot, self._alternative, cells, styles)
        assert level.figure is not None
        if level.depth == "group":
            only = levels.case_types_of(snapshot, level)
            return levels.group_rows(snapshot, level, self._alternative, cells, styles, only)
        found = levels.group_rows(snapshot, level, self._alternative, cells, styles) if level.by else []
        others = [by for by in levels.groupings_of(snapshot, level.figure) if by != level.by]
        for by in others:
            told = _("By {grouping} instead …").format(grouping=labels.label(labels.DIMENSIONS, by).lower())
            found.append(rows.LevelRow(f"{REGROUP}{by}", Text(f"→ {told}", no_wrap=True)))
        return found

    # Ways ---------------------------------------------------------------------------------------------------------

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Remember where the cursor is, for the way back."""
        event.stop()
        if event.option_id:
            from attrs import evolve

            self.levels[-1] = evolve(self.level, marked=event.option_id)

    async def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter on a row leads to the level below it."""
        event.stop()
        snapshot, level, chosen = self._snapshot, self.level, event.option_id
        if snapshot is None or not chosen:
            return
        if chosen.startswith(REGROUP):
            self.levels[-1] = level.regrouped(chosen.removeprefix(REGROUP))
        elif level.depth == "findings":
            figure = rows.figure_of(chosen)
            groupings = levels.groupings_of(snapshot, figure)
            self.levels.append(level.into_figure(figure, groupings[0] if groupings else ""))
        elif level.depth == "figure":
            self.levels.append(level.into_group(chosen))
        else:
            self.levels.append(level.into_cases(chosen))
        self.bring_up_to_date()
        if self.level.depth == "cases":
            await self._open_cases()

    async def _open_cases(self) -> None:
        """Single cases of the group and case type that were chosen."""
        level, view = self.level, Journey(id="cases")
        await self.mount(view)
        if self._snapshot is not None:
            view.show(self._snapshot, self._alternative)
        chosen = {level.by: level.group} if level.by in ("township", "department") else {}
        view.filter_by(**chosen, case_type=level.case_type)
        self.screen.set_focus(view.query_one("#journey-go"))

    async def on_mount(self) -> None:
        """Composed again on the way through the cases, it is there again."""
        if self.level.depth == "cases":
            await self._open_cases()


def _fill(options: OptionList, found: list[rows.LevelRow], marked: str) -> None:
    """Rows into a list: in place where they are the same ones, so that neither cursor nor scrolling move."""
    ids = [row.id for row in found]
    if ids == [option.id for option in options.options]:
        for place, row in enumerate(found):
            if options.options[place].prompt != row.text:
                options.replace_option_prompt_at_index(place, row.text)
        return
    options.set_options(Option(row.text, id=row.id, disabled=not row.enabled) for row in found)
    enabled = [place for place, row in enumerate(found) if row.enabled]
    if marked in ids:
        options.highlighted = ids.index(marked)
    elif enabled:
        options.highlighted = enabled[0]
