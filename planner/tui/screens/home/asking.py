"""What Home asks before it opens or deletes something; to be awaited in a worker."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from planner.tui.frame.dialogs import Ask, Enter, Pick
from planner.tui.frame.typed_path import typed_path, wrong_with_existing
from planner.wording import _, language

if TYPE_CHECKING:
    from planner.editing import Draft
    from planner.files.shipped import Place
    from planner.tui.host import Host
    from planner.tui.screens.home.ways import KeptStudy


async def ask_for_scenario(app: Host, place: Place) -> None:
    """Which scenario of a place, and how to open it; then open it."""
    path = place.files[0].path
    if len(place.files) > 1:
        rows = [(str(number), file.title.in_language(language())) for number, file in enumerate(place.files)]
        title = place.title.in_language(language())
        chosen = await app.push_screen_wait(Pick(_("{place}: which scenario?").format(place=title), rows))
        if not isinstance(chosen, str):
            return
        path = place.files[int(chosen)].path
    await ask_how(app, path)


async def ask_how(app: Host, path: Path) -> None:
    """Whether to change a file or to try something on top of it; then open it."""
    how = await app.push_screen_wait(
        Ask(
            _("How shall it be opened?"),
            [
                ("what_if", _("Try changes on top of it, as a new file")),
                ("open", _("Look at it, or change the file itself")),
            ],
        )
    )
    if how == "what_if":
        app.open_what_if(path)
    elif how == "open":
        app.open_file(path)


async def ask_for_path(app: Host) -> None:
    """A file by its path; then open it."""
    recent = str(app.settings.recent[0]) if app.settings.recent else ""
    text = await app.push_screen_wait(Enter(_("Which file? Give its path."), recent, wrong_with_existing))
    if text and text.strip():
        app.open_file(typed_path(text))


async def delete_draft(app: Host, draft: Draft) -> None:
    """Throw a draft away, after asking."""
    from planner.errors import ScenarioError

    question = _("Delete the draft of {name}? Its changes are lost.").format(name=draft.home.name)
    answer = await app.push_screen_wait(Ask(question, [("keep", _("Keep it")), ("delete", _("Delete"))]))
    if answer == "delete":
        try:
            draft.discard()
        except ScenarioError as error:
            app.say_problems(error)


async def delete_study(app: Host, study: KeptStudy) -> None:
    """Delete a study with its results, after asking; one that runs is stopped first."""
    from planner.errors import ResultError

    title = study.titles[0].in_language(language())
    question = _("Delete the study of {title} with all its results?").format(title=title)
    answer = await app.push_screen_wait(Ask(question, [("keep", _("Keep it")), ("delete", _("Delete"))]))
    if answer != "delete":
        return

    def delete() -> None:
        from planner.store import Store

        app.studies.stop(study.id)
        with Store.open(app.store_path) as store:
            store.delete(study.id)

    try:
        await asyncio.to_thread(delete)
    except ResultError as error:
        app.say_problems(error)
