"""Saving a document, and what becomes of unsaved ones when the program ends: what is asked on the way."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from planner.errors import PlannerError
from planner.model.text import visible
from planner.tui.frame.dialogs import Ask, Enter
from planner.tui.frame.typed_path import typed_new, wrong_with_new
from planner.wording import _, language, ngettext, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.editing import ChangedOnDisk, Document, Outcome
    from planner.editing.tables import Edit
    from planner.tui.host import Host


LONGEST_TITLE = 80
"""Characters of the name of a plan."""

SHOWN = 12
"""Changes of others that are listed."""


async def saved(app: Host, document: Document) -> bool:
    """Save it; whether it is on the disk now. To be awaited in a worker.

    A what-if that has no file yet is asked for one. Where others have changed the file meanwhile, asks whether one's
    own changes shall be laid over theirs.
    """
    if document.file is None:
        return await saved_as(app, document)
    return await _settled(app, document, await asyncio.to_thread(document.save))


async def saved_as(app: Host, document: Document) -> bool:
    """Ask for a path, and for a name where it has none; save it there, and say whether it is on the disk now.

    To be awaited in a worker.
    """
    suggested = str(document.suggested_file)
    given = await app.push_screen_wait(
        Enter(
            _("Save as:"),
            suggested,
            partial(wrong_with_new, suffix=".toml"),
            _("A what-if stays beside its base, so that it finds it."),
        )
    )
    if given is None or not await _named(app, document):
        return False
    return await _settled(app, document, await asyncio.to_thread(document.save_as, typed_new(given, ".toml")))


async def _named(app: Host, document: Document) -> bool:
    """Ask what a plan is called that has no name of its own; False where the question is left.

    What is suggested, and left as it is, is no name: then it goes on being called by what it changes.
    """
    if document.state.base is None or document.state.own_value("title") is not None:
        return True
    called = document.title().in_language(language())
    given = await app.push_screen_wait(
        Enter(_("What is the plan called?"), called, _wrong_name, _("The name stands wherever its figures do."))
    )
    if given is None:
        return False
    if given.strip() not in ("", called):
        document.set_value("title", {language(): given.strip()})
    return True


def _wrong_name(given: str) -> str | None:
    name = given.strip()
    if visible(name) != name:
        return _("There are characters in it that hide or act on the terminal.")
    return _("The name is too long.") if len(name) > LONGEST_TITLE else None


async def _settled(app: Host, document: Document, outcome: Outcome) -> bool:
    """What comes of saving, with everything that has to be asked."""
    from planner.editing import NotSaved, Saved

    while not isinstance(outcome, Saved):
        if isinstance(outcome, NotSaved):
            answer = await _not_saved(app, document, outcome)
        else:
            answer = await _changed(app, document, outcome)
        if answer == "as":
            return await saved_as(app, document)
        if answer != "over" or isinstance(outcome, NotSaved):
            return False
        outcome = await asyncio.to_thread(document.save, outcome.fingerprint)
    app.say(_("Saved: {file}").format(file=outcome.file))
    return True


async def _not_saved(app: Host, document: Document, outcome: Outcome) -> str | None:
    from planner.editing import NotSaved
    from planner.tui.frame.problems import lines_about

    assert isinstance(outcome, NotSaved)
    choices = [("stay", _("Do not save yet")), ("as", _("Save as"))]
    reasons = "\n".join(await asyncio.to_thread(lines_about, document, outcome.problems))
    return await app.push_screen_wait(Ask(_("It could not be saved:"), choices, reasons))


async def _changed(app: Host, document: Document, outcome: ChangedOnDisk) -> str | None:
    theirs = len(outcome.theirs)
    lines = [_("They changed comments only, no value.")]
    if theirs:
        lines = [ngettext("They changed {n} value:", "They changed {n} values:", theirs).format(n=theirs)]
    lines += _listed(document, outcome.theirs)
    if outcome.both:
        lines += ["", _("Both of you changed these; there your value wins:")]
        lines += [f"· {_place(document, path)}" for path in outcome.both[:SHOWN]]
    return await app.push_screen_wait(
        Ask(
            _("{file} was changed by somebody else since you opened it.").format(file=outcome.file.name),
            [("stay", _("Do not save yet")), ("over", _("Lay my changes over theirs")), ("as", _("Save as"))],
            "\n".join(lines),
        )
    )


def _listed(document: Document, edits: Sequence[Edit]) -> list[str]:
    from planner.editing.tables import UNSTATED
    from planner.wording.measures import plain

    told = [
        "· "
        + _(": ").join(
            (_place(document, ".".join(edit.path)), _("taken out") if edit.value is UNSTATED else plain(edit.value))
        )
        for edit in edits[:SHOWN]
    ]
    more = len(edits) - SHOWN
    return told if more <= 0 else [*told, ngettext("… and {n} more", "… and {n} more", more).format(n=more)]


def _place(document: Document, path: str) -> str:
    from planner.wording.commands import where

    return where(document.state.tree, path)


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
