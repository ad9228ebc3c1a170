"""The studies that run, wait, and have ended since the program was started."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.events import Resize
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from planner.errors import PlannerError
from planner.tui.frame.screen import PlannerScreen
from planner.tui.screens.compare.rows import right
from planner.wording import _, text
from planner.wording.cells import fit
from planner.wording.numbers import number, seconds

if TYPE_CHECKING:
    from planner.tui.studies import StudiesChanged, StudyEnded, StudyProgress, StudyStatus

STATE_CELLS = 16
COUNT_CELLS = 12


def state_told(status: StudyStatus) -> str:
    """The state of a study in a word or two."""
    return {
        "waiting": _("waits"),
        "running": _("runs"),
        "stopping": _("being stopped"),
        "elsewhere": _("runs elsewhere"),
        "finished": _("complete"),
        "stopped": _("stopped"),
        "failed": _("interrupted"),
    }[status.state]


def line_of(status: StudyStatus, cells: int) -> Text:
    """One study in one line: state, how far, time left, and what is compared."""
    line = Text(no_wrap=True)
    line.append(fit(state_told(status), STATE_CELLS), style="bold" if status.under_way else "dim")
    line.append(right(f"{number(status.finished, 0)}/{number(status.total, 0)}", COUNT_CELLS))
    left = "" if status.seconds_left is None else seconds(status.seconds_left)
    line.append(right(left, COUNT_CELLS) + "  ")
    titles = [text(title) for title in status.titles]
    line.append(fit(_("; ").join(titles), max(10, cells - STATE_CELLS - 2 * COUNT_CELLS - 4)))
    return line


class QueueScreen(PlannerScreen):
    """One study runs at a time, as each takes all processors; the others wait here."""

    CSS_PATH = "compare.tcss"
    SHOWN: ClassVar[tuple[str, ...]] = ("back", "stop", "resume", "language", "help")

    def title_text(self) -> str:
        """The title of the list of studies."""
        return _("Studies under way")

    def help_text(self) -> str:
        """What F1 says about how studies wait for each other."""
        return _(
            "One study runs at a time, as each takes all processors; the others wait for their turn. Enter opens the "
            "marked one; stopping keeps what is finished."
        )

    def body(self) -> ComposeResult:
        """A line per study."""
        yield OptionList(id="rows", markup=False)
        yield Static(id="about", markup=False)

    def on_mount(self) -> None:
        """Begin to listen to what becomes of studies, and show them."""
        self.planner.studies.listen(self.post_message)
        self.bring_up_to_date()
        self.query_one("#rows").focus()

    def on_unmount(self) -> None:
        """Nobody is here any more."""
        self.planner.studies.unlisten(self.post_message)

    async def rebuild(self) -> None:
        """Compose again in another language, and fill the list again."""
        await super().rebuild()
        self.bring_up_to_date()

    def on_study_progress(self, message: StudyProgress) -> None:
        """A study has come further: the list says how far."""
        self.bring_up_to_date()

    def on_study_ended(self, message: StudyEnded) -> None:
        """A study is over: it leaves the list, and the next one begins."""
        self.bring_up_to_date()

    def on_studies_changed(self, message: StudiesChanged) -> None:
        """Other studies run or wait: the list is filled again."""
        self.bring_up_to_date()

    def on_resize(self, event: Resize) -> None:
        """Titles are cut for the new width."""
        super().on_resize(event)
        self.bring_up_to_date()

    def statuses(self) -> list[StudyStatus]:
        """Those under way in the order of their turn, then what runs elsewhere, then what is over, the last first."""
        queue = self.planner.studies.queue()
        there = {status.study_id for status in queue}
        rest = [one for one in reversed(self.planner.studies.statuses()) if one.study_id not in there]
        return [*queue, *(one for one in rest if one.under_way), *(one for one in rest if not one.under_way)]

    def bring_up_to_date(self) -> None:
        """Show them as they are now."""
        found = self.query("#rows").results(OptionList)
        for options in found:
            marked = None if options.highlighted_option is None else options.highlighted_option.id
            statuses = self.statuses()
            ids = [str(status.study_id) for status in statuses]
            lines = [line_of(status, self.app.size.width - 2) for status in statuses]
            if ids == [option.id for option in options.options]:
                for place, line in enumerate(lines):
                    options.replace_option_prompt_at_index(place, line)
            else:
                options.set_options(Option(line, id=id) for line, id in zip(lines, ids, strict=True))
                options.highlighted = ids.index(marked) if marked in ids else (0 if ids else None)
            self.query_one("#about", Static).update(
                ""
                if statuses
                else _("No study runs or waits. F6 begins one; a study begun in a shell shows up here too.")
            )
        self.refresh_frame()

    @property
    def marked(self) -> StudyStatus | None:
        """The study under the cursor."""
        for options in self.query("#rows").results(OptionList):
            option = options.highlighted_option
            if option is not None and option.id:
                return self.planner.studies.status(int(option.id))
        return None

    def on_option_list_option_highlighted(self) -> None:
        """What is possible depends on it."""
        self.refresh_frame()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter or a click opens the study."""
        if event.option_id:
            self.planner.open_study(int(event.option_id))

    def actions_off(self) -> Mapping[str, str]:
        """What is not possible with the marked one."""
        status = self.marked
        nothing = _("No study is marked.")
        off = {}
        if status is None or status.state not in ("running", "waiting"):
            off["stop"] = nothing if status is None else _("It does not run here.")
        if status is None or status.state not in ("stopped", "failed"):
            off["resume"] = nothing if status is None else _("There is nothing to go on with.")
        return off

    def action_stop(self) -> None:
        """Stop the marked one, or take it out of the queue."""
        if self.marked is not None:
            self.planner.studies.stop(self.marked.study_id)

    @work(exit_on_error=False, group="resuming", exclusive=True)
    async def action_resume(self) -> None:
        """Let the marked one go on."""
        if self.marked is None:
            return
        try:
            await asyncio.to_thread(self.planner.resume_study, self.marked.study_id)
        except PlannerError as error:
            self.planner.say_problems(error)
