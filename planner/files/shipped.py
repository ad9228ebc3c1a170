"""The places that come with the planner: their scenarios by name, and copies of them to change as one's own."""

from __future__ import annotations

import os
import re
import tomllib
from os.path import commonprefix
from pathlib import Path
from typing import Any

from attrs import frozen

from planner.errors import Problem, RequestError, ResultError, ScenarioError
from planner.files import places as where
from planner.files.atomic import write_whole
from planner.files.toml import decoded, read_bytes
from planner.files.writing import edited
from planner.model.text import Text, nearest

NOT_PLACES = ("base", "measures", "packages", "schema")
"""Folders beside those of places."""


@frozen(kw_only=True)
class File:
    """A scenario file, as its first lines tell."""

    path: Path
    title: Text
    description: Text

    @property
    def name(self) -> str:
        """What it can be asked for by, as `laiyang/current`."""
        return where.name_of(self.path)


@frozen(kw_only=True)
class Place:
    """A folder of scenarios, or one that stands alone."""

    id: str
    title: Text
    files: tuple[File, ...]


def places() -> tuple[Place, ...]:
    """The folders of shipped scenarios that hold places, and the files that stand alone."""
    root = where.shipped()
    found = []
    for folder in sorted(path for path in root.iterdir() if path.is_dir()):
        if folder.name in NOT_PLACES:
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


def asked_for(path: Path) -> Path:
    """The file that a path leads to; where it leads to none, the shipped scenario of that name (`laiyang/current`).

    Raises ScenarioError for a name that is nearly one of them.
    """
    if path.suffix or path.is_absolute() or os.path.lexists(path):
        return path
    shipped = {file.name: file.path for place in places() for file in place.files}
    name = path.as_posix()
    if name not in shipped and (near := nearest(name, shipped)):
        facts = {"what": "scenario", "got": name}
        raise ScenarioError(Problem(kind="unknown-name", facts=facts, nearest=near))
    return shipped.get(name, path)


PREFERRED = ("current", "after")
"""The scenario of a place to begin with: how things are, or how they are after the reform."""


def copy_place(id: str, folder: Path, schema: str) -> tuple[Place, tuple[Path, ...]]:
    """Copy a place into a folder; gives the place and the new scenario files, the one to begin with first.

    What its scenarios extend outside their own folder they take from those that come with the planner, by name.
    `schema` is the text of the schema for editors, put beside them where their scenario folder has none. Nothing that
    is there already is written over. Raises RequestError for an unknown place and for files that stand there,
    ResultError and ScenarioError where nothing can be written.
    """
    known = {place.id: place for place in places()}
    if id not in known:
        facts = {"what": "place", "got": id}
        raise RequestError(Problem(kind="unknown-name", facts=facts, nearest=nearest(id, known)))
    place = known[id]
    home = place.files[0].path.parent
    others = sorted(home.glob("*.md")) if home != where.shipped() else []
    files = [file.path for file in place.files]
    there = [path.name for path in (*files, *others) if os.path.lexists(folder / path.name)]
    if there:
        raise RequestError(Problem(kind="copy-exists", file=str(folder), facts={"names": tuple(there)}))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not where.schema_line(folder / files[0].name):
            (folder / where.SCHEMA).parent.mkdir(exist_ok=True)
            write_whole(folder / where.SCHEMA, schema.encode())
    except (OSError, ValueError) as error:
        detail = getattr(error, "strerror", None) or str(error)
        raise ResultError(Problem(kind="cannot-write", file=str(folder), facts={"reason": detail})) from error
    for path in files:
        write_whole(folder / path.name, _own(path, folder / path.name).encode())
    for path in others:
        write_whole(folder / path.name, path.read_bytes())
    first = next((path for name in PREFERRED for path in files if path.stem == name), files[0])
    in_order = [first, *(path for path in files if path != first)]
    return place, tuple(folder / path.name for path in in_order)


def _own(path: Path, new: Path) -> str:
    """The text of a shipped scenario as it reads in another folder: its base by its name, the schema that is there."""
    text = decoded(path, read_bytes(path))
    first, _end, rest = text.partition("\n")
    text = where.schema_line(new) + (rest if first.startswith("#:schema ") else text)
    extends = tomllib.loads(text).get("extends")
    base = (path.parent / extends).resolve() if isinstance(extends, str) else None
    if base is None or base.parent == path.parent:
        return text
    return edited(new, text, {"extends": base.relative_to(where.shipped()).as_posix()})
