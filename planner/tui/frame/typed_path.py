"""A path as a person types or pastes it into a field: with quotes, `~`, escaped blanks, or as an address of a file."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import unquote

from planner.model.text import visible
from planner.wording import _

QUOTES = (("'", "'"), ('"', '"'), ("“", "”"), ("‘", "’"), ("「", "」"))
LONGEST_NAME = 255
"""Bytes of one name: what the usual file systems take."""
LONGEST_PATH = 4_000


class Untyped(Exception):
    """What was typed is no path; its words say why, and are empty where nothing was typed."""


def typed_path(text: str) -> Path:
    """The absolute path that a text means. Raises Untyped."""
    given = text.strip()
    for first, last in QUOTES:
        if len(given) > 1 and given.startswith(first) and given.endswith(last):
            given = given[1:-1].strip()
    if not given:
        raise Untyped("")
    if given.casefold().startswith("file:"):
        given = unquote(re.sub("^file:(//[^/]*)?", "", given, flags=re.IGNORECASE))
    elif os.sep == "/" and re.search(r"\\[ '\"()&\[\]\\]", given) and not os.path.lexists(given[:LONGEST_PATH]):
        # As a shell writes it: `my\ county.toml`.
        given = re.sub(r"\\(.)", r"\1", given)
    if "\0" in given or any("\ud800" <= sign <= "\udfff" for sign in given) or visible(given) != given:
        raise Untyped(_("There are characters in it that no name of a file can have."))
    expanded = os.path.expanduser(given)
    if given.startswith("~") and expanded == given:
        raise Untyped(_("There is no home folder of {user}.").format(user=given.partition("/")[0]))
    path = Path(expanded).absolute()
    if len(str(path)) > LONGEST_PATH or any(len(part.encode()) > LONGEST_NAME for part in path.parts):
        raise Untyped(_("The name is too long."))
    return path


def typed_new(text: str, suffix: str) -> Path:
    """The path of a new file that a text means; the suffix needs not be typed. Raises Untyped."""
    path = typed_path(text)
    if found(path) or not path.name or re.fullmatch(r"\.[A-Za-z]+", path.suffix) or path.name.lower() == suffix:
        return path
    return path.with_name(path.name + suffix)


def found(path: Path) -> str:
    """What stands at a path: `file`, `folder`, `other`, or nothing; also where it cannot be looked at."""
    try:
        return "file" if path.is_file() else "folder" if path.is_dir() else "other" if os.path.lexists(path) else ""
    except (OSError, ValueError):
        return "other"


def wrong_with_existing(text: str, suffix: str = ".toml") -> str | None:
    """What is wrong with the path of a scenario file that is to be opened, in words; None where nothing is.

    Nothing typed is nothing wrong: then nothing is opened.
    """
    try:
        path = typed_path(text)
    except Untyped as untyped:
        return str(untyped) or None
    there = found(path)
    if there == "folder":
        return _("This is a folder.")
    if path.suffix.lower() != suffix:
        return _("The name of a scenario file ends in .toml.")
    return None if there == "file" else _("There is no such file.")


def wrong_with_new(text: str, suffix: str, *, may_exist: bool = False) -> str | None:
    """What is wrong with the path of a file that is to be written, in words; None where nothing is."""
    try:
        path = typed_new(text, suffix)
    except Untyped as untyped:
        return str(untyped) or _("The name must end in {suffix}.").format(suffix=suffix)
    there = found(path)
    if there == "folder":
        return _("This is a folder.")
    if path.suffix.lower() != suffix or path.name.lower() == suffix:
        return _("The name must end in {suffix}.").format(suffix=suffix)
    if found(path.parent) != "folder":
        return _("There is no folder {folder}.").format(folder=path.parent)
    if there and not (may_exist and there == "file"):
        return _("Something of this name stands there already.")
    return None if os.access(path.parent, os.W_OK) else _("Nothing may be written there.")
