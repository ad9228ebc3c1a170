"""Saving a document, and what is asked on the way."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from planner.i18n import _, ngettext
from planner.tui.frame.dialogs import Ask, Say

if TYPE_CHECKING:
    from planner.editing import ChangedOnDisk, Document
    from planner.tui.app import PlannerApp


async def saved(app: PlannerApp, document: Document) -> bool:
    """Save it; whether it is on the disk now. To be awaited in a worker.

    Where others have changed the file meanwhile, asks whether one's own changes shall be laid over theirs.
    """
    from planner.editing import NotSaved, Saved

    outcome = await asyncio.to_thread(document.save)
    while not isinstance(outcome, Saved):
        if isinstance(outcome, NotSaved):
            from planner.tui.frame.problems import line_of

            await app.push_screen_wait(Say(_("It could not be saved:"), [line_of(one) for one in outcome.problems]))
            return False
        if not await _lay_over(app, outcome):
            return False
        outcome = await asyncio.to_thread(document.save, outcome.fingerprint)
    app.say(_("Saved: {file}").format(file=outcome.file))
    return True


async def _lay_over(app: PlannerApp, outcome: ChangedOnDisk) -> bool:
    theirs, both = len(outcome.theirs), len(outcome.both)
    detail = ngettext("They changed {n} value.", "They changed {n} values.", theirs).format(n=theirs)
    if both:
        detail += "\n" + _("Both of you changed: {paths}. There your value wins.").format(paths=", ".join(outcome.both))
    answer = await app.push_screen_wait(
        Ask(
            _("{file} was changed by somebody else since you opened it.").format(file=outcome.file.name),
            [("stay", _("Do not save yet")), ("over", _("Lay my changes over theirs"))],
            detail,
        )
    )
    return answer == "over"
