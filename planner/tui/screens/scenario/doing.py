"""What is done with a document as a whole: undo, the log, problems, the load check, its title, running."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import work

from planner.i18n import _
from planner.i18n.commands import Words as CommandWords
from planner.i18n.problem_words import titles_of
from planner.tui.screens.scenario.leaving import Leaving
from planner.tui.screens.scenario.notice import Notice
from planner.tui.screens.scenario.seeing import Watch

if TYPE_CHECKING:
    from planner.editing import Command, State


class Doing(Leaving):
    """The actions of the scenario screen."""

    state: State | None

    async def go_to(self, path: str) -> bool:
        """Show the field at a path, wherever it is; whether it was found."""
        raise NotImplementedError

    # Undo, log --------------------------------------------------------------------------------------------------------

    def words(self) -> CommandWords:
        """The sentences of commands."""
        assert self.state is not None
        return CommandWords(self.state.tree, self.titles())

    def titles(self) -> dict[str, str]:
        """The titles of measures and packages by their ids; none where they cannot be read."""
        return titles_of(self.document)

    def _say_done(self, message: str, command: Command | None) -> None:
        if command is not None and self.state is not None:
            self._planner.say(message.format(what=self.words().of(command)))
            self.changed()

    def action_undo(self) -> None:
        """Take back the last change."""
        self._say_done(_("Undone: {what}"), self.document.undo())

    def action_redo(self) -> None:
        """Do again what was taken back."""
        self._say_done(_("Done again: {what}"), self.document.redo())

    @work(exclusive=True, group="log")
    async def action_log(self) -> None:
        """Every change, and the way back to any of them."""
        from planner.tui.screens.scenario.log import Log

        place = await self.app.push_screen_wait(Log(self.document, self.words()))
        if place is not None and place != len(self.document.done):
            while len(self.document.done) > place and self.document.undo():
                pass
            while len(self.document.done) < place and self.document.redo():
                pass
            self.changed()

    # Problems, load check ---------------------------------------------------------------------------------------------

    @work(exclusive=True, group="problems")
    async def action_problems(self) -> None:
        """List what is wrong, and go to a field."""
        await self.list_problems(_("Problems and notes"))

    async def list_problems(self, title: str) -> None:
        """What is wrong, as a list that leads to the fields; to be awaited in a worker."""
        from planner.tui.screens.scenario.problems import Problems

        if self.state is None:
            return
        path = await self.app.push_screen_wait(Problems(title, self.state, self.titles()))
        if path is not None and not await self.go_to(path):
            self._planner.say(_("This belongs to a file, not to a field: {place}").format(place=path), "warning")

    def action_load_check(self) -> None:
        """The full load check."""
        from planner.tui.screens.scenario.load_screen import LoadCheckScreen

        if self.state is not None and self.state.load is not None:
            self.app.push_screen(LoadCheckScreen(self.state))

    @work(exclusive=True, group="title")
    async def action_title(self) -> None:
        """Title and description, in both languages."""
        from planner.tui.screens.scenario.titles import Titles

        if self.state is None:
            return
        given = await self.app.push_screen_wait(Titles(self.state))
        if given is not None:
            words = {"title": given.title, "description": given.description}
            command = self.document.set_values(words, "set-words")
            if command is not None:
                self.changed()

    def action_reread(self) -> None:
        """What the notice says helps; else base and measures as they are on the disk now."""
        notice = self.query_one(Notice)
        if notice.display:
            notice.action_open()
        else:
            self.reread()

    def reread(self) -> None:
        """Base and measures as they are on the disk now."""
        self.query_one(Watch).look(reread=True)
        self.query_one(Notice).files((), self.document.file)

    # Running ----------------------------------------------------------------------------------------------------------

    def action_run(self) -> None:
        """The document beside its base; one with problems lists them instead."""
        self._run()

    @work(exclusive=True, group="running")
    async def _run(self) -> None:

        state = await asyncio.to_thread(lambda: self.document.state)
        if state.problems:
            self.state = state
            await self.list_problems(_("This cannot be run yet:"))
        else:
            self._planner.run_document(self.document)

    def action_compare(self) -> None:
        """Choose what to compare, this one with it."""
        base = self.document.base_file
        self._planner.compare_setup([self.document] if base is None else [base, self.document])
