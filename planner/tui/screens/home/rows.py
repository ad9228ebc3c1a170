"""The four rows of Home: labels at once, arithmetic as soon as it is done, simulated figures as they form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text
from textual.events import Resize
from textual.widgets import Static
from textual.widgets.option_list import Option

from planner.tui.widgets.chained import ChainedList
from planner.wording import N_, _
from planner.wording.cells import fit, width

if TYPE_CHECKING:
    from planner.tui.screens.home.figures import Figures
    from planner.tui.screens.home.four import Four

LABELS = (
    N_("As it is"),
    N_("Certify those posted"),
    N_("Joint pool of 12"),
    N_("Recall and whistle"),
)
COLUMNS = (N_("Closed in"), N_("Overdue"), N_("Depts"), N_("People"), N_("Yuan/year"))
LEAST = (10, 8, 8, 7, 10)
"""Cells that each column takes at least."""
WIDEST_LABEL = 44


def _right(text: str, cells: int) -> str:
    return fit(" " * max(0, cells - width(text)) + text, cells)


class RowsHead(Static):
    """The names of the columns."""


class FourRows(ChainedList):
    """As it is, and three ways on; Enter opens the comparison."""

    def __init__(self) -> None:
        super().__init__(*(Option("", id=str(place)) for place in range(len(LABELS))), id="four", markup=False)
        self._four: Four | None = None
        self._figures: Figures | None = None

    def help_text(self) -> str:
        """For F1."""
        return _(
            "Laiyang as it is and three ways on, simulated for a year: the posted officers certified; twelve officers "
            "of departments in a joint pool; powers that are not used taken back, and departments whistled. Closed in: "
            "the mean of enforcement cases, in working days. Overdue: those past their deadline at the end. Depts: the "
            "work of departments against their hours. Grey figures are not precise yet. Enter opens the comparison."
        )

    def show(self, four: Four | None = None, figures: Figures | None = None) -> None:
        """Take over what is new."""
        self._four = four or self._four
        self._figures = figures or self._figures
        self.say_again()

    def on_mount(self) -> None:
        """The labels, before anything is known."""
        self.highlighted = 0

    def on_resize(self, event: Resize) -> None:
        """Columns follow the width."""
        self.say_again()

    def say_again(self) -> None:
        """Write head and rows anew."""
        cells = self.content_size.width - 2
        if cells < 20:
            return
        columns = [max(width(_(name)), least) for name, least in zip(COLUMNS, LEAST, strict=True)]
        wanted = max(width(_(name)) for name in LABELS)
        while columns and sum(columns) + 2 * len(columns) > cells - wanted:
            columns.pop()
        label = min(cells - sum(columns) - 2 * len(columns), WIDEST_LABEL)
        head = " " * label + "".join("  " + _right(_(name), size) for name, size in zip(COLUMNS, columns, strict=False))
        self.screen.query_one(RowsHead).update(Text(head, no_wrap=True))
        for place, name in enumerate(LABELS):
            row = Text(fit(_(name), label), no_wrap=True, end="")
            for (told, style), size in zip(self._cells(place), columns, strict=False):
                row.append("  ").append(_right(told, size), style)
            self.replace_option_prompt(str(place), row)

    def _cells(self, place: int) -> list[tuple[str, str]]:
        cells = [("…", "dim"), ("…", "dim")]
        if self._figures is not None:
            cells = self._figures.cells(place)
        if self._four is None:
            return [*cells, ("…", "dim"), ("…", "dim"), ("…", "dim")]
        from planner.wording.numbers import number, percent

        row = self._four.rows[place]
        load = "–" if row.department_load is None else percent(row.department_load, 0)
        posts = number(row.posts, 0) + (f" {row.more_posts:+d}" if row.more_posts else "")
        if place == 0:
            cost = "–"
        elif row.yearly is None:
            cost = _("pay as now")
        else:
            cost = _("{n}0,000 yuan").format(n=number(row.yearly / 10_000, 0))
        return [*cells, (load, ""), (posts, ""), (cost, "")]
