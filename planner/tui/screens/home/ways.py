"""The ways on from Home: places and their scenarios, drafts, studies in the store; facts from the disk."""

from __future__ import annotations

import re
import tomllib
from datetime import datetime
from os.path import commonprefix
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import frozen

from planner.model.text import Text

if TYPE_CHECKING:
    from planner.editing import Draft
    from planner.errors import Problem

RECENT = 12
"""How many studies are listed; all are in `planner results`."""


@frozen(kw_only=True)
class File:
    """A scenario file, as its first lines tell."""

    path: Path
    title: Text
    description: Text


@frozen(kw_only=True)
class Place:
    """A folder of scenarios."""

    id: str
    title: Text
    files: tuple[File, ...]


@frozen(kw_only=True)
class Kept:
    """A study in the store; `finished` and `asked` count replications of all its scenarios."""

    id: int
    titles: tuple[Text, ...]
    created: datetime
    finished: int
    asked: int
    current: bool
    """Whether this program would go on with it."""

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return self.finished >= self.asked


@frozen(kw_only=True)
class Ways:
    """All of them at one moment."""

    places: tuple[Place, ...]
    drafts: tuple[Draft, ...]
    unreadable: tuple[Problem, ...]
    """Of what lies among the drafts and cannot be read."""
    studies: tuple[Kept, ...]


def ways(drafts: Path | None, store: Path | None) -> Ways:
    """Look for them."""
    from planner.editing import drafts_in

    found = drafts_in(drafts)
    return Ways(places=places(), drafts=found.drafts, unreadable=found.unreadable, studies=studies(store))


def places() -> tuple[Place, ...]:
    """The folders of shipped scenarios that hold places, and the files that stand alone."""
    from planner.files.places import shipped

    root = shipped()
    found = []
    for folder in sorted(path for path in root.iterdir() if path.is_dir()):
        if folder.name in ("base", "measures", "packages"):
            continue
        files = tuple(file for path in sorted(folder.glob("*.toml")) if (file := _file(path)) is not None)
        if files:
            found.append(Place(id=folder.name, title=_shared_title(folder.name, files), files=files))
    for path in sorted(root.glob("*.toml")):
        if (file := _file(path)) is not None:
            found.append(Place(id=path.stem, title=file.title, files=(file,)))
    return tuple(found)


def _file(path: Path) -> File | None:
    """A file by its head, None where it is no scenario; what is wrong with it is said when it is opened."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if "format" not in content:
        return None
    return File(
        path=path,
        title=_text(content.get("title"), path.stem),
        description=_text(content.get("description"), ""),
    )


def _text(value: Any, otherwise: str) -> Text:
    if isinstance(value, dict):
        return Text(zh=str(value.get("zh", otherwise)), en=str(value.get("en", otherwise)))
    return Text(zh=str(value or otherwise), en=str(value or otherwise))


def _shared_title(folder: str, files: tuple[File, ...]) -> Text:
    """What the titles of a folder begin with, in Chinese by characters, in English by words; else the folder's name."""
    titles = [file.title for file in files if file.title != Text(file.path.stem, file.path.stem)]
    zh = re.split("[（(]", commonprefix([title.zh for title in titles]))[0]
    words = commonprefix([title.en.split(" ") for title in titles])
    en = " ".join(words).rstrip(" ,(")
    return Text(zh=zh or folder, en=en or folder.capitalize())


def studies(store: Path | None) -> tuple[Kept, ...]:
    """The newest studies of a store, the newest first; none where there is no store."""
    from planner.errors import ResultError
    from planner.store import Store

    try:
        with Store.open(store, for_reading=True) as opened:
            return tuple(
                Kept(
                    id=study.id,
                    titles=tuple(
                        one.title if one.title.en or one.title.zh else Text(one.name) for one in study.scenarios
                    ),
                    created=study.created,
                    finished=study.count(),
                    asked=study.request.replications * len(study.scenarios),
                    current=study.is_current,
                )
                for study in reversed(opened.studies()[-RECENT:])
            )
    except ResultError:
        return ()
