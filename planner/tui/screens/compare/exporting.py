"""What is asked before something is written to a file."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from planner.errors import PlannerError
from planner.tui.frame.dialogs import Ask, Enter, Pick
from planner.tui.frame.typed_path import typed_path, wrong_with_new
from planner.wording import _

if TYPE_CHECKING:
    from planner.studies.snapshot import Snapshot
    from planner.tui.host import Host
    from planner.tui.screens.compare.views.page import Page


async def ask_and_export(app: Host, snapshot: Snapshot, page: Page) -> None:
    """Ask what kind of file and where, and write it; to be awaited in a worker."""
    kinds = [
        (".xlsx", _("Excel: the table behind what is seen")),
        (".csv", _("CSV: the same table for other programs")),
        (".txt", _("Text: as it is seen, to be pasted into a document")),
        (".svg", _("Picture (SVG): as it is seen, on white")),
        ("all", _("Excel: the whole study, every figure and replication")),
    ]
    kind = await app.push_screen_wait(Pick(_("Write what to a file?"), kinds, detail=page.title))
    if not isinstance(kind, str):
        return
    suffix = ".xlsx" if kind == "all" else kind
    path = await _ask_for_place(app, _default(snapshot.study_id, suffix), suffix)
    if path is None:
        return
    from planner.tui.screens.compare.export import export

    try:
        await asyncio.to_thread(export, snapshot, None if kind == "all" else page, path)
    except PlannerError as error:
        app.say_problems(error)
    else:
        app.say(_("Written: {path}").format(path=path))


async def _ask_for_place(app: Host, value: str, suffix: str) -> Path | None:
    """Where to; None to leave it."""
    while True:
        wrong = partial(wrong_with_new, suffix=suffix, may_exist=True)
        entered = await app.push_screen_wait(Enter(_("Where to?"), value, wrong))
        if entered is None:
            return None
        path = typed_path(entered)
        if not path.exists():
            return path
        question = _("{name} is there already. Replace it?").format(name=path.name)
        answer = await app.push_screen_wait(Ask(question, [("other", _("Another name")), ("replace", _("Replace"))]))
        if answer == "replace":
            return path
        if answer is None:
            return None
        value = entered


def _default(study: int, suffix: str) -> str:
    """A place that suggests itself: the folder of documents, or where the program was started."""
    folder = next((one for one in (Path.home() / "Documents", Path.cwd()) if one.is_dir()), Path.home())
    return str(folder / _("study-{id}{suffix}").format(id=study, suffix=suffix))
