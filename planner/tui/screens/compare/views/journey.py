"""Single cases: one replication run again, its cases listed by what they have in common, and the way of one of them."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any, ClassVar
from weakref import WeakKeyDictionary

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button, ContentSwitcher, DataTable, ProgressBar, Select

from planner.tui.screens.compare.views.journey_page import CaseWay, JourneyPage
from planner.tui.screens.compare.views.view import SCENARIO_LETTERS, Drawing, Page, missing, scenario_names
from planner.tui.studies.cases import FetchedCases, NotFetched
from planner.tui.widgets.controls import Choice
from planner.tui.widgets.words import Words
from planner.wording import N_, _, names, ngettext
from planner.wording import journey as words
from planner.wording.numbers import number, seconds

if TYPE_CHECKING:
    from planner.experiments.journey import CaseRow
    from planner.studies.cases import CaseFiles
    from planner.studies.snapshot import Snapshot

ORDERS = (("slowest", N_("slowest")), ("overdue", N_("overdue")), ("random", N_("at random")))
FILTERS = (
    ("township", N_("all townships")),
    ("department", N_("all departments")),
    ("case_type", N_("all case types")),
)
REPLICATIONS = 8
"""Replications that can be chosen."""


_FETCHED: WeakKeyDictionary[Any, FetchedCases] = WeakKeyDictionary()
"""By app."""


class Journey(Vertical):
    """A list of cases, and one of them from its report to its closure, in both scenarios."""

    DEFAULT_CSS = """
    Journey { height: 1fr; }
    Journey > ContentSwitcher { height: 1fr; }
    Journey .journey-pane { height: 1fr; padding: 0 1; }
    Journey Button { margin: 0 1 0 0; }
    Journey #journey-go { margin: 1 0; }
    Journey ProgressBar { margin: 1 0; width: 100%; }
    Journey #journey-filters { height: auto; }
    Journey #journey-filters Select { width: 1fr; margin: 0 1 0 0; }
    Journey DataTable { height: 1fr; }
    Journey #journey-case-head { height: 1; }
    Journey #journey-case VerticalScroll { height: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "to_list", N_("Back to the list"), show=False)]

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self._of: tuple[Snapshot, int] | None = None
        self.case_files: list[CaseFiles] = []
        self._read: tuple[int, int, int] | None = None
        """Study, alternative and replication of the files that are listed."""
        self.cases: list[CaseRow] = []
        self._began = 0.0
        self._wanted: dict[str, str] = {}
        self.page: Page | None = None

    def compose(self) -> ComposeResult:
        """What is asked first, what is seen meanwhile, the list, and one case."""
        with ContentSwitcher(initial="journey-ask"):
            with Vertical(id="journey-ask", classes="journey-pane"):
                yield Words(id="journey-why")
                yield Choice(id="journey-replication")
                yield Button(id="journey-go", variant="primary", compact=True)
            with Vertical(id="journey-wait", classes="journey-pane"):
                yield Words(id="journey-progress")
                yield ProgressBar(show_eta=False, show_percentage=False, id="journey-bar")
                yield Button(_("Cancel"), id="journey-cancel", compact=True)
            with Vertical(id="journey-list", classes="journey-pane"):
                with Horizontal(id="journey-filters"):
                    for id, everything in FILTERS:
                        yield Select[str]((), prompt=_(everything), id=f"journey-{id}", compact=True)
                yield Choice(id="journey-order")
                yield Words(id="journey-count")
                yield DataTable[Text | str](id="journey-rows", cursor_type="row", zebra_stripes=True)
            with Vertical(id="journey-case", classes="journey-pane"):
                with Horizontal(id="journey-case-head"):
                    yield Button(_("Back to the list"), id="journey-back", compact=True)
                with VerticalScroll(id="journey-way"):
                    yield Drawing()

    @property
    def _fetched(self) -> FetchedCases:
        """What this program has fetched: composed again in another language, a view finds it there."""
        from planner.store import default_path

        if self.app not in _FETCHED:
            _FETCHED[self.app] = FetchedCases(getattr(self.app, "store_path", None) or default_path())
        return _FETCHED[self.app]

    # What is shown ------------------------------------------------------------------------------------------------

    def show(self, snapshot: Snapshot, alternative: int) -> None:
        """Offer the cases of an alternative and the base; those that are there stay as they are."""
        self._of = (snapshot, alternative)
        if self._read is not None and self._read[:2] == (snapshot.study_id, alternative):
            return
        if self._pane == "journey-wait":
            return
        self.case_files = []
        self._read = None
        self._ask(snapshot, alternative)
        number_ = int(self.query_one("#journey-replication", Choice).value)
        if all(self._fetched.has(snapshot.study_id, scenario, number_) for scenario in (1, alternative + 2)):
            self._fetch(snapshot, alternative, number_)

    def filter_by(self, *, township: str = "", department: str = "", case_type: str = "") -> None:
        """List only these, now or as soon as there are cases."""
        self._wanted = {"township": township, "department": department, "case_type": case_type}
        if self.case_files:
            self._set_filters()
            self._list()

    @property
    def _pane(self) -> str:
        return self.query_one(ContentSwitcher).current or ""

    def _turn_to(self, pane: str, focus: str) -> None:
        had_focus = self.has_focus_within
        self.query_one(ContentSwitcher).current = pane
        if had_focus:
            self.query_one(focus).focus()

    def _ask(self, snapshot: Snapshot, alternative: int) -> None:
        reason = missing(snapshot, alternative) or self._cannot(snapshot)
        shared = min((len(some) for some in snapshot.replications), default=0)
        numbers = [str(place) for place in range(1, max(1, min(shared, REPLICATIONS)) + 1)]
        choice = self.query_one("#journey-replication", Choice)
        options = [(one, _("replication {n}").format(n=one)) for one in numbers]
        choice.offer(options, choice.value if choice.value in numbers else numbers[0])
        told = _(
            "The store keeps figures, not single cases. To see them, one replication is run again in both scenarios, "
            "with the same draws: the same matters come up."
        )
        self.query_one("#journey-why", Words).update(reason or told)
        button = self.query_one("#journey-go", Button)
        button.display = not reason
        button.label = _("Run it again and list its cases")
        self._turn_to("journey-ask", "#journey-go")

    @staticmethod
    def _cannot(snapshot: Snapshot) -> str:
        if not snapshot.current:
            return _("Another version of the planner has made this study: its cases would not be the same any more.")
        if snapshot.study.request.trace:
            return _("This study plays recorded cases; `planner results cases` writes them with --trace.")
        return ""

    # Fetching -----------------------------------------------------------------------------------------------------

    @on(Button.Pressed, "#journey-go")
    def _go(self, event: Button.Pressed) -> None:
        event.stop()
        if self._of is not None:
            replication = int(self.query_one("#journey-replication", Choice).value or 1)
            self._fetch(*self._of, replication)

    @on(Button.Pressed, "#journey-cancel")
    def _cancel(self, event: Button.Pressed) -> None:
        event.stop()
        self.workers.cancel_group(self, "cases")
        if self._of is not None:
            self._ask(*self._of)

    @work(exclusive=True, exit_on_error=False, group="cases")
    async def _fetch(self, snapshot: Snapshot, alternative: int, replication: int) -> None:
        from planner.studies.cases import CaseFiles

        titles = scenario_names(snapshot)
        timer = self.set_interval(0.5, self._tick)
        self._turn_to("journey-wait", "#journey-cancel")
        try:
            files = []
            for scenario in (0, alternative + 1):
                self._waiting_for = titles[scenario]
                self._expect(None)
                paths = await self._fetched.fetch(snapshot.study_id, scenario + 1, replication, self._expect)
                families = snapshot.study.request.families
                files.append(await asyncio.to_thread(CaseFiles, *paths, snapshot.scenarios[scenario], families))
        except NotFetched as error:
            self._ask(snapshot, alternative)
            self.query_one("#journey-why", Words).update(str(error))
            return
        finally:
            timer.stop()
        self.case_files = files
        self._read = (snapshot.study_id, alternative, replication)
        self._offer()
        self._list()
        self._turn_to("journey-list", "#journey-rows")

    _waiting_for = ""
    _expected: float | None = None

    def _expect(self, expected: float | None) -> None:
        self._began, self._expected = time.monotonic(), expected
        self._tick()

    def _tick(self) -> None:
        """Say how long it has taken, and about how long it will."""
        passed = time.monotonic() - self._began
        told = _("{scenario}: simulating for {passed} …").format(scenario=self._waiting_for, passed=seconds(passed))
        if self._expected is not None:
            told = _("{scenario}: simulating for {passed} of about {all} …").format(
                scenario=self._waiting_for, passed=seconds(passed), all=seconds(self._expected)
            )
        self.query_one("#journey-progress", Words).update(told)
        # A little is left to the end: it may take longer than it did.
        done = None if not self._expected else min(0.95, passed / self._expected)
        self.query_one("#journey-bar", ProgressBar).update(
            total=None if done is None else 1.0, progress=0.0 if done is None else done
        )

    # The list -----------------------------------------------------------------------------------------------------

    def _offer(self) -> None:
        base, scenario = self.case_files[0], self.case_files[0].scenario
        told = {"township": names.township, "department": names.department, "case_type": names.case_type}
        for id, keys in base.groups().items():
            select = self.query_one(f"#journey-{id}", Select)
            with self.prevent(Select.Changed):
                select.set_options([(Text(told[id](scenario, key)), key) for key in keys])
        self._set_filters()
        order = self.query_one("#journey-order", Choice)
        order.offer([(id, _(label)) for id, label in ORDERS], order.value or ORDERS[0][0])

    def _set_filters(self) -> None:
        for id, wanted in self._wanted.items():
            select = self.query_one(f"#journey-{id}", Select)
            with self.prevent(Select.Changed):
                if wanted and wanted in self.case_files[0].groups()[id]:
                    select.value = wanted
                elif not wanted:
                    select.clear()
        self._wanted = {}

    @on(Select.Changed)
    def _filtered(self, event: Select.Changed) -> None:
        event.stop()
        if self.case_files:
            self._list()

    @on(Choice.Changed, "#journey-order")
    def _ordered(self, event: Choice.Changed) -> None:
        event.stop()
        if self.case_files:
            self._list()

    def _list(self) -> None:
        """The cases that fit, at most so many that a person can look through them."""
        chosen: dict[str, Any] = {}
        for id, _everything in FILTERS:
            value = self.query_one(f"#journey-{id}", Select).value
            chosen[id] = value if isinstance(value, str) else ""
        order: Any = self.query_one("#journey-order", Choice).value or "slowest"
        base = self.case_files[0]
        self.cases, count = base.find(**chosen, order=order)
        table = self.query_one(DataTable)
        table.clear(columns=True)
        # Long names stand last: in a narrow terminal they are cut, and not what one looks for.
        for heading in (_("reported"), _("took"), _("deadline"), _("township"), _("case type")):
            table.add_column(heading)
        for row in self.cases:
            late = Text(_("missed"), self._late_style()) if row.overdue else Text(_("kept"))
            if row.closed is None and not row.overdue:
                late = Text(_("not due yet"))
            took = words.elapsed(row.elapsed, row.family)
            table.add_row(
                words.moment(row.reported),
                Text(took if row.closed is not None else _("{took}, open").format(took=took), justify="right"),
                late,
                # A plain string would be read as markup.
                Text(names.township(base.scenario, row.township)),
                Text(names.case_type(base.scenario, row.case_type)),
            )
        told = ngettext("{n} case in the base", "{n} cases in the base", count).format(n=number(count, 0))
        if count > len(self.cases):
            told = _("{told}, {m} of them are listed").format(told=told, m=number(len(self.cases), 0))
        self.query_one("#journey-count", Words).update(_("{told}. Enter shows the way of one.").format(told=told))

    def _late_style(self) -> str:
        return f"bold {self.app.theme_variables.get('text-error', 'red')}"

    # One case -----------------------------------------------------------------------------------------------------

    @on(DataTable.RowSelected)
    def _open(self, event: DataTable.RowSelected) -> None:
        event.stop()
        if self._of is None or not 0 <= event.cursor_row < len(self.cases):
            return
        snapshot, alternative = self._of
        titles = scenario_names(snapshot)
        case = self.cases[event.cursor_row]
        base, other = self.case_files
        same = other.same(case)
        self.page = page = JourneyPage(
            base=CaseWay(
                name=f"{SCENARIO_LETTERS[0]}  {titles[0]}", scenario=base.scenario, journey=base.journey(case)
            ),
            other=CaseWay(
                name=f"{SCENARIO_LETTERS[1]}  {titles[alternative + 1]}",
                scenario=other.scenario,
                journey=None if same is None else other.journey(same),
            ),
        )
        self.query_one(Drawing).show(page.draw)
        self.query_one("#journey-way", VerticalScroll).scroll_home(animate=False)
        self._turn_to("journey-case", "#journey-way")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Esc leads back to the list only from a case; else it is the screen's."""
        return self._pane == "journey-case" if action == "to_list" else True

    def action_to_list(self) -> None:
        """Back to the list."""
        self.page = None
        self._turn_to("journey-list", "#journey-rows")

    @on(Button.Pressed, "#journey-back")
    def _back(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_to_list()
