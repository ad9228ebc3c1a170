"""Drafts that a crash, or a closed window, has left: found, shown, gone on with or thrown away."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from attrs import frozen

from planner.editing.history import History
from planner.editing.journal import FORMAT, Journal, command_of, edits_of, locked, new_draft_path
from planner.editing.paper import Paper
from planner.editing.tables import same
from planner.errors import Problem, ScenarioError

BROKEN = (ValueError, KeyError, TypeError, IndexError)
"""What a line that no journal has written may raise."""


def default_folder() -> Path:
    """Where this user's drafts lie on this machine."""
    from platformdirs import user_state_path

    return user_state_path("township-planner", appauthor=False) / "drafts"


@frozen(kw_only=True)
class Draft:
    """A draft as found. `file` is where it was saved last or opened from, None for a what-if that never was saved.

    `home` is the place at which its content is read: the file, or where a new what-if would stand. `commands` counts
    what is in force and not saved, `damaged` says that its end could not be read, and `in_use` that another process is
    at it.
    """

    path: Path
    home: Path
    file: Path | None
    opened: datetime
    changed: datetime
    commands: int
    damaged: bool
    in_use: bool

    def discard(self) -> None:
        """Throw it away. Raises ScenarioError `draft-in-use` where another process is at it."""
        if _in_use(self.path):
            raise ScenarioError(Problem(kind="draft-in-use", file=str(self.path)))
        self.path.unlink(missing_ok=True)


@frozen(kw_only=True)
class Replay:
    """What the lines of a draft amount to, and how many bytes of the file were sound."""

    opened: datetime
    paper: Paper
    history: History
    length: int
    damaged: bool

    @property
    def unsaved(self) -> bool:
        """Whether it holds anything that is not saved."""
        return not same(self.history.tables, self.paper.tables)


def replayed(path: Path) -> Replay:
    """Go through a draft, as far as it can be read.

    Raises ScenarioError `draft-unreadable` where its beginning makes no sense, or a newer planner wrote it.
    """
    try:
        content = path.read_bytes()
        head, length = _head(content)
        paper, opened = _paper(head), datetime.fromisoformat(head["opened"])
    except (OSError, *BROKEN) as error:
        facts = {"detail": str(error)}
        raise ScenarioError(Problem(kind="draft-unreadable", file=str(path), facts=facts)) from error
    history = History(paper.tables)
    end = content.find(b"\n", length)
    while end >= 0:
        try:
            line = json.loads(content[length:end])
            if "saved" in line:
                file = Path(line["file"])
                saved = {"home": file, "file": file, "fingerprint": line["saved"], "text": str(line["text"])}
                paper = Paper(**saved, tables=history.tables)
            else:
                _step(history, line)
        except BROKEN:
            break
        length = end + 1
        end = content.find(b"\n", length)
    return Replay(opened=opened, paper=paper, history=history, length=length, damaged=length < len(content))


def _paper(head: Mapping[str, Any]) -> Paper:
    file = Path(head["file"]) if head["file"] else None
    text = str(head["text"])
    return Paper(
        home=Path(head["home"]), file=file, text=text, fingerprint=head["fingerprint"], tables=tomllib.loads(text)
    )


def _head(content: bytes) -> tuple[Mapping[str, Any], int]:
    end = content.index(b"\n")
    head = json.loads(content[:end])
    if head["draft"] != FORMAT:
        raise ValueError(f"format {head['draft']}")
    return head, end + 1


def _step(history: History, line: Mapping[str, Any]) -> None:
    if "everywhere" in line:
        history.everywhere(edits_of(line["everywhere"]))
    elif "undo" in line:
        history.undo()
    elif "redo" in line:
        history.redo()
    else:
        history.do(command_of(line))


def list_drafts(folder: Path | None = None) -> tuple[Draft, ...]:
    """The drafts with something in them that is not saved, the latest first.

    Drafts that nobody is at and that hold nothing unsaved are cleared away; those that cannot be read are passed over.
    """
    place = default_folder() if folder is None else folder
    found: list[Draft] = []
    for path in place.glob("*.jsonl") if place.is_dir() else ():
        try:
            replay, in_use = replayed(path), _in_use(path)
            changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        except (ScenarioError, OSError):
            continue
        if not replay.unsaved:
            if not in_use:
                path.unlink(missing_ok=True)
            continue
        draft = Draft(
            path=path,
            home=replay.paper.home,
            file=replay.paper.file,
            opened=replay.opened,
            changed=changed,
            commands=len(replay.history.done),
            damaged=replay.damaged,
            in_use=in_use,
        )
        found.append(draft)
    return tuple(sorted(found, key=lambda draft: (draft.changed, draft.path.name), reverse=True))


def _in_use(path: Path) -> bool:
    try:
        handle = os.open(path, os.O_RDWR)
    except OSError:
        return False
    try:
        return not locked(handle)
    finally:
        os.close(handle)


def new_journal(paper: Paper, folder: Path | None = None) -> Journal:
    """The journal of a document that is being opened."""
    place = default_folder() if folder is None else folder
    return Journal(new_draft_path(place, paper.home.stem), head_of(paper))


def head_of(paper: Paper) -> dict[str, Any]:
    """The first line of the draft of a document."""
    return {
        "home": str(paper.home),
        "file": str(paper.file) if paper.file else None,
        "fingerprint": paper.fingerprint,
        "text": paper.text,
    }


def taken_up(path: Path) -> tuple[Paper, History, Journal]:
    """A draft to go on with; a broken end is cut off.

    Raises ScenarioError: `draft-unreadable`, or `draft-in-use` where another process is at it.
    """
    try:
        journal = Journal(path, None)
    except OSError as error:
        kind = "draft-in-use" if isinstance(error, BlockingIOError) else "draft-unreadable"
        raise ScenarioError(Problem(kind=kind, file=str(path), facts={"detail": str(error)})) from error
    try:
        replay = replayed(path)
    except ScenarioError:
        journal.leave()
        raise
    journal.cut(replay.length)
    return replay.paper, replay.history, journal
