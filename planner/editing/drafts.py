"""Drafts that a crash, or a closed window, has left: found, shown, gone on with or thrown away."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from attrs import frozen

from planner.editing.history import FORMAT, History, Journal, command_of, edits_of, new_draft_path
from planner.editing.saving import Paper
from planner.editing.tables import Tables, same
from planner.errors import Problem, ScenarioError
from planner.files.atomic import locked
from planner.files.toml import parsed

BROKEN = (ValueError, LookupError, TypeError, AttributeError, RecursionError, OverflowError, ScenarioError)
"""What a line that no journal has written may raise."""

LARGEST_DRAFT = 100_000_000
"""Bytes; ten thousand changes to the largest scenario file are far less."""


def default_folder() -> Path:
    """Where this user's drafts lie on this machine."""
    from platformdirs import user_state_path

    return user_state_path("township-planner", appauthor=False) / "drafts"


@frozen(kw_only=True)
class Draft:
    """A draft as found. `file` is where it was saved last or opened from, None for a what-if that never was saved.

    `home` is the place at which its content is read: the file, or where a new what-if would stand; `base` is the file
    that a new what-if builds on. `commands` counts what is in force and not saved, `damaged` says that its end could
    not be read, and `in_use` that another process is at it.
    """

    path: Path
    home: Path
    file: Path | None
    opened: datetime
    changed: datetime
    commands: int
    damaged: bool
    in_use: bool
    base: Path | None = None

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
    lost: bool
    """Whether lines that were written to their end make no sense, and not only one that was cut off."""

    @property
    def unsaved(self) -> bool:
        """Whether it holds anything that is not saved."""
        return not same(self.history.tables, self.paper.tables)


def replayed(path: Path) -> Replay:
    """Go through a draft, as far as it can be read.

    Raises ScenarioError `draft-unreadable` where the file cannot be read, `no-draft` where its beginning makes no sense
    or a newer planner wrote it.
    """
    try:
        content = _content(path)
        head, length = _head(content)
        paper, opened = _paper(head, parsed(path, head["text"].encode())), _moment(head["opened"])
    except (OSError, *BROKEN) as error:
        if not isinstance(error, OSError):
            raise ScenarioError(Problem(kind="no-draft", file=str(path))) from error
        facts = {"detail": error.strerror or str(error)}
        raise ScenarioError(Problem(kind="draft-unreadable", file=str(path), facts=facts)) from error
    history = History(paper.tables)
    end = content.find(b"\n", length)
    while end >= 0:
        try:
            line = json.loads(content[length:end])
            if "saved" in line:
                saved = {"home": line["file"], "file": line["file"], "fingerprint": line["saved"], "text": line["text"]}
                paper = _paper(saved, history.tables)
            else:
                _step(history, line)
        except BROKEN:
            break
        length = end + 1
        end = content.find(b"\n", length)
    return Replay(
        opened=opened,
        paper=paper,
        history=history,
        length=length,
        damaged=length < len(content),
        lost=end >= 0,
    )


def _content(path: Path) -> bytes:
    """The bytes of a draft. Raises OSError, and ValueError for what is no file or larger than any draft."""
    found = path.stat()
    if not stat.S_ISREG(found.st_mode) or found.st_size > LARGEST_DRAFT:
        raise ValueError(path)
    return path.read_bytes()


def _moment(text: str) -> datetime:
    """A time with its zone; one of a year that no clock of a computer has is none."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or not 1970 <= moment.year < 9999:
        raise ValueError(text)
    return moment


def _paper(head: Mapping[str, Any], tables: Tables) -> Paper:
    home, file, fingerprint, text = (head[key] for key in ("home", "file", "fingerprint", "text"))
    words = [home, text, *(value for value in (file, fingerprint) if value is not None)]
    if not all(isinstance(value, str) for value in words) or "\0" in home or "\0" in (file or ""):
        raise ValueError(home)
    return Paper(
        home=Path(home),
        file=Path(file) if file else None,
        text=text,
        fingerprint=fingerprint,
        tables=tables,
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


@frozen(kw_only=True)
class Drafts:
    """What lies in a folder of drafts: those that can be gone on with, the latest first, and what cannot be read.

    The latter are problems `no-draft` and `draft-unreadable`, whose `file` says where it lies; it stays there.
    """

    drafts: tuple[Draft, ...]
    unreadable: tuple[Problem, ...]


def list_drafts(folder: Path | None = None) -> tuple[Draft, ...]:
    """The drafts with something in them that is not saved, as `drafts_in` finds them."""
    return drafts_in(folder).drafts


def drafts_in(folder: Path | None = None) -> Drafts:
    """The drafts with something in them that is not saved, and those that cannot be read.

    Drafts that nobody is at and that hold nothing unsaved are cleared away.
    """
    found: list[Draft] = []
    unreadable: list[Problem] = []
    for path in _files_in(default_folder() if folder is None else folder):
        try:
            replay, in_use = replayed(path), _in_use(path)
            changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        except ScenarioError as error:
            # One that is being begun in another window has no beginning yet.
            if os.path.lexists(path) and not _in_use(path):
                unreadable += error.problems
            continue
        except (OSError, ValueError, OverflowError) as error:
            if os.path.lexists(path):
                facts = {"detail": getattr(error, "strerror", None) or str(error)}
                unreadable.append(Problem(kind="draft-unreadable", file=str(path), facts=facts))
            continue
        if not replay.unsaved and not replay.lost:
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
            base=_base_of(replay.paper),
        )
        found.append(draft)
    return Drafts(
        drafts=tuple(sorted(found, key=lambda draft: (draft.changed, draft.path.name), reverse=True)),
        unreadable=tuple(sorted(unreadable, key=lambda problem: problem.file)),
    )


def _base_of(paper: Paper) -> Path | None:
    base = paper.tables.get("extends") if paper.file is None else None
    return paper.home.parent / base if isinstance(base, str) else None


def _files_in(folder: Path) -> list[Path]:
    try:
        return [Path(entry.path) for entry in os.scandir(folder) if entry.name.endswith(".jsonl")]
    except OSError:
        return []


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

    Raises ScenarioError: `draft-unreadable`, `no-draft`, or `draft-in-use` where another process is at it.
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
