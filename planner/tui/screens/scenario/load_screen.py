"""The full load check (承接评估) of the content of a document: teams, powers, and what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult

from planner.i18n import _, load_check
from planner.tui.frame.screen import PlannerScreen
from planner.tui.screens.scenario import load_words as words
from planner.tui.screens.scenario.details import Details
from planner.tui.widgets.filter_list import FilterList
from planner.tui.widgets.segments import Segments
from planner.tui.widgets.words import Words

if TYPE_CHECKING:
    from planner.editing import State


class LoadCheckScreen(PlannerScreen):
    """Every team and every power; Enter shows what a row is made of."""

    CSS_PATH = "load_screen.tcss"
    SHOWN: ClassVar[tuple[str, ...]] = ("back",)
    AUTO_FOCUS = "FilterList"

    def __init__(self, state: State) -> None:
        """A state without problems."""
        super().__init__()
        assert state.scenario is not None and state.load is not None
        self.state = state
        self.scenario = state.scenario
        self.check = state.load
        self._of = "teams"

    def title_text(self) -> str:
        """Whose load check."""
        return words.title(self.scenario)

    def help_text(self) -> str:
        """For F1."""
        return _(
            "Hours of work against hours of people, and whether crews can be formed: plain arithmetic, before any "
            "simulation. Enter on a row shows what it is made of."
        )

    def body(self) -> ComposeResult:
        """The headline, then teams or powers."""
        yield Words(load_check.headline(self.check.headline), id="load-headline")
        yield Words("\n".join(words.beside(self.state, self.scenario, self.check)), id="load-beside")
        yield Segments([("teams", _("Teams")), ("powers", _("Powers"))], self._of, id="load-of")
        yield Words(id="load-told")
        yield FilterList(id="load-rows")

    def on_mount(self) -> None:
        """Show the teams first: those with the most work."""
        self._show()

    async def recompose(self) -> None:
        """In another language."""
        await super().recompose()
        self._show()

    def _show(self) -> None:
        rows = next(iter(self.query("#load-rows").results(FilterList)), None)
        if rows is None:  # Left before it was there.
            return
        told = self.query_one("#load-told", Words)
        if self._of == "teams":
            told.update(" ".join(words.about_teams(self.check)))
            rows.show(words.team_rows(self.scenario, self.check), words.team_columns())
        else:
            told.update(load_check.usable(self.check))
            rows.show(words.power_rows(self.scenario, self.check), words.power_columns())

    def on_segments_changed(self, event: Segments.Changed) -> None:
        """Teams or powers."""
        self._of = event.segments.value
        self._show()

    @work(exclusive=True, group="details")
    async def on_filter_list_chosen(self, event: FilterList.Chosen) -> None:
        """What a row is made of."""
        told = words.of_team if self._of == "teams" else words.of_power
        lines = told(self.scenario, self.check, event.id)
        await self.app.push_screen_wait(Details(lines[0], [("close", _("Close"))], "\n".join(lines[1:])))
