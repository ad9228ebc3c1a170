"""Studies under way, as the app knows them: begun, told of on every screen, stopped at the end."""

from __future__ import annotations

from asyncio import to_thread
from functools import partial
from typing import TYPE_CHECKING

from planner.tui.frame.screen import PlannerScreen
from planner.tui.host import Host

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from planner.model.scenario import Scenario
    from planner.tui.studies import Studies, StudyEnded, StudyStatus


class UnderWay(Host, inherit_bindings=False):
    """The part of the app that has to do with studies."""

    def __init__(self, store: Path | None, studies: Studies | None) -> None:
        super().__init__()
        self.store_path = store
        self.example: int | None = None
        """The study of Home's four rows."""
        self._to_resume: int | None = None
        self._studies = studies
        if studies is not None:
            studies.listen(self.post_message)

    @property
    def studies(self) -> Studies:
        """The service that runs studies; made when it is first asked for."""
        if self._studies is None:
            from planner.tui.studies import Studies

            self._studies = Studies(self.store_path, self.post_message)
        return self._studies

    def under_way(self) -> tuple[StudyStatus, ...]:
        """The studies that run and wait."""
        return () if self._studies is None else self._studies.queue()

    def begin_study(self, scenarios: Sequence[Scenario]) -> int:
        """Begin a study that a person asks for; to be called in a thread. Home's example makes room for it.

        Raises RequestError and ResultError.
        """
        study = self.studies.begin(scenarios)
        self._make_room(study)
        return study

    def resume_study(self, study_id: int) -> None:
        """Let a study go on that a person asks for; to be called in a thread. Home's example makes room for it too.

        Raises ResultError.
        """
        self.studies.resume(study_id)
        self._make_room(study_id)

    def _make_room(self, study: int) -> None:
        """Stop Home's example for a study that waits behind it already, so that it goes on behind that one."""
        example = self.example
        if example not in (None, study) and any(one.study_id == example for one in self.under_way()):
            self._to_resume = example
            self.studies.stop(example)

    def on_study_progress(self) -> None:
        """Further than before."""
        self._refresh_strip()

    def on_studies_changed(self) -> None:
        """Others run or wait."""
        self._refresh_strip()

    def on_study_ended(self, message: StudyEnded) -> None:
        """Say so where it failed; let Home's example go on behind the study that it made room for."""
        self._refresh_strip()
        if message.how == "failed":
            self.say(message.problem, "error")
        if message.study_id == self._to_resume and message.how == "stopped":
            self._to_resume = None
            self.run_worker(
                partial(self.studies.resume, message.study_id), thread=True, exit_on_error=False, group="resuming"
            )

    def _refresh_strip(self) -> None:
        # Studies that end with the program tell so when its screens are gone.
        if self.screen_stack and isinstance(self.screen, PlannerScreen):
            self.screen.refresh_strip()

    async def stop_studies(self) -> None:
        """Stop what runs; what is finished is kept."""
        if self._studies is not None:
            await to_thread(self._studies.shutdown)
