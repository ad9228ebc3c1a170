"""Saving a document, and leaving its screen: nothing unsaved goes without being asked about."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, cast

from textual import work
from textual.screen import Screen

from planner.errors import ScenarioError
from planner.i18n import _
from planner.tui.frame.dialogs import Ask
from planner.tui.screens.scenario.notice import Notice

if TYPE_CHECKING:
    from planner.editing import Document, Draft
    from planner.tui.host import Host


class Leaving(Screen[None]):
    """What the scenario screen does with files."""

    document: Document

    @property
    def _planner(self) -> Host:
        return cast("Host", self.app)

    def changed(self) -> None:
        """The content may be another one now."""
        raise NotImplementedError

    @work(exclusive=True, group="saving")
    async def action_save(self) -> None:
        """Write what differs from the base."""
        await self._planner.save_document(self.document)
        self.changed()

    @work(exclusive=True, group="saving")
    async def action_save_as(self) -> None:
        """Write it as a new file."""
        from planner.tui.frame.saving import saved_as

        await saved_as(self._planner, self.document)
        self.changed()

    def action_back(self) -> None:
        """Leave, and ask about what is not saved."""
        self._leave()

    @work(exclusive=True, group="leaving")
    async def _leave(self) -> None:
        from planner.tui.frame.ending import title_of

        if self.document.unsaved:
            answer = await self.app.push_screen_wait(
                Ask(
                    _("{document} is not saved.").format(document=title_of(self.document)),
                    [("save", _("Save")), ("discard", _("Discard the changes")), ("stay", _("Stay"))],
                )
            )
            if answer not in ("save", "discard"):
                return
            if answer == "save" and not await self._planner.save_document(self.document):
                self.changed()
                return
        self.document.close()
        if self.document in self._planner.documents:
            self._planner.documents.remove(self.document)
        self._planner.go_back()

    @work(exclusive=True, group="notice")
    async def on_notice_opened(self, event: Notice.Opened) -> None:
        """Others have changed files: read them again, or choose between theirs and one's own; or open a draft."""
        event.stop()
        if event.draft is not None:
            await self._take_up(event.draft)
            return
        if not event.own:
            self.reread()
            return
        choices = [("stay", _("Leave it for now"))]
        if self.document.unsaved:
            choices.append(("save", _("Save, mine over theirs")))
        choices.append(("theirs", _("Open theirs, and drop my changes")))
        file = self.document.file
        assert file is not None
        answer = await self.app.push_screen_wait(
            Ask(_("{file} was changed by somebody else since you opened it.").format(file=file.name), choices)
        )
        if answer == "save":
            await self._planner.save_document(self.document)
            self.changed()
        elif answer == "theirs":
            self.document.close()
            self._planner.documents.remove(self.document)
            self._planner.go_back()
            self._planner.open_file(file)

    async def _take_up(self, draft: Draft) -> None:
        """Ask what becomes of a draft of this file from another time."""
        opened = _("Open the draft, and drop my changes") if self.document.unsaved else _("Open the draft")
        answer = await self.app.push_screen_wait(
            Ask(
                _("What becomes of the draft?"),
                [("open", opened), ("throw", _("Throw the draft away")), ("stay", _("Leave it for now"))],
            )
        )
        if answer == "open":
            self.document.close()
            self._planner.documents.remove(self.document)
            self._planner.go_back()
            self._planner.resume_draft(draft)
        elif answer == "throw":
            with suppress(ScenarioError):
                draft.discard()
        if answer in ("throw", "stay"):
            self.query_one(Notice).left_over(None)

    def reread(self) -> None:
        """Read again what the document builds on."""
        raise NotImplementedError
