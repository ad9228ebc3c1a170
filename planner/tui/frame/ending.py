"""What becomes of unsaved documents when the program ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.errors import PlannerError
from planner.tui.frame.dialogs import Ask
from planner.wording import _, ngettext, text

if TYPE_CHECKING:
    from planner.editing import Document
    from planner.tui.host import Host


def title_of(document: Document) -> str:
    """A document by its file; a new what-if, which has none, by what it adds to its base."""
    name = document.suggested_file.name
    if document.file is not None:
        return name
    try:
        return text(document.title()) or name
    except PlannerError:  # measures that cannot be read
        return name


async def may_end(app: Host) -> bool:
    """Ask about runs under way and each unsaved document; whether the program may end.

    Documents are let go of only then. Home's example is nobody's question: it stops unasked.
    """
    running = [one for one in app.under_way() if one.study_id != app.example]
    if running:
        n = len(running)
        question = ngettext("{n} study is still under way.", "{n} studies are still under way.", n).format(n=n)
        answer = await app.push_screen_wait(
            Ask(
                question,
                [("stay", _("Stay")), ("stop", _("Stop and quit"))],
                _("What is finished is kept, and can go on from Home at the next start."),
            )
        )
        if answer != "stop":
            return False
    for document in app.documents:
        if not document.unsaved:
            continue
        answer = await app.push_screen_wait(
            Ask(
                _("{document} is not saved.").format(document=title_of(document)),
                [("save", _("Save")), ("discard", _("Discard the changes")), ("stay", _("Stay"))],
            )
        )
        if answer not in ("save", "discard"):
            return False
        if answer == "save" and not await app.save_document(document):
            return False
    for document in app.documents:
        document.close()
    return True
